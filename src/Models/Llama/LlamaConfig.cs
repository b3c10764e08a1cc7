using ModelGen.Layers;

namespace ModelGen.Models;

/// <summary>The configuration of a Llama, Mistral, Qwen 2 or 3, or Phi-3, read from its <c>config.json</c>.</summary>
/// <param name="Vocabulary"><c>vocab_size</c>.</param>
/// <param name="D"><c>hidden_size</c>, the number of features.</param>
/// <param name="Layers"><c>num_hidden_layers</c>.</param>
/// <param name="Heads"><c>num_attention_heads</c>.</param>
/// <param name="KeyValueHeads"><c>num_key_value_heads</c>; the number of heads by default.</param>
/// <param name="HeadDim"><c>head_dim</c>; the number of features divided by the number of heads by default.</param>
/// <param name="Hidden"><c>intermediate_size</c>.</param>
/// <param name="Eps"><c>rms_norm_eps</c>.</param>
/// <param name="Rotary"><c>rope_theta</c>, <c>rope_scaling</c> and <c>partial_rotary_factor</c>, or <c>rope_parameters</c>.</param>
/// <param name="IsTied"><c>tie_word_embeddings</c>: whether the head shares the weight of the embedding.</param>
/// <param name="Activation"><c>hidden_act</c>, the activation of the gate.</param>
/// <param name="AttentionDropout"><c>attention_dropout</c>, the probability of zeroing an attention weight during training.</param>
/// <param name="Window">
/// <c>sliding_window</c> of a Mistral or Phi-3: the number of positions that each position attends to; unlimited when null.
/// </param>
/// <param name="HasBiases">Whether the query, key and value projections have biases, as in Qwen 2 (<c>model_type</c>).</param>
/// <param name="NormalizesHeads">Whether the query and key of each head have an RMS norm, as in Qwen 3 (<c>model_type</c>).</param>
/// <param name="IsFused">
/// Whether checkpoints have one weight for query, key and value, and one for the gate and the input of the feed-forward network, as those
/// of Phi-3 (<c>model_type</c>).
/// </param>
/// <param name="ResidualDropout"><c>resid_pdrop</c> of a Phi-3, the probability of zeroing a feature before a residual connection.</param>
public sealed record LlamaConfig(
    long Vocabulary, long D, long Layers, long Heads, long KeyValueHeads, long HeadDim, long Hidden, double Eps, RotaryOptions Rotary,
    bool IsTied = false, Activation Activation = Activation.Silu, double AttentionDropout = 0, long? Window = null, bool HasBiases = false,
    bool NormalizesHeads = false, bool IsFused = false, double ResidualDropout = 0)
{
    internal static LlamaConfig Read(ConfigReader config)
    {
        var family = config.Text("model_type");
        var isMistral = family == "mistral";
        var isPhi3 = family == "phi3";

        // The defaults of transformers' configuration classes.
        var (vocabulary, inner, positions) = family switch
        {
            "mistral" => (32000L, 14336L, 131072L),
            "qwen2" or "qwen3" => (151936L, 22016L, 32768L),
            "phi3" => (32064L, 8192L, 4096L),
            _ => (32000L, 11008L, 2048L),
        };
        config.Only("attention_bias", false, false);
        config.Only("mlp_bias", false, false);
        config.Only("use_sliding_window", false, false);
        var (width, heads) = (config.SizeOrDefault("hidden_size", isPhi3 ? 3072 : 4096), config.SizeOrDefault("num_attention_heads", 32));
        if (!config.Has("head_dim") && family != "qwen3" && width % heads != 0)
        {
            throw config.Refuse(
                "num_attention_heads", $"{heads}", $"it must divide hidden_size, which is {width}, or head_dim must be given");
        }

        var headDim = config.Size("head_dim", family == "qwen3" ? 128 : width / heads);
        if (headDim % 2 != 0)
        {
            throw config.Refuse("head_dim", $"{headDim}", "rotary positional encoding rotates pairs of features, so it must be even");
        }

        var byDefault = isMistral ? 8 : family is "qwen2" or "qwen3" && !config.IsStated("num_key_value_heads") ? 32 : heads;
        var keyValueHeads = config.Size("num_key_value_heads", byDefault);
        if (heads % keyValueHeads != 0)
        {
            throw config.Refuse("num_key_value_heads", $"{keyValueHeads}", $"it must divide num_attention_heads, which is {heads}");
        }

        // If the entry is missing, a Mistral has the window of Mistral 7B, and a Phi-3 none; null means no window.
        long? window = config.Has("sliding_window") ? isMistral || isPhi3 ? config.Size("sliding_window") : null
            : isMistral && !config.IsStated("sliding_window") ? 4096 : null;
        var isTied = config.Flag("tie_word_embeddings", false);
        if (isMistral && window is not null && isTied)
        {
            throw config.Refuse("tie_word_embeddings", "true", "a Mistral with a sliding_window has an untied head");
        }

        return new LlamaConfig(
            config.SizeOrDefault("vocab_size", vocabulary), width, config.SizeOrDefault("num_hidden_layers", 32), heads, keyValueHeads,
            headDim, config.SizeOrDefault("intermediate_size", inner), config.Positive("rms_norm_eps", isPhi3 ? 1e-5 : 1e-6),
            RotaryReader.Read(config, headDim, positions), isTied, config.Activation("hidden_act", "silu"),
            config.Probability("attention_dropout", 0), window, HasBiases: family == "qwen2", NormalizesHeads: family == "qwen3",
            IsFused: isPhi3, ResidualDropout: isPhi3 ? config.Probability("resid_pdrop", 0) : 0);
    }
}
