using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.InteropServices;
using Google.Protobuf;
using ModelGen.Onnx.Schema;
using TorchSharp;
using static TorchSharp.torch;
using DataType = ModelGen.Onnx.Schema.TensorProto.Types.DataType;

namespace ModelGen.Onnx.Graph;

/// <summary>Collects the nodes and weights of a graph, and gives them names.</summary>
/// <remarks>
/// The methods of the other files add one operator each. They know the shape of the result, and hide what versions differ in.
/// </remarks>
/// <param name="opset">The version of the operators.</param>
/// <param name="floats">The element type of all results that are no indices or flags.</param>
internal sealed partial class GraphBuilder(int opset, DataType floats)
{
    /// <summary>The domain of the operators that only ONNX Runtime has.</summary>
    public const string RuntimeDomain = "com.microsoft";

    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Value> _results = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Value> _constants = new(StringComparer.Ordinal);
    private string _path = string.Empty;

    /// <summary>The version of the operators.</summary>
    public int Opset { get; } = opset;

    /// <summary>The element type of all results that are no indices or flags.</summary>
    public DataType Floats { get; } = floats;

    /// <summary>The nodes in the order in which they run.</summary>
    public List<NodeProto> Nodes { get; } = [];

    /// <summary>The constants, without the weights.</summary>
    public List<TensorProto> Constants { get; } = [];

    /// <summary>Names what is added from now on after a layer.</summary>
    /// <param name="path">The path of the layer.</param>
    public void Enter(string path) => _path = path;

    /// <summary>Makes a name unique.</summary>
    /// <param name="wanted">The name, which is returned if it is free.</param>
    public string Unique(string wanted)
    {
        var name = wanted;
        for (var i = 2; !_names.Add(name); i++)
        {
            name = $"{wanted}_{i}";
        }

        return name;
    }

    /// <summary>Adds a node with one result.</summary>
    /// <param name="op">The operator.</param>
    /// <param name="inputs">The operands; null for one that is left out.</param>
    /// <param name="type">The element type of the result.</param>
    /// <param name="sizes">The sizes of the result.</param>
    /// <param name="attributes">The attributes: integers, numbers, texts, or arrays of them.</param>
    public Value Node(
        string op, IEnumerable<Value?> inputs, DataType type, IEnumerable<long?> sizes, params (string Name, object Value)[] attributes) =>
        Node(op, inputs, [(type, sizes)], attributes)[0];

    /// <summary>Adds a node with several results.</summary>
    /// <inheritdoc cref="Node(string, IEnumerable{Value?}, DataType, IEnumerable{long?}, ValueTuple{string, object}[])"/>
    /// <param name="op">The operator.</param>
    /// <param name="inputs">The operands; null for one that is left out.</param>
    /// <param name="outputs">The element type and sizes of each result.</param>
    /// <param name="attributes">The attributes: integers, numbers, texts, or arrays of them.</param>
    public Value[] Node(
        string op, IEnumerable<Value?> inputs, (DataType Type, IEnumerable<long?> Sizes)[] outputs,
        params (string Name, object Value)[] attributes)
    {
        var name = Unique(_path.Length == 0 ? op : $"{_path}/{op}");
        var node = new NodeProto { OpType = op, Name = name };
        node.Input.AddRange(inputs.Select(input => input?.Name ?? string.Empty));
        while (node.Input.Count > 0 && node.Input[^1].Length == 0)
        {
            node.Input.RemoveAt(node.Input.Count - 1);
        }

        Value[] results = [.. outputs.Select((output, i) =>
            new Value(i == 0 ? $"{name}.out" : Unique($"{name}.out{i}"), output.Type, [.. output.Sizes]))];
        node.Output.AddRange(results.Select(result => result.Name));
        node.Attribute.AddRange(attributes.Select(attribute => Attribute(attribute.Name, attribute.Value)));
        Nodes.Add(node);
        foreach (var result in results)
        {
            _results.Add(result.Name, result);
        }

        return results;
    }

    /// <summary>Adds a node of an operator that only ONNX Runtime has.</summary>
    /// <inheritdoc cref="Node(string, IEnumerable{Value?}, DataType, IEnumerable{long?}, ValueTuple{string, object}[])"/>
    public Value RuntimeNode(
        string op, IEnumerable<Value?> inputs, DataType type, IEnumerable<long?> sizes, params (string Name, object Value)[] attributes)
    {
        var result = Node(op, inputs, type, sizes, attributes);
        Nodes[^1].Domain = RuntimeDomain;
        return result;
    }

    /// <summary>The result of a node; null for an input, a weight or a constant.</summary>
    public Value? Result(string name) => _results.GetValueOrDefault(name);

    /// <summary>Gives a tensor another name as well, which must be unique.</summary>
    public void Name(Value value, string name)
    {
        var node = new NodeProto { OpType = "Identity", Name = Unique($"{name}/Identity") };
        node.Input.Add(value.Name);
        node.Output.Add(name);
        Nodes.Add(node);
    }

    /// <summary>Gives a result of a node another name, which must be unique.</summary>
    /// <param name="value">The result.</param>
    /// <param name="name">The name.</param>
    public void Rename(Value value, string name)
    {
        foreach (var names in Nodes.SelectMany(node => new[] { node.Input, node.Output }))
        {
            for (var i = 0; i < names.Count; i++)
            {
                names[i] = names[i] == value.Name ? name : names[i];
            }
        }
    }

    /// <summary>Removes what no result depends on, such as the nodes of a port that no layer reads.</summary>
    /// <param name="results">The names of the results.</param>
    public void RemoveUnused(IEnumerable<string> results)
    {
        var used = new HashSet<string>(results, StringComparer.Ordinal);
        foreach (var node in Enumerable.Reverse(Nodes).Where(node => node.Output.Any(used.Contains)))
        {
            used.UnionWith(node.Input);
        }

        Nodes.RemoveAll(node => !node.Output.Any(used.Contains));
        Constants.RemoveAll(constant => !used.Contains(constant.Name));
        _stored.RemoveAll(weight => !used.Contains(weight.Proto.Name));
    }

    /// <summary>Adds a vector of integers, once.</summary>
    public Value Integers(params long[] values) => Constant(DataType.Int64, [values.Length], MemoryMarshal.AsBytes<long>(values));

    /// <summary>Adds an integer without axes, once.</summary>
    public Value Integer(long value) => Constant(DataType.Int64, [], MemoryMarshal.AsBytes([value]));

    /// <summary>Adds a number without axes in the type of another tensor, once.</summary>
    /// <param name="value">The number.</param>
    /// <param name="like">The other tensor; the weights' type if null.</param>
    public Value Number(double value, Value? like = null) => (like?.Type ?? Floats) switch
    {
        DataType.Float => Constant(DataType.Float, [], MemoryMarshal.AsBytes([(float)value])),
        DataType.Double => Constant(DataType.Double, [], MemoryMarshal.AsBytes([value])),
        DataType.Float16 => Constant(DataType.Float16, [], MemoryMarshal.AsBytes([(Half)value])),
        DataType.Bfloat16 => Constant(DataType.Bfloat16, [], MemoryMarshal.AsBytes([BFloat16Bits((float)value)])),
        DataType.Int64 => Integer((long)value),
        var other => throw new NotSupportedException($"There are no numbers of type {other}."),
    };

    /// <summary>Adds a tensor that is no weight of the model, such as a table of angles, once.</summary>
    /// <param name="tensor">The tensor, on the CPU.</param>
    public Value Table(Tensor tensor)
    {
        using var scope = NewDisposeScope();
        return Constant(TypeOf(tensor.dtype), tensor.shape, tensor.contiguous().bytes);
    }

    /// <summary>Adds a vector of equal numbers in the weights' type, once.</summary>
    public Value Filled(long size, double number)
    {
        using var scope = NewDisposeScope();
        return Table(full([size], number, dtype: ScalarOf(Floats)));
    }

    /// <summary>ONNX's name of an element type.</summary>
    public static DataType TypeOf(ScalarType type) => type switch
    {
        ScalarType.Float32 => DataType.Float,
        ScalarType.Float64 => DataType.Double,
        ScalarType.Float16 => DataType.Float16,
        ScalarType.BFloat16 => DataType.Bfloat16,
        ScalarType.Int64 => DataType.Int64,
        ScalarType.Int32 => DataType.Int32,
        ScalarType.Int8 => DataType.Int8,
        ScalarType.Byte => DataType.Uint8,
        ScalarType.Bool => DataType.Bool,
        _ => throw new NotSupportedException($"Tensors of type {type} are not exported."),
    };

    private static ScalarType ScalarOf(DataType type) => type switch
    {
        DataType.Double => ScalarType.Float64,
        DataType.Float16 => ScalarType.Float16,
        DataType.Bfloat16 => ScalarType.BFloat16,
        _ => ScalarType.Float32,
    };

    private static ushort BFloat16Bits(float value)
    {
        // Rounds to the nearest, ties to even, as torch does.
        var bits = BitConverter.SingleToUInt32Bits(value);
        return (ushort)((bits + 0x7FFF + ((bits >> 16) & 1)) >> 16);
    }

    private Value Constant(DataType type, long[] shape, ReadOnlySpan<byte> bytes)
    {
        var key = $"{type} {string.Join(',', shape)} {Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(bytes))}";
        if (!_constants.TryGetValue(key, out var value))
        {
            value = new Value(Unique("constant"), type, [.. shape.Select(size => (long?)size)]);
            var proto = new TensorProto { Name = value.Name, DataType = (int)type, RawData = ByteString.CopyFrom(bytes) };
            proto.Dims.AddRange(shape);
            Constants.Add(proto);
            _constants.Add(key, value);
        }

        return value;
    }

    private static AttributeProto Attribute(string name, object value)
    {
        var attribute = new AttributeProto { Name = name };
        switch (value)
        {
            case int or long or bool:
                attribute.I = Convert.ToInt64(value, System.Globalization.CultureInfo.InvariantCulture);
                attribute.Type = AttributeProto.Types.AttributeType.Int;
                break;
            case double or float:
                attribute.F = Convert.ToSingle(value, System.Globalization.CultureInfo.InvariantCulture);
                attribute.Type = AttributeProto.Types.AttributeType.Float;
                break;
            case string text:
                attribute.S = ByteString.CopyFromUtf8(text);
                attribute.Type = AttributeProto.Types.AttributeType.String;
                break;
            case IEnumerable<long> integers:
                attribute.Ints.AddRange(integers);
                attribute.Type = AttributeProto.Types.AttributeType.Ints;
                break;
            case IEnumerable<double> numbers:
                attribute.Floats.AddRange(numbers.Select(number => (float)number));
                attribute.Type = AttributeProto.Types.AttributeType.Floats;
                break;
            case IEnumerable<string> texts:
                attribute.Strings.AddRange(texts.Select(ByteString.CopyFromUtf8));
                attribute.Type = AttributeProto.Types.AttributeType.Strings;
                break;
            default:
                throw new NotSupportedException($"Attribute '{name}' cannot be a {value.GetType()}.");
        }

        return attribute;
    }
}
