using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Xunit;

namespace ModelGen.Runtime.Tests;

/// <summary>A model's picture shows what its declaration says.</summary>
public sealed partial class DiagramTests
{
    private static readonly XNamespace _svg = "http://www.w3.org/2000/svg";

    public static TheoryData<Type> Models => [.. RandomSizes.Types];

    [Fact]
    public void OfATransformer()
        => Assert.Equal(
            """
            flowchart TB
              subgraph d0["Transformer"]
                d0n0(["<b>ids</b><br/>Int64"])
                d0n1(["<b>mask</b><br/>Bool, optional"])
                d0n2["<b>embedded</b><br/>Embedding(1000, 512)<br/>SinusoidalPositions"]
                d0n3["<b>blocks</b><br/><i>2 × TransformerBlock(Inputs = [#quot;mask#quot;])</i>"]
                d0n4["<b>logits</b><br/>Linear(1000)"]
                d0n5["<b>probs</b><br/>Softmax"]
                d0n6(["<b>logits</b><br/>Float"])
                d0n7(["<b>probs</b><br/>Float"])
                d0n0 -- "(B, T)" --> d0n2
                d0n2 -- "(B, T, 512)" --> d0n3
                d0n1 -. "(1, 1, T, T)" .-> d0n3
                d0n3 -- "(B, T, 512)" --> d0n4
                d0n4 -- "(B, T, 1000)" --> d0n5
                d0n4 -- "(B, T, 1000)" --> d0n6
                d0n5 -- "(B, T, 1000)" --> d0n7
              end
              subgraph d1["TransformerBlock (D = 512)"]
                d1n0(["<b>x</b><br/>Float"])
                d1n1(["<b>mask</b><br/>Bool, optional"])
                d1n2["<b>attention</b><br/>MultiHeadAttention(8, Mask = #quot;mask#quot;)<br/>Dropout(0.1)<br/>Residual<br/>LayerNorm"]
                d1n3["<b>feedForward</b><br/>Linear(2048)<br/>Relu<br/>Linear(#quot;D#quot;)<br/>Dropout(0.1)<br/>Residual<br/>LayerNorm"]
                d1n4(["<b>feedForward</b><br/>Float"])
                d1n0 -- "(B, T, D)" --> d1n2
                d1n1 -. "(1, 1, T, T)" .-> d1n2
                d1n2 -- "(B, T, D)" --> d1n3
                d1n3 -- "(B, T, D)" --> d1n4
              end

            """.ReplaceLineEndings("\n"),
            Transformer.Architecture.ToMermaid());

    [Fact]
    public void RepeatsAreFoldedAndPortsNamed()
    {
        var architecture = new Architecture(
            "Net",
            [],
            [new PortInfo("x", "(B, T, 8)")],
            [
                new LayerInfo("", "linear", "Linear", "Linear(8)", ["x"], "(B, T, 8)", "(B, T, 8)", "72"),
                new LayerInfo("", "relu", "Relu", "Relu", ["linear"], "(B, T, 8)", "(B, T, 8)", "0"),
                new LayerInfo("", "linear2", "Linear", "Linear(8)", ["relu"], "(B, T, 8)", "(B, T, 8)", "72"),
                new LayerInfo("", "relu2", "Relu", "Relu", ["linear2"], "(B, T, 8)", "(B, T, 8)", "0"),
                new LayerInfo("", "gru", "Gru", "Gru(4)", ["relu2"], "(B, T, 8)", "(B, T, 4)", "168"),
                new LayerInfo("", "glu", "Glu", "Glu", ["gru"], "(B, T, 4)", "(B, T, 2)", "0"),
            ],
            [new PortInfo("state", "(1, B, 4)", From: "gru.h"), new PortInfo("output", "(B, T, 2)", From: "glu")]);
        var text = architecture.ToMermaid();
        Assert.Contains("d0n1[\"┌ Linear(8)<br/>└ Relu × 2\"]", text);
        Assert.Contains("d0n2 -- \"h\" --> d0n4", text);
        Assert.Contains("d0n3 -- \"(B, T, 2)\" --> d0n5", text);
        Assert.Contains(">×2<", architecture.ToSvg());
    }

    [Fact]
    public void WhatIsWrittenInTheDeclarationIsEscaped()
    {
        var architecture = new Architecture(
            "A<B>", [], [new PortInfo("x", "(B, 8)")], [new LayerInfo("", "a", "A", "A(\"<&#>\")", ["x"], "(B, 8)", "(B, 8)", "0")], []);
        Assert.Contains("A(#quot;#lt;#amp;#35;#gt;#quot;)", architecture.ToMermaid());
        Assert.Contains(XDocument.Parse(architecture.ToSvg()).Descendants(_svg + "text"), text => text.Value == "A(\"<&#>\")");
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void BoxesStandApartAndArrowsPointDownwards(Type type)
    {
        var architecture = RandomSizes.ArchitectureOf(type);
        var document = XDocument.Parse(architecture.ToSvg());
        var panels = document.Root!.Elements(_svg + "g").Select(panel => panel.Element(_svg + "g")!).ToList();
        Assert.Equal(1 + Blocks(architecture).Count, panels.Count);
        foreach (var panel in panels)
        {
            var boxes = panel.Elements(_svg + "rect").Select(Box).ToList();
            for (var i = 0; i < boxes.Count; i++)
            {
                Assert.All(boxes.Skip(i + 1), other => Assert.False(Overlap(boxes[i], other), $"Boxes of {architecture.Name} overlap."));
            }

            var frame = Attribute(panel.Parent!.Element(_svg + "rect")!, "width") - Shift(panel);
            Assert.All(panel.Elements(_svg + "text").Where(text => text.Attribute("class")!.Value == "shape"), shape =>
                Assert.True(Attribute(shape, "x") + (shape.Value.Length * 6.6) < frame,
                    $"{shape.Value} of {architecture.Name} leaves its frame."));

            foreach (var arrow in panel.Elements(_svg + "path").Where(path => path.Attribute("marker-end")?.Value == "url(#tip)"))
            {
                var path = arrow.Attribute("d")!.Value;
                var start = Number().Matches(path).Take(2).Select(Value).ToArray();
                var end = Value(Number().Matches(path).Last());
                Assert.Contains(boxes, box => Near(start[1], box.Y + box.Height) && start[0] >= box.X && start[0] <= box.X + box.Width);
                Assert.Contains(boxes, box => Near(end, box.Y));
                Assert.True(start[1] < end, $"An arrow of {architecture.Name} points upwards.");
            }
        }

        // Every layer can be read, if perhaps shortened.
        var shown = document.Descendants(_svg + "text").Select(text => text.Value).ToList();
        Assert.All(architecture.Layers.Where(layer => layer.Block is null && layer.Declaration.Length < 50),
            layer => Assert.Contains(layer.Declaration, shown));
    }

    private static HashSet<Architecture> Blocks(Architecture architecture)
    {
        var found = new HashSet<Architecture>();
        foreach (var block in architecture.Layers.Select(layer => layer.Block).OfType<Architecture>())
        {
            found.Add(block);
            found.UnionWith(Blocks(block));
        }

        return found;
    }

    private static (double X, double Y, double Width, double Height) Box(XElement rectangle) =>
        (Attribute(rectangle, "x"), Attribute(rectangle, "y"), Attribute(rectangle, "width"), Attribute(rectangle, "height"));

    private static double Attribute(XElement element, string name) =>
        double.Parse(element.Attribute(name)!.Value, CultureInfo.InvariantCulture);

    private static double Shift(XElement group) => Value(Number().Match(group.Attribute("transform")!.Value));

    private static bool Overlap((double X, double Y, double Width, double Height) a, (double X, double Y, double Width, double Height) b) =>
        a.X < b.X + b.Width && b.X < a.X + a.Width && a.Y < b.Y + b.Height && b.Y < a.Y + a.Height;

    private static bool Near(double a, double b) => Math.Abs(a - b) < 0.3;

    private static double Value(Match match) => double.Parse(match.Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"-?[0-9]+(\.[0-9]+)?")]
    private static partial Regex Number();
}
