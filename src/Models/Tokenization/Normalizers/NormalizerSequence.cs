using System.Collections.Generic;
using System.Linq;

namespace ModelGen.Models.Tokenization;

/// <summary><c>Sequence</c>: several normalizers in their order.</summary>
/// <param name="normalizers">The normalizers.</param>
internal sealed class NormalizerSequence(IReadOnlyList<INormalizer> normalizers) : INormalizer
{
    public string Normalize(string text) => normalizers.Aggregate(text, (normalized, one) => one.Normalize(normalized));
}
