using System;

namespace ModelGen.Models;

/// <summary>What the <c>config.json</c> of a Llama says, by the names of the declarations.</summary>
/// <param name="Generation">Which declaration it is, by its rotary positions and its head.</param>
/// <param name="Vocabulary"><c>vocab_size</c>.</param>
/// <param name="D"><c>hidden_size</c>, the width.</param>
/// <param name="Layers"><c>num_hidden_layers</c>.</param>
/// <param name="Heads"><c>num_attention_heads</c>.</param>
/// <param name="KeyValueHeads"><c>num_key_value_heads</c>, by default as many as heads.</param>
/// <param name="HeadDim"><c>head_dim</c>, by default the width over the heads.</param>
/// <param name="Hidden"><c>intermediate_size</c>.</param>
public sealed record LlamaConfig(LlamaGeneration Generation, long Vocabulary, long D, long Layers, long Heads, long KeyValueHeads, long HeadDim, long Hidden)
{
    private const string Supported
        = "supported are rope_theta 10000 (Llama 2) and 500000 (Llama 3) without rope_scaling, 500000 with llama3 scaling by 8 (Llama 3.1), each with a head of its own,"
        + " and 500000 with llama3 scaling by 32 and tie_word_embeddings (Llama 3.2)";

    internal static LlamaConfig Read(ConfigReader config)
    {
        config.Only("hidden_act", "silu", "silu");
        config.Only("rms_norm_eps", 1e-6, 1e-5);
        config.Only("attention_bias", false, false);
        config.Only("mlp_bias", false, false);
        var (width, heads) = (config.Size("hidden_size"), config.Size("num_attention_heads"));
        if (!config.Has("head_dim") && width % heads != 0)
        {
            throw config.Refuse("num_attention_heads", $"{heads}", $"it must divide hidden_size, which is {width}, or head_dim must be given");
        }

        var headDim = config.Size("head_dim", width / heads);
        if (headDim % 2 != 0)
        {
            throw config.Refuse("head_dim", $"{headDim}", "rotary positions turn pairs, so it must be even");
        }

        var keyValueHeads = config.Size("num_key_value_heads", heads);
        return heads % keyValueHeads == 0
            ? new LlamaConfig(
                ReadGeneration(config), config.Size("vocab_size"), width, config.Size("num_hidden_layers"), heads, keyValueHeads, headDim, config.Size("intermediate_size"))
            : throw config.Refuse("num_key_value_heads", $"{keyValueHeads}", $"it must divide num_attention_heads, which is {heads}");
    }

    private static LlamaGeneration ReadGeneration(ConfigReader config)
    {
        // Newer files hold the base and the scaling together.
        var together = config.Section("rope_parameters");
        var theta = (together ?? config).Number("rope_theta", 10000);
        var factor = Factor(together ?? config.Section("rope_scaling"));
        var tied = config.Flag("tie_word_embeddings", false);
        return (theta, factor, tied) switch
        {
            (10000, 1, false) => LlamaGeneration.Llama2,
            (500000, 1, false) => LlamaGeneration.Llama3,
            (500000, 8, false) => LlamaGeneration.Llama31,
            (500000, 32, true) => LlamaGeneration.Llama32,
            _ => throw config.Refuse(
                "rope_theta",
                FormattableString.Invariant($"{theta} with {(factor == 1 ? "no rope_scaling" : FormattableString.Invariant($"llama3 scaling by {factor}"))} and tie_word_embeddings {(tied ? "true" : "false")}"),
                Supported),
        };
    }

    private static double Factor(ConfigReader? scaling)
    {
        var name = scaling?.Has("rope_type") == false ? "type" : "rope_type";
        if (scaling is null || scaling.Text(name, "default") == "default")
        {
            return 1;
        }

        scaling.Only(name, "default", "default", "llama3");
        scaling.Only("low_freq_factor", 1, 1);
        scaling.Only("high_freq_factor", 4, 4);
        scaling.Only("original_max_position_embeddings", 8192, 8192);
        return scaling.Number("factor");
    }
}
