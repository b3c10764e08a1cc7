using System;
using System.Collections.Generic;
using System.Linq;

namespace ModelGen.Adapters;

/// <summary>Derives the names of adapters in peft's files from the names of the model's weights.</summary>
internal static class LoraNames
{
    /// <summary>The prefix of every name in peft's files.</summary>
    public const string Prefix = "base_model.model.";

    /// <summary>Returns the correspondence of names for the adapters of a model.</summary>
    /// <param name="model">The correspondence of names for the model.</param>
    /// <exception cref="ArgumentException">The map cannot be applied.</exception>
    public static NameMap Of(NameMap model)
    {
        model.Check();
        return new NameMap { Prefixes = [.. model.Prefixes.Select(prefix => Prefix + prefix)], Rules = [.. model.Rules.SelectMany(Rules)] };
    }

    // The rule of a projection applies to its adapter, except that adapters are never transposed: peft stores A as (r, in) and B as (out,
    // r) for a Conv1D as well. If projections are fused along their outputs, A is common to them and B is concatenated; if along their
    // inputs, the reverse.
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

    // The name of the layer, if the rule is about weights.
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
