using System;
using ModelGen.Layers;

namespace ModelGen.Models;

/// <summary>
/// Reads the rotary positional encoding of a <c>config.json</c>: <c>rope_theta</c> and <c>rope_scaling</c>, or both in
/// <c>rope_parameters</c>, as <c>modeling_rope_utils</c> in Hugging Face's transformers defines them.
/// </summary>
internal static class RotaryReader
{
    public static RotaryOptions Read(ConfigReader config, long headDim, long positions)
    {
        var together = config.Section("rope_parameters");
        var options = new RotaryOptions
        {
            Base = (together ?? config).Positive("rope_theta", 10000),
            Dim = RotatedDim(together, config, headDim),
        };
        return (together ?? config.Section("rope_scaling")) is { } scaling ? Scale(options, scaling, config, positions, headDim) : options;
    }

    private static long? RotatedDim(ConfigReader? together, ConfigReader config, long headDim)
    {
        var reader = together?.Has("partial_rotary_factor") == true ? together : config;
        var share = reader.Positive("partial_rotary_factor", 1);
        var dim = (long)(headDim * share);
        return share == 1 ? null
            : share < 1 && dim >= 2 && dim % 2 == 0 ? dim
            : throw reader.Refuse(
                "partial_rotary_factor", FormattableString.Invariant($"{share}"),
                $"it must be at most 1 and leave an even number of a head's {headDim} features");
    }

    private static RotaryOptions Scale(
        RotaryOptions options, ConfigReader scaling, ConfigReader config, long positions, long headDim)
    {
        var name = scaling.Has("rope_type") ? "rope_type" : "type";
        var type = scaling.Text(name, "default");
        switch (type)
        {
            case "default":
                return options;
            case "linear":
                return options with { Scaling = RotaryScaling.Linear, Factor = Factor(scaling) };
            case "llama3":
                return InOrder(scaling, "low_freq_factor", 1, "high_freq_factor", 4, (low, high) => options with
                {
                    Scaling = RotaryScaling.Llama3,
                    Factor = Factor(scaling),
                    Context = scaling.Size("original_max_position_embeddings"),
                    LowFrequency = low,
                    HighFrequency = high,
                });
            case "yarn":
                scaling.Only("truncate", true, true);
                return InOrder(scaling, "beta_slow", 1, "beta_fast", 32, (slow, fast) => options with
                {
                    Scaling = RotaryScaling.Yarn,
                    Factor = Factor(scaling),
                    Context = Context(scaling, config, positions),
                    BetaSlow = slow,
                    BetaFast = fast,
                    AttentionFactor = Magnitude(scaling),
                });
            case "longrope" or "su":
                return LongRope(options, scaling, config, positions, headDim);
            default:
                throw scaling.Refuse(name, $"'{type}'", "supported are 'default', 'linear', 'llama3', 'longrope' and 'yarn'");
        }
    }

    // Phi-3 states the sequence length in training outside of the scaling, and the factor only by the longest sequence.
    private static RotaryOptions LongRope(
        RotaryOptions options, ConfigReader scaling, ConfigReader config, long positions, long headDim)
    {
        const string Original = "original_max_position_embeddings";
        var pairs = (options.Dim ?? headDim) / 2;
        var context = scaling.Has(Original) ? scaling.Size(Original) : config.Size(Original, positions);
        var longest = config.SizeOrDefault("max_position_embeddings", positions);
        var factor = scaling.Has("factor") && !config.Has(Original) ? Factor(scaling) : (double)longest / context;
        return options with
        {
            Context = context,
            ShortFactors = scaling.Numbers("short_factor", pairs),
            LongFactors = scaling.Numbers("long_factor", pairs),
            AttentionFactor = scaling.Has("attention_factor") ? scaling.Positive("attention_factor")
                : factor > 1 && context > 1 ? Math.Sqrt(1 + (Math.Log(factor) / Math.Log(context))) : 1,
        };
    }

    private static double Factor(ConfigReader scaling)
    {
        var factor = scaling.Positive("factor");
        return factor >= 1 ? factor : throw scaling.Refuse("factor", FormattableString.Invariant($"{factor}"), "it must be at least 1");
    }

    private static RotaryOptions InOrder(
        ConfigReader scaling, string low, double lowDefault, string high, double highDefault, Func<double, double, RotaryOptions> options)
    {
        var (lower, higher) = (scaling.Positive(low, lowDefault), scaling.Positive(high, highDefault));
        return lower < higher
            ? options(lower, higher)
            : throw scaling.Refuse(
                high, FormattableString.Invariant($"{higher}"), FormattableString.Invariant($"it must be above {low}, which is {lower}"));
    }

    private static long Context(ConfigReader scaling, ConfigReader config, long positions)
        => scaling.Has("original_max_position_embeddings")
            ? scaling.Size("original_max_position_embeddings")
            : config.SizeOrDefault("max_position_embeddings", positions);

    // The two scales of DeepSeek's models contribute as a quotient.
    private static double? Magnitude(ConfigReader scaling)
    {
        if (scaling.Has("attention_factor"))
        {
            return scaling.Positive("attention_factor");
        }

        return scaling.Has("mscale") && scaling.Has("mscale_all_dim")
            ? Grown(scaling.Positive("mscale")) / Grown(scaling.Positive("mscale_all_dim"))
            : null;

        double Grown(double scale) => (0.1 * scale * Math.Log(Factor(scaling))) + 1;
    }
}
