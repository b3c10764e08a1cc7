using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.RegularExpressions;

namespace ModelGen.Checkpoints;

/// <summary>The words in the names of layers, with common abbreviations written out.</summary>
internal static partial class LayerWords
{
    private static readonly Dictionary<string, string[]> _meanings = new(StringComparer.Ordinal)
    {
        ["attn"] = ["attention"],
        ["q"] = ["query"],
        ["k"] = ["key"],
        ["v"] = ["value"],
        ["o"] = ["output"],
        ["out"] = ["output"],
        ["ln"] = ["layer", "norm"],
        ["layernorm"] = ["layer", "norm"],
        ["bn"] = ["batch", "norm"],
        ["batchnorm"] = ["batch", "norm"],
        ["mlp"] = ["feed", "forward"],
        ["ff"] = ["feed", "forward"],
        ["ffn"] = ["feed", "forward"],
        ["fc"] = ["linear"],
        ["dense"] = ["linear"],
        ["emb"] = ["embedding"],
        ["embed"] = ["embedding"],
        ["embeddings"] = ["embedding"],
        ["wte"] = ["embedding"],
        ["wpe"] = ["position", "embedding"],
        ["downsample"] = ["shortcut"],
    };

    /// <summary>Returns the different words of a path in lower case, without numbers and placeholders.</summary>
    public static IReadOnlySet<string> Of(string path)
        => path.Split('.').Where(part => part[..Math.Min(1, part.Length)] != "{").SelectMany(part => Word().Matches(part))
            .Select(match => match.Value.ToLowerInvariant()).SelectMany(word => _meanings.GetValueOrDefault(word) ?? [word])
            .ToHashSet(StringComparer.Ordinal);

    /// <summary>Returns the number at the end of a part, or 0.</summary>
    public static int Number(string part)
        => Digits().Match(part) is { Success: true } match ? int.Parse(match.Value, CultureInfo.InvariantCulture) : 0;

    [GeneratedRegex("[A-Z]+(?![a-z])|[A-Z]?[a-z]+")]
    private static partial Regex Word();

    [GeneratedRegex("[0-9]{1,6}\\z")]
    private static partial Regex Digits();
}
