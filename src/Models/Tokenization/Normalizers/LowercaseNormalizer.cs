using System;

namespace ModelGen.Models.Tokenization;

/// <summary><c>Lowercase</c>: the lower case of each character. Only that of İ has two characters.</summary>
internal sealed class LowercaseNormalizer : INormalizer
{
    public string Normalize(string text) => text.ToLowerInvariant().Replace("\u0130", "i\u0307", StringComparison.Ordinal);
}
