using System;
using System.Collections.Generic;
using Microsoft.ML.OnnxRuntime;
using TorchSharp;
using static TorchSharp.torch;

namespace ModelGen.Onnx.Inference;

/// <summary>The tensors of one call as values of ONNX Runtime. It frees what the call needs besides them.</summary>
internal sealed class TensorViews : IDisposable
{
    private readonly List<IDisposable> _owned = [];

    /// <summary>A value over a tensor: in its memory, or in a copy if it is not contiguous or not on the CPU.</summary>
    public OrtValue Of(Tensor tensor)
    {
        var contiguous = OnHost(tensor);
        _owned.Add(contiguous);
        var view = TorchMemory.View(contiguous);
        _owned.Add(view);
        return view;
    }

    public void Dispose() => _owned.ForEach(resource => resource.Dispose());

    // A contiguous tensor on the CPU, owned by the caller.
    private static Tensor OnHost(Tensor tensor)
    {
        if (tensor.device_type == DeviceType.CPU)
        {
            return tensor.contiguous();
        }

        using var copy = tensor.cpu();
        return copy.contiguous();
    }
}
