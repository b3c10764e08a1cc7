using System.Collections.Generic;
using System.Linq;
using ModelGen.Layers;
using ModelGen.PyTorch.Source;

namespace ModelGen.PyTorch.Scopes;

/// <summary>The options of rotary positions as an expression of Python: the members that differ from their defaults.</summary>
internal static class RotaryText
{
    public static string Of(RotaryOptions options)
    {
        var defaults = new RotaryOptions();
        List<string> given = [];
        Add("base", options.Base, defaults.Base);
        if (options.Dim is { } dim)
        {
            given.Add($"dim={Python.Literal(dim)}");
        }

        if (options.Style == RotaryStyle.Interleaved)
        {
            given.Add("interleaved=True");
        }

        if (options.Scaling != RotaryScaling.None)
        {
            given.Add($"scaling=\"{options.Scaling.ToString().ToLowerInvariant()}\"");
        }

        Add("factor", options.Factor, defaults.Factor);
        if (options.Context != defaults.Context)
        {
            given.Add($"context={Python.Literal(options.Context)}");
        }

        Add("low_frequency", options.LowFrequency, defaults.LowFrequency);
        Add("high_frequency", options.HighFrequency, defaults.HighFrequency);
        Add("beta_fast", options.BetaFast, defaults.BetaFast);
        Add("beta_slow", options.BetaSlow, defaults.BetaSlow);
        if (options.AttentionFactor is { } factor)
        {
            given.Add($"attention_factor={Python.Literal(factor)}");
        }

        AddAll("short_factors", options.ShortFactors);
        AddAll("long_factors", options.LongFactors);
        return $"RotaryOptions({string.Join(", ", given)})";

        void Add(string name, double value, double otherwise)
        {
            if (value != otherwise)
            {
                given.Add($"{name}={Python.Literal(value)}");
            }
        }

        void AddAll(string name, IReadOnlyList<double>? values)
        {
            if (values is not null)
            {
                given.Add($"{name}={Python.Tuple([.. values.Select(Python.Literal)])}");
            }
        }
    }
}
