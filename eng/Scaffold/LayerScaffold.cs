using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;

namespace ModelGen.Scaffold;

/// <summary>Writes the files of a layer. Everything is computed before the first file is written.</summary>
internal sealed class LayerScaffold(string root, Layer layer)
{
    private readonly Dictionary<string, string> _files = [];

    /// <summary>Writes the files.</summary>
    /// <returns>Their paths, relative to the root.</returns>
    public IReadOnlyCollection<string> Write()
    {
        var kind = $"src/Generator/Layers/{layer.Family}/{layer.Name}Kind.cs";
        if (!Directory.Exists(Path.Combine(root, "src/Generator/Layers", layer.Family)))
        {
            throw new ScaffoldException(
                $"src/Generator/Layers has no folder '{layer.Family}': choose a family that exists, or create the folder.");
        }

        if (Read("src/Generator/Layers/LayerCatalog.cs").Contains($"new {layer.Name}Kind()", StringComparison.Ordinal)
            || File.Exists(Path.Combine(root, kind)))
        {
            throw new ScaffoldException($"There is a layer '{layer.Name}' already.");
        }

        Edit($"src/Attributes/{layer.Family}.cs", AddAttribute);
        Edit("src/Attributes/PublicAPI.Unshipped.txt", AddPublicApi);
        _files[kind] = LayerTemplates.Kind(layer);
        Edit("src/Generator/Layers/LayerCatalog.cs", AddToCatalog);
        Edit(SnapshotTests(), AddSnapshotTest);
        Edit("tests/Generator.Tests/Diagnostics/KindDiagnosticsTests.cs", AddDiagnosticTest);
        Edit("tests/Runtime.Tests/Layers/LayerRows.cs", text => text.TrimEnd() + "\n\n" + LayerTemplates.Row(layer));
        foreach (var (path, text) in _files)
        {
            File.WriteAllText(Path.Combine(root, path), text);
        }

        return _files.Keys;
    }

    // The family's own tests, such as ActivationLayerTests.cs.
    private string SnapshotTests()
    {
        var folder = $"tests/Generator.Tests/Layers/{layer.Family}";
        var files = Directory.Exists(Path.Combine(root, folder)) ? Directory.GetFiles(Path.Combine(root, folder), "*LayerTests.cs") : [];
        return files is [var file]
            ? $"{folder}/{Path.GetFileName(file)}"
            : throw new ScaffoldException(
                $"{folder} has {files.Length} files named *LayerTests.cs, and one is needed for the snapshot's test.");
    }

    private string AddAttribute(string text)
    {
        // The link to the vocabulary is that of the other attributes of the family.
        var link = Regex.Matches(text, "^/// <remarks>.*?</remarks>\n", RegexOptions.Multiline | RegexOptions.Singleline)
            .LastOrDefault()?.Value ?? string.Empty;
        return text.TrimEnd() + "\n\n" + LayerTemplates.Attribute(layer, link);
    }

    private string AddPublicApi(string text)
    {
        var lines = text.TrimEnd().Split('\n').ToList();
        lines.AddRange(LayerTemplates.PublicApi(layer));
        return string.Join("\n", lines.Take(1).Concat(lines.Skip(1).Order(StringComparer.OrdinalIgnoreCase))) + "\n";
    }

    private string AddToCatalog(string text)
    {
        var section = Regex.Match(text, $@"        // {layer.Family}\n(        \S.*\n)*");
        return section.Success
            ? text.Insert(section.Index + section.Length, $"        new {layer.Name}Kind(),\n")
            : throw new ScaffoldException($"LayerCatalog.cs has no section '// {layer.Family}'.");
    }

    private string AddSnapshotTest(string text)
    {
        var helper = text.IndexOf("    private static Task Verify(", StringComparison.Ordinal);
        return helper >= 0
            ? text.Insert(helper, LayerTemplates.SnapshotTest(layer) + "\n")
            : throw new ScaffoldException("The family's *LayerTests.cs has no method 'Verify' to put a test before.");
    }

    private string AddDiagnosticTest(string text)
    {
        var method = text.IndexOf("    public Task Ids_are_refused(", StringComparison.Ordinal);
        return method >= 0
            ? text.Insert(method, $"    [InlineData(\"{{|MG0103:{layer.Example.Replace("\"", "\\\"", StringComparison.Ordinal)}|}}\")]\n")
            : throw new ScaffoldException("KindDiagnosticsTests.cs has no theory 'Ids_are_refused' to add a row to.");
    }

    private void Edit(string path, Func<string, string> change) => _files[path] = change(Read(path));

    private string Read(string path) => File.Exists(Path.Combine(root, path))
        ? File.ReadAllText(Path.Combine(root, path))
        : throw new ScaffoldException($"{path} does not exist.");
}
