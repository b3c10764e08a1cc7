namespace ModelGen.Models.Tokenization;

/// <summary>Reads the model of a <c>tokenizer.json</c>.</summary>
internal static class TokenModelReader
{
    /// <summary>Reads a model.</summary>
    /// <param name="part">The component.</param>
    /// <exception cref="System.FormatException">The type or an option is not supported.</exception>
    public static ITokenModel Read(JsonPart part)
    {
        ITokenModel model = Kind(part) switch
        {
            "BPE" => BytePairModel.Read(part),
            "Unigram" => UnigramModel.Read(part),
            "WordPiece" => WordPieceModel.Read(part),
            "WordLevel" => WordLevelModel.Read(part),
            _ => throw part.OtherType("BPE", "Unigram", "WordLevel", "WordPiece"),
        };
        part.Complete();
        return model;
    }

    /// <summary>Returns the type, which files of early versions do not state.</summary>
    /// <param name="part">The component.</param>
    public static string Kind(JsonPart part) => part.Has("type") ? part.Type
        : part.Has("merges") ? "BPE"
        : part.IsArray("vocab") ? "Unigram"
        : part.Has("continuing_subword_prefix") ? "WordPiece" : "WordLevel";
}
