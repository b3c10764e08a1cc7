using System;
using System.Collections.Generic;
using System.Linq;

namespace ModelGen.Adapters;

/// <summary>The names of a model's adapters in peft's files, which follow from the names of the model's own weights.</summary>
internal static class LoraNames
{
    /// <summary>What peft puts in front of every name.</summary>
    public const string Prefix = "base_model.model.";

    /// <summary>The map of the adapters.</summary>
    /// <param name="model">The map of the model that they are on.</param>
    /// <exception cref="ArgumentException">The map cannot be applied.</exception>
    public static NameMap Of(NameMap model)
    {
        model.Check();
        return new NameMap { Prefixes = [.. model.Prefixes.Select(prefix => Prefix + prefix)], Rules = [.. model.Rules.SelectMany(Rules)] };
    }

    // A projection's rule serves its adapters. They are never transposed: peft keeps A as (r, in) and B as (out, r) beside a Conv1D, too.
    // Of projections side by side along the axis of their results A is one and B lies side by side, along that of their inputs the other
    // way round.
    private static IEnumerable<NameRule> Rules(NameRule rule)
    {
        var (module, checkpoint) = (rule.Module.Select(Stem).ToList(), rule.Checkpoint.Select(Stem).ToList());
        if (module.Contains(null) || checkpoint.Contains(null) || checkpoint.Count > 1)
        {
            yield break;
        }

        foreach (var (matrix, isCommon) in new[] { ("lora_A", rule.Axis == 0), ("lora_B", rule.Axis != 0) })
        {
            var front = rule.Prefixed ? string.Empty : Prefix;
            yield return new NameRule
            {
                Module = [.. module.Select(stem => $"{stem}.{matrix}.weight")],
                Checkpoint = [$"{front}{checkpoint[0]}.{matrix}.weight"],
                Axis = module.Count == 1 || isCommon ? 0 : rule.Axis,
                Common = module.Count > 1 && isCommon,
                Prefixed = rule.Prefixed,
            };
        }
    }

    // The layer, if the rule speaks of weights.
    private static string? Stem(string name)
    {
        var dot = name.LastIndexOf('.');
        return dot >= 0 && (name[dot..] == ".weight" || (name[dot..].StartsWith(".{", StringComparison.Ordinal)
            && name.EndsWith('}')
            && !name.EndsWith("*}", StringComparison.Ordinal)))
            ? name[..dot]
            : null;
    }
}
