using System.Text;

namespace ModelGen.Models.Tokenization;

/// <summary>The options of the pre-tokenizer and the decoder <c>Metaspace</c>.</summary>
/// <param name="Replacement">The character that replaces a space, such as <c>▁</c>.</param>
/// <param name="Scheme">Where a replacement is added before a text: <c>always</c>, <c>first</c> or <c>never</c>.</param>
/// <param name="Splits">Whether a text is split before each replacement.</param>
internal sealed record MetaspaceOptions(Rune Replacement, string Scheme, bool Splits)
{
    public const string Always = "always";
    public const string First = "first";
    public const string Never = "never";

    /// <summary>Reads the options; files of older versions have <c>add_prefix_space</c> instead of a scheme.</summary>
    public static MetaspaceOptions Read(JsonPart part) => new(
        part.Without("str_rep").Character("replacement"),
        part.Flag("add_prefix_space", true) ? part.Choice("prepend_scheme", Always, Always, First, Never)
            : part.Choice("prepend_scheme", Never, Never),
        part.Flag("split", true));
}
