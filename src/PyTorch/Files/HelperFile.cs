using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;

namespace ModelGen.PyTorch.Files;

/// <summary>
/// The file of layers that PyTorch lacks, or has in newer versions only: those definitions of the modules in the folder <c>Python</c> that
/// a model uses, and what these use.
/// </summary>
internal static partial class HelperFile
{
    private static readonly string[] _modules = ["decoding", "norms", "positions", "attention", "blocks", "operations"];

    private static readonly Lazy<IReadOnlyList<(string Name, string Text)>> _definitions = new(() =>
        [.. _modules.SelectMany(module => Definitions(Resource(module)))]);

    private static readonly Lazy<IReadOnlyList<string>> _imports = new(() =>
        [.. _modules.SelectMany(module => Import().Matches(Resource(module)).Select(line => line.Value)).Distinct()]);

    /// <summary>The text of a module as it is in the package.</summary>
    public static string Resource(string module)
    {
        using var stream = typeof(HelperFile).Assembly.GetManifestResourceStream($"{module}.py")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    /// <summary>Writes the file.</summary>
    /// <param name="names">The definitions that a model uses.</param>
    /// <param name="docstring">The first line.</param>
    public static string Write(IEnumerable<string> names, string docstring)
    {
        var wanted = new HashSet<string>(names, StringComparer.Ordinal);
        var waiting = new Queue<string>(wanted);
        while (waiting.TryDequeue(out var name))
        {
            var text = _definitions.Value.Single(definition => definition.Name == name).Text;
            foreach (var (other, _) in _definitions.Value)
            {
                if (Mentions(text, other) && wanted.Add(other))
                {
                    waiting.Enqueue(other);
                }
            }
        }

        var chosen = _definitions.Value.Where(definition => wanted.Contains(definition.Name))
            .Select(definition => definition.Text).ToList();
        return Compose(docstring, chosen);
    }

    /// <summary>A file: its docstring, the imports that its definitions need, and the definitions.</summary>
    public static string Compose(string docstring, IReadOnlyList<string> definitions, IEnumerable<string>? imports = null)
    {
        var text = string.Join('\n', definitions);
        var groups = (imports ?? Imports(text)).GroupBy(line => IsOwn(line) ? 3 : IsOfPyTorch(line) ? 2 : 1)
            .OrderBy(group => group.Key)
            .Select(group => string.Join('\n', group.OrderBy(line => line.StartsWith("from", StringComparison.Ordinal))
                .ThenBy(line => line, StringComparer.OrdinalIgnoreCase)));
        return $"\"\"\"{docstring}\"\"\"\n\nfrom __future__ import annotations\n\n{string.Join("\n\n", groups)}\n\n\n"
            + string.Join("\n\n", definitions.Select(definition => definition.TrimEnd('\n') + "\n"));
    }

    /// <summary>The import statements that a text needs, of those that the modules have.</summary>
    public static IEnumerable<string> Imports(string text)
    {
        foreach (var line in _imports.Value)
        {
            if (!line.StartsWith("from", StringComparison.Ordinal))
            {
                var name = line.Split(' ')[^1];
                if (Regex.IsMatch(text, $@"(?<![\w.""]){name}\."))
                {
                    yield return line;
                }

                continue;
            }

            var (start, names) = (line[..line.IndexOf("import ", StringComparison.Ordinal)], line.Split("import ")[1].Split(", "));
            if (_modules.Contains(line.Split(' ')[1]))
            {
                continue;
            }

            string[] used = [.. names.Where(name => Mentions(text, name))];
            if (used.Length > 0)
            {
                yield return $"{start}import {string.Join(", ", used)}";
            }
        }
    }

    private static bool IsOwn(string line) =>
        line.StartsWith("from layers ", StringComparison.Ordinal) || line.StartsWith("from checkpoint ", StringComparison.Ordinal);

    private static bool IsOfPyTorch(string line) => line.Contains("torch", StringComparison.Ordinal);

    private static bool Mentions(string text, string name) => Regex.IsMatch(text, $@"(?<![\w.""]){name}\b");

    // What stands between two blank lines at the top level, without the imports.
    private static IEnumerable<(string Name, string Text)> Definitions(string module) => module.Split("\n\n\n")
        .Select(text => (Match: Definition().Match(text), Text: text.Trim('\n') + "\n")).Where(block => block.Match.Success)
        .Select(block => (block.Match.Groups["name"].Value, block.Text));

    [GeneratedRegex(@"^(?:class|def) (?<name>\w+)", RegexOptions.Multiline)]
    private static partial Regex Definition();

    [GeneratedRegex(@"^(?:import|from) .*$", RegexOptions.Multiline)]
    private static partial Regex Import();
}
