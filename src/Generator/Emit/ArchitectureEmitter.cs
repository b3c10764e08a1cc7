using System.Linq;
using ModelGen.Generator.Plan;

namespace ModelGen.Generator.Emit;

/// <summary>Writes the declaration as data, and the summary.</summary>
internal sealed class ArchitectureEmitter(ModelPlan plan, CodeWriter writer)
{
    public void Write()
    {
        writer.Line("/// <summary>The declaration as data.</summary>");
        writer.Line("public static global::ModelGen.Architecture Architecture { get; } = new global::ModelGen.Architecture(");
        using (writer.Indent())
        {
            writer.Line($"{Literal(plan.Type.Title)},");
            WriteArray(
                "global::ModelGen.SymbolInfo",
                plan.Architecture.Symbols.Select(symbol => $"new global::ModelGen.SymbolInfo({Literal(symbol.Name)}, {Flag(symbol.IsParameter)}, {symbol.Default?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "null"})").ToArray(),
                ",");
            WriteArray(
                "global::ModelGen.PortInfo",
                plan.Inputs.Select(input => $"new global::ModelGen.PortInfo({Literal(input.Name)}, {Literal(input.Shape)}, global::ModelGen.DType.{input.Element}, {Flag(input.IsOptional)})").ToArray(),
                ",");
            WriteArray("global::ModelGen.LayerInfo", plan.Architecture.Layers.Select(Layer).ToArray(), ",");
            WriteArray(
                "global::ModelGen.PortInfo",
                plan.Outputs.Zip(plan.Architecture.Outputs, Output).ToArray(),
                ");");
        }

        writer.Line();
        var values = string.Concat(plan.Parameters.Select(parameter => $", ({Literal(parameter.Symbol)}, {parameter.Field})"));
        writer.Line("/// <summary>The layers with their shapes and parameters, as aligned text.</summary>");
        writer.Line("/// <returns>The text.</returns>");
        writer.Line($"public string Summary() => Architecture.Summary(this{values});");
        writer.Line();
    }

    private static string Layer(LayerPlan layer)
    {
        var from = string.Join(", ", layer.From.Select(Literal));
        var sources = layer.From.IsEmpty ? "global::System.Array.Empty<string>()" : $"new[] {{ {from} }}";
        return $"new global::ModelGen.LayerInfo({Literal(layer.Stage)}, {Literal(layer.Name)}, {Literal(layer.Kind)}, {Literal(layer.Declaration)}, {sources}, {Literal(layer.Input)}, {Literal(layer.Output)}, {Literal(layer.Parameters)}{BlockArguments(layer)})";
    }

    private static string Output(OutputPlan output, string from) =>
        $"new global::ModelGen.PortInfo({Literal(output.Name.TrimStart('@'))}, {Literal(output.Shape)}, global::ModelGen.DType.{output.Element}, false{(from.Length == 0 ? string.Empty : $", From: {Literal(from)}")})";

    private static string BlockArguments(LayerPlan layer) =>
        (layer.Copies.Length == 0 ? string.Empty : $", Copies: {Literal(layer.Copies)}")
        + (layer.Block.Length == 0 ? string.Empty : $", Block: {layer.Block}.Architecture");

    private void WriteArray(string type, string[] items, string end)
    {
        if (items.Length == 0)
        {
            writer.Line($"global::System.Array.Empty<{type}>(){end}");
            return;
        }

        writer.Line($"new {type}[]");
        writer.Line("{");
        using (writer.Indent())
        {
            foreach (var item in items)
            {
                writer.Line(item + ",");
            }
        }

        writer.Line("}" + end);
    }

    private static string Flag(bool value) => value ? "true" : "false";

    private static string Literal(string text) => ModelEmitter.Literal(text);
}
