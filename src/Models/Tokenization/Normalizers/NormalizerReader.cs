using System.Linq;
using System.Text;

namespace ModelGen.Models.Tokenization;

/// <summary>Reads the normalizers of a <c>tokenizer.json</c>.</summary>
internal static class NormalizerReader
{
    /// <summary>Reads a normalizer.</summary>
    /// <param name="part">The component.</param>
    /// <exception cref="System.FormatException">The type or an option is not supported.</exception>
    public static INormalizer Read(JsonPart part)
    {
        INormalizer normalizer = part.Type switch
        {
            "Sequence" => new NormalizerSequence([.. part.Parts("normalizers").Select(Read)]),
            "NFC" => new UnicodeNormalizer(NormalizationForm.FormC),
            "NFD" => new UnicodeNormalizer(NormalizationForm.FormD),
            "NFKC" => new UnicodeNormalizer(NormalizationForm.FormKC),
            "NFKD" => new UnicodeNormalizer(NormalizationForm.FormKD),
            "Lowercase" => new LowercaseNormalizer(),
            "Strip" => new StripNormalizer(part.Flag("strip_left", true), part.Flag("strip_right", true)),
            "StripAccents" => new StripAccentsNormalizer(),
            "Replace" => new ReplaceNormalizer(Replacement.Read(part)),
            "Prepend" => new PrependNormalizer(WellFormed.Of(part.Text("prepend"))),
            "BertNormalizer" => BertNormalizer.Read(part),
            "Precompiled" => PrecompiledNormalizer.Read(part),
            "Nmt" => new NmtNormalizer(),
            "ByteLevel" => new ByteLevelNormalizer(),
            _ => throw part.OtherType(
                "BertNormalizer", "ByteLevel", "Lowercase", "NFC", "NFD", "NFKC", "NFKD", "Nmt", "Precompiled", "Prepend", "Replace",
                "Sequence", "Strip", "StripAccents"),
        };
        part.Complete();
        return normalizer;
    }
}
