namespace ModelGen.Models.Tokenization;

/// <summary><c>Replace</c>: replaces what a text or a regular expression matches.</summary>
/// <param name="replacement">The pattern and its replacement.</param>
internal sealed class ReplaceNormalizer(Replacement replacement) : INormalizer
{
    public string Normalize(string text) => replacement.In(text);
}
