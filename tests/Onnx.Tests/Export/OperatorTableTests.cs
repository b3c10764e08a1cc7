using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Runtime.CompilerServices;
using ModelGen.Onnx.Layers;
using ModelGen.Onnx.Models;
using ModelGen.Runtime.Tests;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace ModelGen.Onnx.Tests;

/// <summary>The table of operators in docs/onnx.md, which <c>ACCEPT_SNAPSHOTS=1</c> writes, and that no kind is missing in it.</summary>
public sealed class OperatorTableTests
{
    private const string Start = "<!-- generated: operators -->\n";
    private const string End = "<!-- end -->";

    [Fact]
    public void Every_kind_of_layer_is_exported()
    {
        var kinds = typeof(LayerAttribute).Assembly.GetExportedTypes()
            .Where(type => type.IsSubclassOf(typeof(LayerAttribute)) && !type.IsAbstract)
            .Select(type => type.Name.Split('`')[0][..^nameof(Attribute).Length]).Distinct().Order(StringComparer.Ordinal);
        Assert.Equal(kinds, LayerExporters.Kinds.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_page_lists_the_operators_of_each_kind()
    {
        var used = Used();
        var rows = used.GroupBy(use => use.Kind).OrderBy(kind => kind.Key, StringComparer.Ordinal).Select(kind =>
            $"| `{kind.Key}` | {Names(kind, 17)} | {(Names(kind, 17) == Names(kind, 23) ? "the same" : Names(kind, 23))} |\n");
        var expected = $"\n| layer | operators of version 17 | of version 23 |\n|---|---|---|\n{string.Concat(rows)}\n";

        var path = Path.Combine(Here(), "..", "..", "..", "docs", "onnx.md");
        var page = File.ReadAllText(path).ReplaceLineEndings("\n");
        var start = page.IndexOf(Start, StringComparison.Ordinal) + Start.Length;
        var end = page.IndexOf(End, start, StringComparison.Ordinal);
        if (Environment.GetEnvironmentVariable("ACCEPT_SNAPSHOTS") == "1")
        {
            File.WriteAllText(path, page[..start] + expected + page[end..]);
            return;
        }

        Assert.Equal(expected, page[start..end]);
    }

    private static string Names(IEnumerable<(string Kind, int Opset, string Operator)> uses, int opset)
    {
        string[] names = [.. uses.Where(use => use.Opset == opset && use.Operator.Length > 0).Select(use => use.Operator).Distinct()
            .Order(StringComparer.Ordinal)];
        return names.Length == 0 ? "none" : string.Join(", ", names);
    }

    // The operators of the layers of the models that AgreementTests compares; a layer without any has an empty one.
    private static List<(string Kind, int Opset, string Operator)> Used()
    {
        using var scope = NewDisposeScope();
        List<(string Kind, int Opset, string Operator)> used = [];
        foreach (var (model, options) in AgreementTests.Compared())
        {
            using (model)
            {
                var nodes = ModelGraph.Of(model, options).Builder.Nodes;
                foreach (var layer in ((IDeclaredModel)model).Architecture.Layers.Where(layer => layer.Block is null))
                {
                    var kind = layer.Kind.Split('<')[0];
                    used.Add((kind, options.Opset, string.Empty));
                    used.AddRange(nodes.Where(node => node.Name.StartsWith($"{layer.Path}/", StringComparison.Ordinal))
                        .Select(node => (kind, options.Opset, node.OpType)));
                }
            }
        }

        return used;
    }

    private static string Here([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
