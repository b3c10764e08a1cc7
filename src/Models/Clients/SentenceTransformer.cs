namespace ModelGen.Models;

/// <summary>What a directory of Sentence-Transformers says of the vectors of a text.</summary>
internal static class SentenceTransformer
{
    private const string Pooling = "1_Pooling/config.json";
    private const string Encoder = "sentence_bert_config.json";

    /// <summary>Reads the pooling and the maximum length, as far as the directory states them.</summary>
    /// <param name="folder">The directory.</param>
    /// <param name="positions">The number of positions of the model.</param>
    /// <exception cref="PretrainedException">A file is malformed, or the pooling is not supported.</exception>
    public static TextEmbeddingSettings Settings(PretrainedFolder folder, long positions)
    {
        var length = folder.Has(Encoder)
            ? long.Min(positions, ConfigReader.ReadObject(folder.Find(Encoder)).Size("max_seq_length", positions)) : positions;
        return new()
        {
            Pooling = folder.Has(Pooling) ? Read(ConfigReader.ReadObject(folder.Find(Pooling))) : EmbeddingPooling.Mean,
            MaximumLength = (int)long.Min(length, int.MaxValue),
        };
    }

    private static EmbeddingPooling Read(ConfigReader config)
    {
        foreach (var other in (string[])
            [
                "pooling_mode_max_tokens", "pooling_mode_mean_sqrt_len_tokens", "pooling_mode_weightedmean_tokens",
                "pooling_mode_lasttoken",
            ])
        {
            config.Only(other, false, false);
        }

        var first = config.Flag("pooling_mode_cls_token", false);
        if (first)
        {
            config.Only("pooling_mode_mean_tokens", false, false);
        }

        return first ? EmbeddingPooling.FirstToken : EmbeddingPooling.Mean;
    }
}
