using System;
using System.Collections.Generic;
using System.Linq;
using ModelGen.Pickles;
using TorchSharp;
using static TorchSharp.torch;

namespace ModelGen.Checkpoints;

/// <summary>Reads the tensors in the pickle of <c>torch.save</c>: calls of functions that build them, which are not made.</summary>
/// <param name="source">The file.</param>
/// <param name="offset">Returns the offset of the data of a storage, and checks its size.</param>
internal sealed class TorchTensors(ByteSource source, Func<TorchStorage, long> offset)
{
    private const string Rebuild = "torch._utils._rebuild_tensor";
    private const string RebuildV2 = "torch._utils._rebuild_tensor_v2";
    private const string RebuildV3 = "torch._utils._rebuild_tensor_v3";
    private const string Parameter = "torch._utils._rebuild_parameter";
    private const string ParameterWithState = "torch._utils._rebuild_parameter_with_state";
    private const string Typed = "torch._tensor._rebuild_from_type_v2";

    private const int MostAxes = 64;
    private const int MostArguments = 8;

    // A tensor is wrapped at most as a parameter with attributes.
    private const int DeepestWrapping = 4;

    private static readonly Dictionary<string, ScalarType> _dtypes = new()
    {
        ["torch.float64"] = ScalarType.Float64,
        ["torch.float32"] = ScalarType.Float32,
        ["torch.float16"] = ScalarType.Float16,
        ["torch.bfloat16"] = ScalarType.BFloat16,
        ["torch.int64"] = ScalarType.Int64,
        ["torch.int32"] = ScalarType.Int32,
        ["torch.int16"] = ScalarType.Int16,
        ["torch.int8"] = ScalarType.Int8,
        ["torch.uint8"] = ScalarType.Byte,
        ["torch.bool"] = ScalarType.Bool,
    };

    private static readonly string[] _functions = [Rebuild, RebuildV2, RebuildV3, Parameter, ParameterWithState, Typed];

    // Types of values beside the tensors. None of them is created.
    private static readonly string[] _others =
    [
        "collections.OrderedDict", "torch.Size", "torch.device", "torch.Tensor", "torch.nn.parameter.Parameter",
        "__builtin__.set", "builtins.set", "_codecs.encode",
    ];

    /// <summary>All names that a file may contain.</summary>
    public static IReadOnlySet<string> Names { get; } =
        new HashSet<string>([.. TorchStorage.Names, .. _dtypes.Keys, .. _functions, .. _others], StringComparer.Ordinal);

    /// <summary>Returns whether a value of the pickle is a tensor.</summary>
    public static bool IsTensor(object? value) => value is PickleCall call && _functions.Contains(call.Function);

    /// <summary>Describes a tensor and checks that its elements are in the file.</summary>
    /// <param name="name">The name of the tensor.</param>
    /// <param name="value">The value in the pickle.</param>
    /// <exception cref="CheckpointException">The tensor is malformed or not supported.</exception>
    public CheckpointTensor Tensor(string name, object? value)
    {
        for (var depth = 0; depth < DeepestWrapping && value is PickleCall { Arguments.Length: <= MostArguments } call; depth++)
        {
            switch (call)
            {
                case { Function: Parameter or ParameterWithState, Arguments: [var data, ..] }:
                    value = data;
                    break;
                case { Function: Typed, Arguments: [PickleName function, PickleName, object?[] arguments, ..] }:
                    value = new PickleCall(function, arguments);
                    break;
                case { Function: Rebuild, Arguments: { Length: 4 } view }:
                    return View(name, view, null);
                case { Function: RebuildV2, Arguments: [_, _, _, _, _, _, .. var more] view }:
                    RequireNoMetadata(name, more);
                    return View(name, view, null);
                case { Function: RebuildV3, Arguments: [_, _, _, _, _, _, PickleName type, .. var more] view }
                    when _dtypes.TryGetValue(type.Name, out var dtype):
                    RequireNoMetadata(name, more);
                    return View(name, view, dtype);
                default:
                    throw Malformed(name);
            }
        }

        throw Malformed(name);
    }

    // The arguments are the storage, the index of the first element, the shape, the strides, and others that are not needed.
    private CheckpointTensor View(string name, object?[] arguments, ScalarType? dtype)
    {
        if (arguments is not [PickleReference reference, long start, object?[] sizes, object?[] steps, ..])
        {
            throw Malformed(name);
        }

        var storage = TorchStorage.Of(reference, source.Name);
        var data = offset(storage);
        if (dtype is { } type)
        {
            storage = storage with { Type = type, Count = storage.Count * storage.ElementBytes / ElementType.Bytes(type) };
        }

        long[] shape = [.. sizes.Take(MostAxes).OfType<long>()];
        long[] strides = [.. steps.Take(MostAxes).OfType<long>()];
        if (shape.Length != sizes.Length || strides.Length != steps.Length || shape.Length != strides.Length
            || !ElementType.TrySize(shape, storage.Type, out var bytes))
        {
            throw Malformed(name);
        }

        var isEmpty = bytes == 0;
        var end = (Int128)start + (isEmpty ? 0 : 1);
        for (var axis = 0; axis < shape.Length && !isEmpty; axis++)
        {
            end += (Int128)(shape[axis] - 1) * strides[axis];
        }

        if (start < 0 || strides.Any(stride => stride < 0) || end > storage.Count)
        {
            throw new CheckpointException(
                source.Name, name, $"its elements {start} to {end} of ({string.Join(", ", shape)}) are not within the {storage.Count} of "
                    + "its storage.");
        }

        if (bytes / storage.ElementBytes > storage.Count)
        {
            throw new CheckpointException(
                source.Name, name, $"its shape ({string.Join(", ", shape)}) repeats the {storage.Count} elements of its storage, as after "
                    + "expand: save tensor.contiguous() in Python.");
        }

        var at = data + (start * storage.ElementBytes);
        return new CheckpointTensor(name, storage.Type, shape, source, at, bytes, isEmpty || IsContiguous(shape, strides) ? null : strides);
    }

    private static bool IsContiguous(long[] shape, long[] strides)
    {
        long expected = 1;
        for (var axis = shape.Length - 1; axis >= 0; axis--)
        {
            if (shape[axis] != 1 && strides[axis] != expected)
            {
                return false;
            }

            expected *= shape[axis];
        }

        return true;
    }

    // A view whose elements PyTorch negates or conjugates when it reads them.
    private void RequireNoMetadata(string name, object?[] more)
    {
        if (more is [PickleDict { Pairs.Count: > 0 }])
        {
            throw new CheckpointException(
                source.Name, name, "it is a negated or conjugated view: save tensor.resolve_neg().resolve_conj() in Python.");
        }
    }

    private CheckpointException Malformed(string name) => new(source.Name, name, "its description in the pickle is malformed or unknown.");
}
