using System.Linq;

namespace ModelGen.Models.Tokenization;

/// <summary>Reads the decoders of a <c>tokenizer.json</c>.</summary>
internal static class DecoderReader
{
    /// <summary>Reads a decoder.</summary>
    /// <param name="part">The component.</param>
    /// <exception cref="System.FormatException">The type or an option is not supported.</exception>
    public static IDecoder Read(JsonPart part)
    {
        // These options concern the pre-tokenizer of the same type.
        part.Without("add_prefix_space", "trim_offsets", "use_regex");
        IDecoder decoder = part.Type switch
        {
            "Sequence" => new DecoderSequence([.. part.Parts("decoders").Select(Read)]),
            "ByteLevel" => new ByteLevelDecoder(),
            "Metaspace" => new MetaspaceDecoder(MetaspaceOptions.Read(part)),
            "WordPiece" => new WordPieceDecoder(part.OptionalText("prefix") ?? "##", part.Flag("cleanup", true)),
            "BPEDecoder" => new BytePairDecoder(part.OptionalText("suffix") ?? "</w>"),
            "ByteFallback" => new ByteFallbackDecoder(),
            "Fuse" => new FuseDecoder(),
            "Strip" => new StripDecoder(part.Character("content"), part.Number("start") ?? 0, part.Number("stop") ?? 0),
            "Replace" => new ReplaceDecoder(Replacement.Read(part)),
            "CTC" => new CtcDecoder(
                part.OptionalText("pad_token") ?? "<pad>", part.OptionalText("word_delimiter_token") ?? "|", part.Flag("cleanup", true)),
            _ => throw part.OtherType(
                "BPEDecoder", "ByteFallback", "ByteLevel", "CTC", "Fuse", "Metaspace", "Replace", "Sequence", "Strip", "WordPiece"),
        };
        part.Complete();
        return decoder;
    }
}
