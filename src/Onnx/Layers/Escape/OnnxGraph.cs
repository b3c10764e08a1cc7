using System;
using System.Collections.Generic;
using System.Linq;
using ModelGen.Onnx.Graph;
using ModelGen.Onnx.Scopes;
using TorchSharp;
using static TorchSharp.torch;
using DataType = ModelGen.Onnx.Schema.TensorProto.Types.DataType;

namespace ModelGen.Onnx;

/// <summary>Adds the operators of a layer with code of its own to a graph that is exported.</summary>
/// <remarks>The operators and their attributes are those of https://onnx.ai/onnx/operators, in the version <see cref="Opset"/>.</remarks>
public sealed class OnnxGraph
{
    private readonly LayerContext _layer;
    private readonly string _path;

    /// <summary>Creates the graph of a layer.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="path">
    /// What the names of its weights begin with in the <c>state_dict</c> of the model: empty, or a path with a dot behind it.
    /// </param>
    internal OnnxGraph(LayerContext layer, string path) => (_layer, _path) = (layer, path);

    /// <summary>The version of the operators, as in <see cref="OnnxExportOptions.Opset"/>.</summary>
    public int Opset => _layer.Graph.Opset;

    /// <summary>Adds an operator with one result of the type of its first operand.</summary>
    /// <param name="op">The operator: <c>MatMul</c>.</param>
    /// <param name="operands">The operands; <c>null</c> for an optional one that is left out.</param>
    /// <returns>The result.</returns>
    /// <exception cref="ArgumentException">The type does not follow: there is no first operand.</exception>
    public OnnxTensor Node(string op, params OnnxTensor?[] operands) => Node(op, operands, type: null);

    /// <summary>Adds an operator with one result.</summary>
    /// <param name="op">The operator: <c>MatMul</c>.</param>
    /// <param name="operands">The operands; <c>null</c> for an optional one that is left out.</param>
    /// <param name="type">The element type of the result; that of the first operand if <c>null</c>.</param>
    /// <param name="attributes">
    /// The attributes by their names: <c>long</c>, <c>double</c>, <c>string</c>, or a list of one of them.
    /// </param>
    /// <returns>The result.</returns>
    /// <exception cref="ArgumentException">The type is <c>null</c> and there is no first operand.</exception>
    /// <exception cref="NotSupportedException">An attribute has another type.</exception>
    public OnnxTensor Node(
        string op, IReadOnlyList<OnnxTensor?> operands, DType? type, params (string Name, object Value)[] attributes)
    {
        ArgumentException.ThrowIfNullOrEmpty(op);
        ArgumentNullException.ThrowIfNull(operands);
        var result = type is { } stated ? TypeOf(stated)
            : operands.Count > 0 && operands[0] is { } first ? first.Value.Type
            : throw new ArgumentException($"State the type of the result of {op}: it has no first operand.", nameof(type));
        return new OnnxTensor(_layer.Graph.Node(op, operands.Select(operand => operand?.Value), result, [], attributes));
    }

    /// <summary>Adds an operator with several results: <c>TopK</c>, <c>LSTM</c>.</summary>
    /// <param name="op">The operator.</param>
    /// <param name="operands">The operands; <c>null</c> for an optional one that is left out.</param>
    /// <param name="types">The element type of each result.</param>
    /// <param name="attributes">
    /// The attributes by their names: <c>long</c>, <c>double</c>, <c>string</c>, or a list of one of them.
    /// </param>
    /// <returns>The results, in order.</returns>
    /// <exception cref="NotSupportedException">An attribute has another type.</exception>
    public IReadOnlyList<OnnxTensor> Results(
        string op, IReadOnlyList<OnnxTensor?> operands, IReadOnlyList<DType> types, params (string Name, object Value)[] attributes)
    {
        ArgumentException.ThrowIfNullOrEmpty(op);
        ArgumentNullException.ThrowIfNull(operands);
        ArgumentNullException.ThrowIfNull(types);
        var results = types.Select(type => (TypeOf(type), Enumerable.Empty<long?>())).ToArray();
        return [.. _layer.Graph.Node(op, operands.Select(operand => operand?.Value), results, attributes)
            .Select(value => new OnnxTensor(value))];
    }

    /// <summary>Converts the element type.</summary>
    /// <param name="tensor">The tensor.</param>
    /// <param name="type">The type; floating-point numbers have the type of the weights.</param>
    /// <returns>The converted tensor.</returns>
    public OnnxTensor Cast(OnnxTensor tensor, DType type)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        return new OnnxTensor(_layer.Graph.Cast(tensor.Value, TypeOf(type)));
    }

    /// <summary>A parameter or buffer.</summary>
    /// <param name="name">Its name in the <c>state_dict</c> of the model or module that is exporting: <c>scale</c>.</param>
    /// <returns>The tensor.</returns>
    /// <exception cref="OnnxExportException">There is none of this name.</exception>
    public OnnxTensor Weight(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return _layer.Scope.State.TryGetValue(_path + name, out var tensor)
            ? new OnnxTensor(_layer.Graph.Weight(_layer.Scope.Prefix + _path + name, tensor))
            : throw new OnnxExportException(
                $"{_layer.Describe()} has no weight '{name}', only "
                + $"{string.Join(", ", _layer.Scope.State.Keys.Where(key => key.StartsWith(_path, StringComparison.Ordinal))
                    .Select(key => $"'{key[_path.Length..]}'"))}: register it, or use {nameof(Constant)}.");
    }

    /// <summary>A constant: the numbers that a tensor has now.</summary>
    /// <param name="tensor">The tensor, of any shape; if it has the type of the model's weights, it gets that of the file's.</param>
    /// <returns>The constant.</returns>
    /// <exception cref="NotSupportedException">The tensor is neither floating-point, Int32, Int64 nor Bool.</exception>
    public OnnxTensor Constant(Tensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        using var scope = NewDisposeScope();
        return new OnnxTensor(_layer.Graph.OwnConstant(tensor.detach().cpu()));
    }

    /// <summary>A number without axes, in the type of the weights.</summary>
    /// <param name="value">The number.</param>
    /// <returns>The constant.</returns>
    public OnnxTensor Number(double value) => new(_layer.Graph.Number(value));

    /// <summary>A vector of Int64, as operands for axes, sizes and positions require.</summary>
    /// <param name="values">The integers.</param>
    /// <returns>The constant <c>(n)</c>.</returns>
    public OnnxTensor Integers(params long[] values) => new(_layer.Graph.Integers(values));

    private DataType TypeOf(DType type) => type switch
    {
        DType.Int64 => DataType.Int64,
        DType.Bool => DataType.Bool,
        _ => _layer.Graph.Floats,
    };
}
