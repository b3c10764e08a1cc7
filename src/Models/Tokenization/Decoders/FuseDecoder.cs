using System.Collections.Generic;

namespace ModelGen.Models.Tokenization;

/// <summary><c>Fuse</c>: joins all texts to one, so that the following decoders see all of it.</summary>
internal sealed class FuseDecoder : IDecoder
{
    public List<string> Decode(List<string> tokens) => [string.Concat(tokens)];
}
