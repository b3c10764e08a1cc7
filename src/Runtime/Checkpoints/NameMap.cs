using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using ModelGen.Checkpoints;

namespace ModelGen;

/// <summary>
/// The correspondence of a checkpoint's names and layout to those of a module, as data that is used for loading and, in reverse, for
/// saving. The first rule that matches a name applies; a name that no rule matches is the same in the checkpoint.
/// </summary>
public sealed class NameMap
{
    private NamePattern[] _ignored = [];

    /// <summary>The rules, in order of precedence.</summary>
    public IReadOnlyList<NameRule> Rules { get; set; } = [];

    /// <summary>
    /// The prefixes that names in the checkpoint may have, such as <c>"transformer."</c> and <c>""</c>. Loading uses the one with which
    /// most names are found, saving the first.
    /// </summary>
    public IReadOnlyList<string> Prefixes { get; set; } = [string.Empty];

    /// <summary>
    /// Names in the checkpoint that are not weights of the module, with or without the prefix: <c>h.{i}.attn.bias</c> for masks,
    /// <c>lm_head.weight</c> for a tied head.
    /// </summary>
    public IReadOnlyList<string> Ignore { get; set; } = [];

    /// <summary>Reads a map from JSON with the properties of this class in camel case.</summary>
    /// <param name="json">The JSON text; comments and trailing commas are allowed.</param>
    /// <returns>The map.</returns>
    /// <exception cref="FormatException">The text is not valid JSON, or the map is not valid.</exception>
    public static NameMap FromJson(string json)
    {
        try
        {
            var map = JsonSerializer.Deserialize(json, NameMapJson.Default.NameMap) ?? throw new FormatException("The name map is null.");
            map.Check();
            return map;
        }
        catch (Exception cause) when (cause is JsonException or ArgumentException)
        {
            throw new FormatException($"The name map cannot be read: {cause.Message}", cause);
        }
    }

    /// <summary>Writes the map as JSON, which <see cref="FromJson"/> can read.</summary>
    /// <returns>The text.</returns>
    public string ToJson() => JsonSerializer.Serialize(this, NameMapJson.Default.NameMap);

    /// <summary>Throws if the map cannot be applied.</summary>
    internal void Check()
    {
        if (Rules is null || Rules.Contains(null!) || Ignore is null || Prefixes is null || Prefixes.Count == 0 || Prefixes.Contains(null!))
        {
            throw new ArgumentException("A name map needs rules, names to ignore and at least one prefix, which may be empty.");
        }

        foreach (var rule in Rules)
        {
            rule.Check();
        }

        _ignored = [.. Ignore.Select(name => new NamePattern(name))];
    }

    /// <summary>Returns whether a name of the checkpoint is ignored.</summary>
    internal bool Ignores(string name, string prefix)
    {
        var bare = name.StartsWith(prefix, StringComparison.Ordinal) ? name[prefix.Length..] : name;
        return _ignored.Any(pattern => pattern.Matches(name) || pattern.Matches(bare));
    }

    /// <summary>Groups the names of the module, each group with the names in the checkpoint that hold the same values.</summary>
    /// <param name="names">The names in the module.</param>
    /// <param name="prefix">The prefix of the names in the checkpoint.</param>
    internal IReadOnlyList<NameGroup> Groups(IEnumerable<string> names, string prefix)
    {
        var groups = new List<NameGroup>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var name in names)
        {
            if (seen.Contains(name))
            {
                continue;
            }

            var group = Group(name, prefix);
            seen.UnionWith(group.Module);
            groups.Add(group);
        }

        return groups;
    }

    private NameGroup Group(string name, string prefix)
    {
        foreach (var rule in Rules)
        {
            foreach (var pattern in rule.ModulePatterns)
            {
                if (pattern.Match(name) is { } values)
                {
                    var front = rule.Prefixed ? prefix : string.Empty;
                    return new NameGroup(
                        [.. rule.ModulePatterns.Select(module => module.Fill(values))],
                        [.. rule.CheckpointPatterns.Select(checkpoint => front + checkpoint.Fill(values))],
                        rule.Axis, rule.Transpose, rule.Common, rule.Ratio);
                }
            }
        }

        return new NameGroup([name], [prefix + name], 0, false, false, null);
    }
}
