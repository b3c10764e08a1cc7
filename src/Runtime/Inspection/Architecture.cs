using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using static TorchSharp.torch;

namespace ModelGen;

/// <summary>The structure of a declared model, without an instance of it.</summary>
/// <param name="Name">The name of the class.</param>
/// <param name="Symbols">The symbolic dimensions, constructor parameters first.</param>
/// <param name="Inputs">The inputs of <c>forward</c>, in order.</param>
/// <param name="Layers">The layers, in the order in which they run.</param>
/// <param name="Outputs">The results of <c>forward</c>, in order.</param>
/// <param name="Loss">The declared loss; otherwise <c>null</c>.</param>
public sealed record Architecture(
    string Name,
    IReadOnlyList<SymbolInfo> Symbols,
    IReadOnlyList<PortInfo> Inputs,
    IReadOnlyList<LayerInfo> Layers,
    IReadOnlyList<PortInfo> Outputs,
    LossInfo? Loss = null)
{
    /// <summary>
    /// Describes an instance of the model: a table of its layers with their parameter counts, and totals. A shared parameter is counted
    /// once.
    /// </summary>
    /// <param name="model">An instance of the model.</param>
    /// <param name="parameters">The values of the constructor parameters, for the title.</param>
    /// <returns>Aligned text, each line ending with <c>\n</c>.</returns>
    public string Summary(nn.Module model, params (string symbol, long value)[] parameters)
    {
        ArgumentNullException.ThrowIfNull(model);
        var count = ParameterCount.Of(model);
        var table = NewTable();
        long listed = 0;
        foreach (var layer in Layers)
        {
            var held = count.Under(layer.Path);
            listed += held;
            AddRow(table, layer, ParameterCount.Copies(model, layer.Path), Format.Number(held));
        }

        if (listed != count.Total)
        {
            table.AddRow("(other)", string.Empty, string.Empty, string.Empty, Format.Number(count.Total - listed));
        }

        var values = string.Join(", ", parameters.Select(parameter => $"{parameter.symbol} = {Format.Plain(parameter.value)}"));
        var text = Start(values);
        table.WriteTo(text);
        text.Append('\n').Append("parameters  ").Append(Format.Number(count.Total)).Append(Trainable(count)).Append('\n');
        text.Append("memory      ").Append(Format.Bytes(count.Bytes)).Append('\n');
        return text.ToString();
    }

    /// <summary>Describes the model: a table of its layers with symbolic parameter counts.</summary>
    /// <returns>Aligned text, each line ending with <c>\n</c>.</returns>
    public override string ToString()
    {
        var table = NewTable();
        foreach (var layer in Layers)
        {
            AddRow(table, layer, copies: 1, layer.Parameters);
        }

        var names = string.Join(", ", Symbols.Where(symbol => symbol.IsParameter)
            .Select(symbol => symbol.Default is { } value ? $"{symbol.Name} = {Format.Plain(value)}" : symbol.Name));
        var text = Start(names);
        table.WriteTo(text);
        return text.ToString();
    }

    private static TextTable NewTable() => new("layer", "declaration", "input", "output", "parameters");

    private static void AddRow(TextTable table, LayerInfo layer, int copies, string parameters)
        => table.AddRow(
            layer.Path,
            Format.Shorten(layer.Declaration, 48) + (copies > 1 ? $" ×{Format.Plain(copies)}" : string.Empty),
            layer.InputShape,
            layer.OutputShape,
            parameters);

    private static string Trainable(ParameterCount count)
        => count.Total == 0 ? string.Empty : count.Trainable == count.Total
            ? ", all trainable"
            : $", {Format.Number(count.Trainable)} trainable";

    private StringBuilder Start(string parameters)
    {
        var text = new StringBuilder(Name);
        if (parameters.Length > 0)
        {
            text.Append(" (").Append(parameters).Append(')');
        }

        text.Append('\n');
        foreach (var (label, ports) in new[] { ("input ", Inputs), ("output", Outputs) })
        {
            foreach (var port in ports)
            {
                text.Append(label).Append("  ").Append(port.Name).Append(' ').Append(port.Shape).Append(' ').Append(port.Type);
                text.Append(port.Optional ? ", optional\n" : "\n");
            }
        }

        return text.Append('\n');
    }
}

/// <summary>A symbolic dimension.</summary>
/// <param name="Name">The symbol.</param>
/// <param name="IsParameter">Whether it is a constructor parameter; otherwise each call binds it.</param>
/// <param name="Default">The default of the constructor parameter, or <c>null</c>.</param>
public sealed record SymbolInfo(string Name, bool IsParameter, long? Default = null);

/// <summary>An input or output of a model.</summary>
/// <param name="Name">The name.</param>
/// <param name="Shape">The shape: <c>(B, T, D)</c>.</param>
/// <param name="Type">The element type.</param>
/// <param name="Optional">Whether it may be null.</param>
/// <param name="From">For an output the input or layer that it comes from, as in <see cref="LayerInfo.From"/>.</param>
public sealed record PortInfo(string Name, string Shape, DType Type = DType.Float, bool Optional = false, string? From = null);

/// <summary>A layer of a model.</summary>
/// <param name="Stage">The stage that contains it; empty in a chain.</param>
/// <param name="Name">The name within the stage.</param>
/// <param name="Kind">The kind: <c>MultiHeadAttention</c>.</param>
/// <param name="Declaration">The declaration: <c>MultiHeadAttention(8, Causal = true)</c>.</param>
/// <param name="From">
/// The tensors that it reads, first the one from which it continues: inputs, layers by their <see cref="Path"/>, or ports such as
/// <c>encoder.lstm.h</c>. A tensor is listed once for each operand that it is.
/// </param>
/// <param name="InputShape">The shape of the first tensor that it reads.</param>
/// <param name="OutputShape">The shape of the result.</param>
/// <param name="Parameters">The number of parameters as an expression: <c>4*D*D + 4*D</c>, or <c>0</c>.</param>
/// <param name="Copies">The number of copies of a repeated block, as an expression; otherwise <c>null</c>.</param>
/// <param name="Block">The model that a block refers to; otherwise <c>null</c>.</param>
/// <param name="Arguments">
/// The values of the arguments: all arguments of the attribute's constructor, and the properties that differ from their defaults
/// (<see cref="LayerArguments"/>).
/// </param>
public sealed record LayerInfo(
    string Stage,
    string Name,
    string Kind,
    string Declaration,
    IReadOnlyList<string> From,
    string InputShape,
    string OutputShape,
    string Parameters,
    string? Copies = null,
    Architecture? Block = null,
    LayerArguments? Arguments = null)
{
    /// <summary>The values of the arguments.</summary>
    public LayerArguments Arguments { get; init; } = Arguments ?? LayerArguments.None;

    /// <summary>The prefix of the layer's parameters in <c>state_dict</c>: <c>attention.layerNorm</c>.</summary>
    public string Path => Stage.Length == 0 ? Name : $"{Stage}.{Name}";
}

/// <summary>The loss of a model.</summary>
/// <param name="Kind">The kind: <c>CrossEntropyLoss</c>.</param>
/// <param name="Outputs">The names of the outputs that it compares, in the order in which the loss takes them.</param>
/// <param name="Targets">What it compares them with, as <c>Loss</c> takes them after the inputs.</param>
/// <param name="Arguments">The values of the arguments that differ from their defaults (<see cref="LayerArguments"/>).</param>
public sealed record LossInfo(
    string Kind, IReadOnlyList<string> Outputs, IReadOnlyList<PortInfo> Targets, LayerArguments? Arguments = null)
{
    /// <summary>The values of the arguments.</summary>
    public LayerArguments Arguments { get; init; } = Arguments ?? LayerArguments.None;
}
