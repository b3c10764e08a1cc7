using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using ModelGen.Checkpoints;

namespace ModelGen;

/// <summary>
/// How a checkpoint's names and layout relate to a module's, as data: it serves for loading and, read the other way, for saving in the
/// layout of the hub. A name of the module that no rule matches is the checkpoint's, too; of several rules the first that matches counts.
/// </summary>
public sealed class NameMap
{
    private NamePattern[] _ignored = [];

    /// <summary>The rules.</summary>
    public IReadOnlyList<NameRule> Rules { get; set; } = [];

    /// <summary>
    /// What may stand in front of the checkpoint's names, such as <c>"transformer."</c> and <c>""</c>. Loading takes the one that finds the
    /// most names, saving the first.
    /// </summary>
    public IReadOnlyList<string> Prefixes { get; set; } = [string.Empty];

    /// <summary>
    /// Names in the checkpoint that are no weights of the module, with or without the prefix: <c>h.{i}.attn.bias</c> for masks,
    /// <c>lm_head.weight</c> for a head that is tied.
    /// </summary>
    public IReadOnlyList<string> Ignore { get; set; } = [];

    /// <summary>Reads a map from JSON, whose properties are named as those of this class, in camelCase.</summary>
    /// <param name="json">The JSON text; comments and trailing commas are allowed.</param>
    /// <returns>The map.</returns>
    /// <exception cref="FormatException">It is not valid JSON, or not a valid map.</exception>
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

    /// <summary>Writes the map as JSON that <see cref="FromJson"/> reads.</summary>
    /// <returns>The text.</returns>
    public string ToJson() => JsonSerializer.Serialize(this, NameMapJson.Default.NameMap);

    /// <summary>Refuses a map that could not be applied.</summary>
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

    /// <summary>Whether a name of the checkpoint is to be ignored.</summary>
    internal bool Ignores(string name, string prefix)
    {
        var bare = name.StartsWith(prefix, StringComparison.Ordinal) ? name[prefix.Length..] : name;
        return _ignored.Any(pattern => pattern.Matches(name) || pattern.Matches(bare));
    }

    /// <summary>Sorts the module's names into groups, each with the checkpoint's names that hold the same numbers.</summary>
    /// <param name="names">The module's names.</param>
    /// <param name="prefix">What stands in front of the checkpoint's names.</param>
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
