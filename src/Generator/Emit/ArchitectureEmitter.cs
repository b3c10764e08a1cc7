using System.Linq;
using ModelGen.Generator.Layers;
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
            WriteArray("global::ModelGen.SymbolInfo", plan.Architecture.Symbols.Count, ",", i => Write(plan.Architecture.Symbols[i]));
            WriteArray("global::ModelGen.PortInfo", plan.Inputs.Count, ",", i => Write(plan.Inputs[i]));
            WriteArray("global::ModelGen.LayerInfo", plan.Architecture.Layers.Count, ",", i => Write(plan.Architecture.Layers[i]));
            WriteArray("global::ModelGen.PortInfo", System.Math.Min(plan.Outputs.Count, plan.Architecture.Outputs.Count),
                plan.Architecture.Loss is null ? ");" : ",", i => Write(plan.Outputs[i], plan.Architecture.Outputs[i]));
            if (plan.Architecture.Loss is { } loss)
            {
                Write(loss);
            }
        }

        writer.Line();
        var values = string.Concat(plan.Parameters.Select(parameter => $", ({Literal(parameter.Symbol)}, {parameter.Field})"));
        writer.Line("/// <summary>The layers with their shapes and parameters, as aligned text.</summary>");
        writer.Line("/// <returns>The text.</returns>");
        writer.Line($"public string Summary() => Architecture.Summary(this{values});");
        writer.Line();
    }

    private void Write(SymbolPlan symbol) => writer.Line(
        $"new global::ModelGen.SymbolInfo({Literal(symbol.Name)}, {Flag(symbol.IsParameter)}, "
            + $"{symbol.Default?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "null"}),");

    private void Write(InputPlan input) => writer.Line(
        $"new global::ModelGen.PortInfo({Literal(input.Name)}, {Literal(input.Shape)}, "
            + $"global::ModelGen.DType.{input.Element}, {Flag(input.IsOptional)}),");

    private void Write(LayerPlan layer)
    {
        var sources = layer.From.Count switch
        {
            0 => "global::System.Array.Empty<string>()",
            1 => $"new[] {{ {Literal(layer.From[0])} }}",
            _ => $"new[] {{ {string.Join(", ", layer.From.Select(Literal))} }}",
        };
        writer.Line($"new global::ModelGen.LayerInfo({Literal(layer.Stage)}, {Literal(layer.Name)}, {Literal(layer.Kind)}, "
            + $"{Literal(layer.Declaration)}, {sources}, {Literal(layer.Input)}, {Literal(layer.Output)}, "
            + $"{Literal(layer.Parameters)}{Arguments(layer.Arguments)}{BlockArguments(layer)}),");
    }

    private void Write(OutputPlan output, string from) => writer.Line(
        $"new global::ModelGen.PortInfo({Literal(output.Name.TrimStart('@'))}, {Literal(output.Shape)}, "
            + $"global::ModelGen.DType.{output.Element}, false{(from.Length == 0 ? string.Empty : $", From: {Literal(from)}")}),");

    private void Write(LossData loss)
    {
        writer.Line($"new global::ModelGen.LossInfo({Literal(loss.Kind)}, new[] {{ {string.Join(", ", loss.Outputs.Select(Literal))} }},");
        using (writer.Indent())
        {
            WriteArray("global::ModelGen.PortInfo", loss.Targets.Count, $"{Arguments(loss.Arguments)}));",
                i => Write(loss.Targets[i], string.Empty));
        }
    }

    private static string Arguments(EquatableArray<ArgumentPlan> arguments) => arguments.IsEmpty
        ? string.Empty
        : ", Arguments: global::ModelGen.LayerArguments.None"
            + string.Concat(arguments.Select(argument =>
                $".{argument.Type}({Literal(argument.Name)}{string.Concat(argument.Items.Select(item => ", " + item))})"));

    private static string BlockArguments(LayerPlan layer) =>
        (layer.Copies.Length == 0 ? string.Empty : $", Copies: {Literal(layer.Copies)}")
        + (layer.Block.Length == 0 ? string.Empty : $", Block: {layer.Block}.Architecture");

    private void WriteArray(string type, int count, string end, System.Action<int> write)
    {
        if (count == 0)
        {
            writer.Line($"global::System.Array.Empty<{type}>(){end}");
            return;
        }

        writer.Line($"new {type}[]");
        writer.Line("{");
        using (writer.Indent())
        {
            for (var i = 0; i < count; i++)
            {
                write(i);
            }
        }

        writer.Line($"}}{end}");
    }

    private static string Flag(bool value) => value ? "true" : "false";

    private static string Literal(string text) => Literals.Of(text);
}
