using System;
using System.Collections.Generic;
using System.Linq;
using ModelGen.Onnx.Graph;

namespace ModelGen.Onnx.Inference;

/// <summary>The declared shape of an input or output of an instance, whose constructor has fixed some sizes.</summary>
internal sealed class PortShape
{
    private readonly Axis[] _axes;
    private readonly IReadOnlyDictionary<string, long> _sizes;

    /// <summary>Creates the shape.</summary>
    /// <param name="port">The input or output.</param>
    /// <param name="sizes">The sizes of the constructor.</param>
    public PortShape(PortInfo port, IReadOnlyDictionary<string, long> sizes)
    {
        (Port, _sizes) = (port, sizes);
        var axes = SizeText.Axes(port.Shape);
        HasLeading = axes.Count > 0 && axes[0] == "...";
        _axes = [.. axes.Skip(HasLeading ? 1 : 0).Select(text => new Axis(text, [.. SizeText.Symbols(text)]))];
    }

    public PortInfo Port { get; }

    /// <summary>Whether the shape begins with <c>...</c>.</summary>
    public bool HasLeading { get; }

    /// <summary>The number of axes with a size of their own.</summary>
    public int Named => _axes.Length;

    /// <summary>Checks a tensor, and adds its sizes to those that are known.</summary>
    /// <param name="tensor">The tensor.</param>
    /// <param name="model">The name of the model, for messages.</param>
    /// <param name="weights">The dtype and device of the model's weights.</param>
    /// <param name="known">The sizes by earlier inputs, with the names of these.</param>
    /// <exception cref="ShapeMismatchException">The tensor has another shape or dtype.</exception>
    public void Check(Tensor? tensor, string model, WeightPlacement weights, Dictionary<string, (long Size, string Input)> known)
    {
        if (HasLeading)
        {
            Guard.RankAtLeast(tensor, Named, model, Port.Name, Port.Shape);
        }
        else
        {
            Guard.Rank(tensor, Named, model, Port.Name, Port.Shape);
        }

        Guard.Type(tensor, Port.Type, model, Port.Name, weights);
        for (var i = 0; i < Named; i++)
        {
            var axis = _axes[i];
            if (axis.IsSymbol && !_sizes.ContainsKey(axis.Text) && !known.ContainsKey(axis.Text))
            {
                known[axis.Text] = (tensor.size(i - Named), Port.Name);
            }
            else if (axis.Symbols.All(symbol => _sizes.ContainsKey(symbol) || known.ContainsKey(symbol)))
            {
                var other = axis.IsSymbol && known.TryGetValue(axis.Text, out var earlier) ? earlier.Input : null;
                Guard.Size(
                    tensor, i - Named, SizeOf(axis, known), model, Port.Name, axis.Symbols.Length == 0 ? null : axis.Text, Port.Shape,
                    other: other);
            }
        }
    }

    /// <summary>The sizes, once the symbols are known.</summary>
    public long[] Sizes(IEnumerable<long> leading, Dictionary<string, (long Size, string Input)> known) =>
        [.. HasLeading ? leading : [], .. _axes.Select(axis => SizeOf(axis, known))];

    private long SizeOf(Axis axis, Dictionary<string, (long Size, string Input)> known) =>
        axis.Constant ?? (axis.IsSymbol ? ValueOf(axis.Text, known) : SizeText.Constant(axis.Text, symbol => ValueOf(symbol, known)));

    private long ValueOf(string symbol, Dictionary<string, (long Size, string Input)> known) =>
        _sizes.TryGetValue(symbol, out var size) ? size : known[symbol].Size;

    private sealed record Axis(string Text, string[] Symbols)
    {
        public bool IsSymbol { get; } = Symbols.Length == 1 && Symbols[0] == Text;

        public long? Constant { get; } = Symbols.Length == 0 ? SizeText.Constant(Text, _ => 0) : null;
    }
}
