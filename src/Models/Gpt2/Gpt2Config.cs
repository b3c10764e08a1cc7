namespace ModelGen.Models;

/// <summary>The configuration of a GPT-2, read from its <c>config.json</c>.</summary>
/// <param name="Vocabulary"><c>vocab_size</c>.</param>
/// <param name="Positions"><c>n_positions</c>, the maximum sequence length.</param>
/// <param name="D"><c>n_embd</c>, the number of features.</param>
/// <param name="Layers"><c>n_layer</c>.</param>
/// <param name="Heads"><c>n_head</c>.</param>
/// <param name="Hidden"><c>n_inner</c>; four times the number of features by default.</param>
/// <param name="Eps"><c>layer_norm_epsilon</c>.</param>
/// <param name="Activation"><c>activation_function</c>.</param>
/// <param name="EmbeddingDropout"><c>embd_pdrop</c>.</param>
/// <param name="AttentionDropout"><c>attn_pdrop</c>.</param>
/// <param name="ResidualDropout"><c>resid_pdrop</c>.</param>
public sealed record Gpt2Config(
    long Vocabulary, long Positions, long D, long Layers, long Heads, long Hidden, double Eps = 1e-5,
    Activation Activation = Activation.GeluTanh, double EmbeddingDropout = 0.1, double AttentionDropout = 0.1, double ResidualDropout = 0.1)
{
    internal static Gpt2Config Read(ConfigReader config)
    {
        config.Only("scale_attn_weights", true, true);
        config.Only("scale_attn_by_inverse_layer_idx", false, false);
        config.Only("add_cross_attention", false, false);
        config.Only("tie_word_embeddings", true, true);
        var (width, heads) = (config.SizeOrDefault("n_embd", 768), config.SizeOrDefault("n_head", 12));
        return width % heads == 0
            ? new Gpt2Config(
                config.SizeOrDefault("vocab_size", 50257), config.SizeOrDefault("n_positions", 1024), width,
                config.SizeOrDefault("n_layer", 12), heads, config.Size("n_inner", FourTimes(width)),
                config.Positive("layer_norm_epsilon", 1e-5), config.Activation("activation_function", "gelu_new"),
                config.Probability("embd_pdrop", 0.1), config.Probability("attn_pdrop", 0.1), config.Probability("resid_pdrop", 0.1))
            : throw config.Refuse("n_head", $"{heads}", $"it must divide n_embd, which is {width}");
    }

    // A product beyond 63 bits cannot be the size of any weights, so it does not match those of the file.
    private static long FourTimes(long width) => width > long.MaxValue / 4 ? long.MaxValue : 4 * width;
}
