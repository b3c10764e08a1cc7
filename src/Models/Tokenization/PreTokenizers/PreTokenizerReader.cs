using System.Linq;
using System.Text;

namespace ModelGen.Models.Tokenization;

/// <summary>Reads the pre-tokenizers of a <c>tokenizer.json</c>.</summary>
internal static class PreTokenizerReader
{
    /// <summary>Reads a pre-tokenizer.</summary>
    /// <param name="part">The component.</param>
    /// <exception cref="System.FormatException">The type or an option is not supported.</exception>
    public static IPreTokenizer Read(JsonPart part)
    {
        IPreTokenizer preTokenizer = part.Type switch
        {
            "Sequence" => new PreTokenizerSequence([.. part.Parts("pretokenizers").Select(Read)]),
            "ByteLevel" => new ByteLevelPreTokenizer(
                part.Without("trim_offsets").Flag("add_prefix_space", true), part.Flag("use_regex", true)),
            "BertPreTokenizer" => new BertPreTokenizer(),
            "Whitespace" => new WhitespacePreTokenizer(),
            "WhitespaceSplit" => new CharacterPreTokenizer(Rune.IsWhiteSpace, SplitBehavior.Removed),
            "Punctuation" => new CharacterPreTokenizer(
                CharacterClass.IsPunctuation, Splitting.Behavior(part, SplitBehavior.Isolated)),
            "Digits" => new CharacterPreTokenizer(
                CharacterClass.IsNumber, part.Flag("individual_digits", false) ? SplitBehavior.Isolated : SplitBehavior.Contiguous),
            "CharDelimiterSplit" => CharacterPreTokenizer.At(part.Character("delimiter")),
            "Metaspace" => new MetaspacePreTokenizer(MetaspaceOptions.Read(part)),
            "Split" => SplitPreTokenizer.Read(part),
            "UnicodeScripts" => new UnicodeScriptsPreTokenizer(),
            _ => throw part.OtherType(
                "BertPreTokenizer", "ByteLevel", "CharDelimiterSplit", "Digits", "Metaspace", "Punctuation", "Sequence", "Split",
                "UnicodeScripts", "Whitespace", "WhitespaceSplit"),
        };
        part.Complete();
        return preTokenizer;
    }
}
