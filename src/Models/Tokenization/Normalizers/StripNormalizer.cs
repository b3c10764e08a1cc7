namespace ModelGen.Models.Tokenization;

/// <summary><c>Strip</c>: removes white space at the ends of a text.</summary>
/// <param name="left">Whether it is removed at the start.</param>
/// <param name="right">Whether it is removed at the end.</param>
internal sealed class StripNormalizer(bool left, bool right) : INormalizer
{
    public string Normalize(string text) => (left, right) switch
    {
        (true, true) => text.Trim(),
        (true, false) => text.TrimStart(),
        (false, true) => text.TrimEnd(),
        _ => text,
    };
}
