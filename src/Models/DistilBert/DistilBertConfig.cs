namespace ModelGen.Models;

/// <summary>The configuration of a DistilBERT, read from its <c>config.json</c>.</summary>
/// <param name="Vocabulary"><c>vocab_size</c>.</param>
/// <param name="Positions"><c>max_position_embeddings</c>, the maximum sequence length.</param>
/// <param name="D"><c>dim</c>, the number of features.</param>
/// <param name="Layers"><c>n_layers</c>.</param>
/// <param name="Heads"><c>n_heads</c>.</param>
/// <param name="Hidden"><c>hidden_dim</c>.</param>
/// <param name="Classes">The number of entries of <c>id2label</c>, or <c>num_labels</c>; 2 by default.</param>
/// <param name="Dropout"><c>dropout</c>.</param>
/// <param name="AttentionDropout"><c>attention_dropout</c>.</param>
/// <param name="ClassifierDropout"><c>seq_classif_dropout</c>.</param>
public sealed record DistilBertConfig(
    long Vocabulary, long Positions, long D, long Layers, long Heads, long Hidden, long Classes = 2, double Dropout = 0.1,
    double AttentionDropout = 0.1, double ClassifierDropout = 0.2)
{
    /// <summary>The number that layer norms add to the variance, which is not configurable.</summary>
    internal const double Eps = 1e-12;

    internal static DistilBertConfig Read(ConfigReader config)
    {
        config.Only("activation", "gelu", "gelu");
        config.Only("tie_word_embeddings", true, true);
        var (width, heads) = (config.SizeOrDefault("dim", 768), config.SizeOrDefault("n_heads", 12));
        return width % heads == 0
            ? new DistilBertConfig(
                config.SizeOrDefault("vocab_size", 30522), config.SizeOrDefault("max_position_embeddings", 512), width,
                config.SizeOrDefault("n_layers", 6), heads, config.SizeOrDefault("hidden_dim", 3072),
                config.Section("id2label")?.Count ?? config.Size("num_labels", 2), config.Probability("dropout", 0.1),
                config.Probability("attention_dropout", 0.1), config.Probability("seq_classif_dropout", 0.2))
            : throw config.Refuse("n_heads", $"{heads}", $"it must divide dim, which is {width}");
    }
}
