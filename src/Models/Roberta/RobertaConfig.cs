namespace ModelGen.Models;

/// <summary>The configuration of a RoBERTa, read from its <c>config.json</c>.</summary>
/// <param name="Vocabulary"><c>vocab_size</c>.</param>
/// <param name="Positions"><c>max_position_embeddings</c>: 2 more than the maximum sequence length.</param>
/// <param name="Types"><c>type_vocab_size</c>, of which only the first type is used.</param>
/// <param name="D"><c>hidden_size</c>, the number of features.</param>
/// <param name="Layers"><c>num_hidden_layers</c>.</param>
/// <param name="Heads"><c>num_attention_heads</c>.</param>
/// <param name="Hidden"><c>intermediate_size</c>.</param>
/// <param name="Classes">The number of entries of <c>id2label</c>, or <c>num_labels</c>; 2 by default.</param>
/// <param name="Eps"><c>layer_norm_eps</c>.</param>
/// <param name="Dropout"><c>hidden_dropout_prob</c>.</param>
/// <param name="AttentionDropout"><c>attention_probs_dropout_prob</c>.</param>
/// <param name="ClassifierDropout"><c>classifier_dropout</c>; <paramref name="Dropout"/> when null.</param>
public sealed record RobertaConfig(
    long Vocabulary, long Positions, long Types, long D, long Layers, long Heads, long Hidden, long Classes = 2, double Eps = 1e-12,
    double Dropout = 0.1, double AttentionDropout = 0.1, double? ClassifierDropout = null)
{
    internal static RobertaConfig Read(ConfigReader config)
    {
        config.Only("hidden_act", "gelu", "gelu");
        config.Only("position_embedding_type", "absolute", "absolute");
        config.Only("is_decoder", false, false);
        config.Only("add_cross_attention", false, false);
        config.Only("tie_word_embeddings", true, true);
        config.Only("pad_token_id", RobertaEmbeddings.PaddingId, RobertaEmbeddings.PaddingId);
        var positions = config.SizeOrDefault("max_position_embeddings", 512);
        if (positions <= RobertaEmbeddings.FirstPosition)
        {
            throw config.Refuse("max_position_embeddings", $"{positions}", "positions begin at 2, so at least 3 are expected");
        }

        var (width, heads) = (config.SizeOrDefault("hidden_size", 768), config.SizeOrDefault("num_attention_heads", 12));
        return width % heads == 0
            ? new RobertaConfig(
                config.SizeOrDefault("vocab_size", 50265), positions, config.SizeOrDefault("type_vocab_size", 2), width,
                config.SizeOrDefault("num_hidden_layers", 12), heads, config.SizeOrDefault("intermediate_size", 3072),
                config.Section("id2label")?.Count ?? config.Size("num_labels", 2), config.Positive("layer_norm_eps", 1e-12),
                config.Probability("hidden_dropout_prob", 0.1), config.Probability("attention_probs_dropout_prob", 0.1),
                config.Has("classifier_dropout") ? config.Probability("classifier_dropout", 0) : null)
            : throw config.Refuse("num_attention_heads", $"{heads}", $"it must divide hidden_size, which is {width}");
    }
}
