using System.Collections.Generic;

namespace ModelGen.Models.Tokenization;

/// <summary><c>Replace</c>: replaces what a text or a regular expression matches in each token.</summary>
/// <param name="replacement">The pattern and its replacement.</param>
internal sealed class ReplaceDecoder(Replacement replacement) : IDecoder
{
    public List<string> Decode(List<string> tokens) => tokens.ConvertAll(replacement.In);
}
