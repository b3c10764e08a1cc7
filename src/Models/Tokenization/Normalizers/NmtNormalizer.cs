using System.Text;

namespace ModelGen.Models.Tokenization;

/// <summary><c>Nmt</c>: removes control characters, and replaces some other characters by spaces, as SentencePiece does.</summary>
internal sealed class NmtNormalizer : INormalizer
{
    public string Normalize(string text) => RuneFilter.Change(text, rune => rune.Value switch
    {
        (>= 0x01 and <= 0x08) or 0x0B or (>= 0x0E and <= 0x1F) or 0x7F or 0x8F or 0x9F => null,
        0x09 or 0x0A or 0x0C or 0x0D or 0x1680 or (>= 0x200B and <= 0x200F) or 0x2028 or 0x2029 or 0x2581 or 0xFEFF or 0xFFFD =>
            new Rune(' '),
        _ => rune,
    });
}
