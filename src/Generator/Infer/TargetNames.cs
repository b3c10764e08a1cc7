using System.Collections.Generic;
using System.Linq;

namespace ModelGen.Generator.Infer;

/// <summary>
/// The names that Hugging Face gives to the linear layers of well-known models. Users copy targets from its adapter configurations.
/// </summary>
internal static class TargetNames
{
    private static readonly Dictionary<string, string[]> Known = new()
    {
        ["c_attn"] = ["query", "key", "value"],
        ["query_key_value"] = ["query", "key", "value"],
        ["qkv_proj"] = ["query", "key", "value"],
        ["in_proj"] = ["query", "key", "value"],
        ["q_proj"] = ["query"],
        ["k_proj"] = ["key"],
        ["v_proj"] = ["value"],
        ["o_proj"] = ["output"],
        ["out_proj"] = ["output"],
        ["q"] = ["query"],
        ["k"] = ["key"],
        ["v"] = ["value"],
        ["o"] = ["output"],
        ["c_proj"] = ["output", "linear2"],
        ["c_fc"] = ["linear1"],
        ["fc1"] = ["linear1"],
        ["fc2"] = ["linear2"],
        ["gate_proj"] = ["gate"],
        ["up_proj"] = ["up"],
        ["down_proj"] = ["down"],
    };

    /// <summary>The names of the layers here that have this name at Hugging Face; empty if there is none.</summary>
    /// <param name="target">The name there.</param>
    /// <param name="names">The names of the model's linear layers.</param>
    public static IReadOnlyList<string> Translate(string target, IReadOnlyCollection<string> names) =>
        Known.TryGetValue(target.Substring(target.LastIndexOf('.') + 1), out var meant) ? meant.Where(names.Contains).ToList() : [];
}
