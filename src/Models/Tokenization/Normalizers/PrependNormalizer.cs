namespace ModelGen.Models.Tokenization;

/// <summary><c>Prepend</c>: a prefix for every text that is not empty.</summary>
/// <param name="prefix">The prefix.</param>
internal sealed class PrependNormalizer(string prefix) : INormalizer
{
    public string Normalize(string text) => text.Length == 0 ? text : prefix + text;
}
