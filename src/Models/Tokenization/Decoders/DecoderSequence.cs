using System.Collections.Generic;
using System.Linq;

namespace ModelGen.Models.Tokenization;

/// <summary><c>Sequence</c>: several decoders in their order.</summary>
/// <param name="decoders">The decoders.</param>
internal sealed class DecoderSequence(IReadOnlyList<IDecoder> decoders) : IDecoder
{
    public List<string> Decode(List<string> tokens) => decoders.Aggregate(tokens, (texts, decoder) => decoder.Decode(texts));
}
