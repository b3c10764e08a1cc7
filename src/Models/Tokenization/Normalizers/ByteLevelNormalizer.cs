namespace ModelGen.Models.Tokenization;

/// <summary><c>ByteLevel</c>: the bytes of a text in UTF-8 as characters.</summary>
internal sealed class ByteLevelNormalizer : INormalizer
{
    public string Normalize(string text) => ByteCharacters.Of(text);
}
