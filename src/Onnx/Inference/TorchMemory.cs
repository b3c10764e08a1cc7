using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace ModelGen.Onnx.Inference;

/// <summary>Tensors of TorchSharp as values of ONNX Runtime, in the same memory.</summary>
internal static class TorchMemory
{
    /// <summary>A value over the memory of a tensor, which must outlive it.</summary>
    /// <param name="tensor">A contiguous tensor on the CPU.</param>
    public static unsafe OrtValue View(Tensor tensor)
    {
        var type = TypeOf(tensor.dtype);
        if (tensor.numel() == 0)
        {
            return OrtValue.CreateAllocatedTensorValue(OrtAllocator.DefaultInstance, type, tensor.shape);
        }

        using var flat = tensor.view(-1);
        using var first = flat.narrow(0, 0, 1);
        var address = (IntPtr)Unsafe.AsPointer(ref MemoryMarshal.GetReference(first.bytes));
        return OrtValue.CreateTensorValueWithData(
            OrtMemoryInfo.DefaultInstance, type, tensor.shape, address, tensor.numel() * tensor.element_size());
    }

    /// <summary>A copy of a value as a tensor, owned by the caller.</summary>
    public static Tensor Copy(OrtValue value)
    {
        var info = value.GetTensorTypeAndShape();
        var tensor = empty(info.Shape, dtype: TypeOf(info.ElementDataType));
        if (tensor.numel() > 0)
        {
            value.GetTensorMutableRawData().CopyTo(tensor.bytes);
        }

        return tensor;
    }

    private static ScalarType TypeOf(TensorElementType type) => type switch
    {
        TensorElementType.Float => ScalarType.Float32,
        TensorElementType.Double => ScalarType.Float64,
        TensorElementType.Float16 => ScalarType.Float16,
        TensorElementType.BFloat16 => ScalarType.BFloat16,
        TensorElementType.Int64 => ScalarType.Int64,
        TensorElementType.Int32 => ScalarType.Int32,
        TensorElementType.Bool => ScalarType.Bool,
        _ => throw new NotSupportedException($"TorchSharp has no tensors of ONNX Runtime's type {type}."),
    };

    private static TensorElementType TypeOf(ScalarType type) => type switch
    {
        ScalarType.Float32 => TensorElementType.Float,
        ScalarType.Float64 => TensorElementType.Double,
        ScalarType.Float16 => TensorElementType.Float16,
        ScalarType.BFloat16 => TensorElementType.BFloat16,
        ScalarType.Int64 => TensorElementType.Int64,
        ScalarType.Int32 => TensorElementType.Int32,
        ScalarType.Bool => TensorElementType.Bool,
        _ => throw new NotSupportedException($"ONNX Runtime is given no tensors of type {type}."),
    };
}
