using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;
using ModelGen.Inference;
using ModelGen.Onnx.Graph;
using ModelGen.Onnx.Scopes;
using static TorchSharp.torch;

namespace ModelGen.Onnx.Models;

/// <summary>Finds how long the inputs of a model may be, by the tables of positions in its layers.</summary>
/// <remarks>
/// A table is reached by sizes of its layer, which are expressions of the sizes of the model. A limit is found if such an expression has a
/// single open size, which is an axis of an input, and grows with it.
/// </remarks>
internal sealed partial class PositionLimits
{
    private readonly nn.Module _model;
    private readonly IDeclaredModel _declared;
    private readonly IReadOnlyDictionary<string, Tensor> _state;
    private readonly Dictionary<string, long> _maximums = new(StringComparer.Ordinal);

    private PositionLimits(nn.Module model)
    {
        _model = DeclaredModule.Of(model, out _);
        _declared = (IDeclaredModel)_model;
        _state = _model.state_dict();
        Visit(_declared.Architecture, string.Empty, symbol => symbol);
    }

    /// <summary>The limits of the inputs that have any, by their names.</summary>
    /// <param name="model">The model.</param>
    public static IReadOnlyDictionary<string, IReadOnlyList<PositionLimit>> Of(nn.Module model)
    {
        var limits = new PositionLimits(model);
        return limits._declared.Architecture.Inputs.Select(port => (port.Name, Limits: limits.Limits(port)))
            .Where(input => input.Limits.Count > 0)
            .ToDictionary(input => input.Name, input => input.Limits, StringComparer.Ordinal);
    }

    private IReadOnlyList<PositionLimit> Limits(PortInfo port)
    {
        var axes = SizeText.Axes(port.Shape);
        return [.. axes.Select((axis, i) => (Axis: i - axes.Count, Symbol: axis)).Where(axis => _maximums.ContainsKey(axis.Symbol))
            .Select(axis => new PositionLimit(axis.Axis, axis.Symbol, _maximums[axis.Symbol]))];
    }

    // Every copy of a block has the same tables, so the first one stands for all.
    private void Visit(Architecture architecture, string prefix, Func<string, string?> sizeOf)
    {
        foreach (var layer in architecture.Layers)
        {
            if (layer.Kind == "PositionEmbedding" && _state.TryGetValue($"{prefix}{layer.Path}.weight", out var table)
                && SizeText.Axes(layer.InputShape) is [.., var positions, _] && Substituted(positions, sizeOf) is { } length)
            {
                Add(length, table.shape[0]);
            }
            else if (layer.Block is { } block)
            {
                var path = layer.Arguments.ContainsKey("count") ? $"{layer.Path}.0" : layer.Path;
                var symbols = Symbols(architecture, layer, block);
                Visit(
                    block, $"{prefix}{path}.",
                    symbol => symbols.TryGetValue(symbol, out var size) ? Substituted(size, sizeOf) : null);
            }
        }
    }

    // The symbols of a block that are axes of its inputs, as sizes of the model that it is part of.
    private static Dictionary<string, string> Symbols(Architecture architecture, LayerInfo layer, Architecture block)
    {
        var symbols = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (port, from) in block.Inputs.Zip(layer.From))
        {
            var shape = architecture.Inputs.FirstOrDefault(input => input.Name == from)?.Shape
                ?? architecture.Layers.FirstOrDefault(other => other.Path == from)?.OutputShape;
            var (own, given) = (SizeText.Axes(port.Shape), shape is null ? [] : SizeText.Axes(shape));
            foreach (var (symbol, size) in own.Reverse().Zip(given.Reverse()).Where(axes => axes.First != "..." && axes.Second != "..."))
            {
                symbols.TryAdd(symbol, size);
            }
        }

        return symbols;
    }

    private static string? Substituted(string expression, Func<string, string?> sizeOf)
    {
        var sizes = SizeText.Symbols(expression).ToDictionary(symbol => symbol, sizeOf, StringComparer.Ordinal);
        return sizes.Values.Any(size => size is null)
            ? null
            : Word().Replace(expression, word => sizes.TryGetValue(word.Value, out var size) ? $"({size})" : word.Value);
    }

    private void Add(string length, long positions)
    {
        string[] open = [.. SizeText.Symbols(length).Where(symbol => !_declared.Config.Sizes.ContainsKey(symbol))];
        if (open is not [var symbol] || !_declared.Architecture.Inputs.Any(port => SizeText.Axes(port.Shape).Contains(symbol)))
        {
            return;
        }

        var (fits, exceeds) = (0L, 1L);
        while (LengthAt(exceeds) <= positions)
        {
            (fits, exceeds) = (exceeds, 2 * exceeds);
            if (exceeds > int.MaxValue)
            {
                return;
            }
        }

        while (exceeds - fits > 1)
        {
            var middle = (fits + exceeds) / 2;
            (fits, exceeds) = LengthAt(middle) <= positions ? (middle, exceeds) : (fits, middle);
        }

        _maximums[symbol] = Math.Min(fits, _maximums.GetValueOrDefault(symbol, long.MaxValue));

        long LengthAt(long size) => SizeText.Constant(length, name => name == symbol ? size : _declared.Config.Sizes[name]);
    }

    [GeneratedRegex(@"[\p{L}_][\p{L}\p{Nd}_]*")]
    private static partial Regex Word();
}
