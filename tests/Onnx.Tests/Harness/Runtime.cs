using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;
using TorchSharp;
using static TorchSharp.torch;

namespace ModelGen.Onnx.Tests;

/// <summary>An exported model in ONNX Runtime, on the CPU.</summary>
internal sealed class Runtime : IDisposable
{
    private readonly InferenceSession _session;

    /// <summary>Opens a model.</summary>
    /// <param name="model">The content of the file.</param>
    /// <param name="forConvolutions">
    /// Whether the graph is rearranged for convolutions, on which ONNX Runtime 1.31 crashes for some graphs of float16.
    /// </param>
    public Runtime(byte[] model, bool forConvolutions = true)
    {
        using var options = Options();
        if (!forConvolutions)
        {
            options.AddSessionConfigEntry("optimization.disable_specified_optimizers", "NchwcTransformer");
        }

        _session = new InferenceSession(model, options);
    }

    public Runtime(string path)
    {
        using var options = Options();
        _session = new InferenceSession(path, options);
    }

    public InferenceSession Session => _session;

    /// <summary>Runs the model.</summary>
    /// <param name="inputs">The inputs in the order of the model.</param>
    /// <returns>The outputs in the order of the model.</returns>
    public Tensor[] Run(IEnumerable<Tensor> inputs)
    {
        var given = inputs.Select(ToOrt).ToList();
        try
        {
            using var run = new RunOptions();
            using var results = _session.Run(run, [.. _session.InputNames], given, [.. _session.OutputNames]);
            return [.. results.Select(ToTorch)];
        }
        finally
        {
            given.ForEach(value => value.Dispose());
        }
    }

    public void Dispose() => _session.Dispose();

    private static SessionOptions Options() => new() { IntraOpNumThreads = 1, LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR };

    private static OrtValue ToOrt(Tensor tensor) => tensor.dtype switch
    {
        ScalarType.Int64 => OrtValue.CreateTensorValueFromMemory(tensor.data<long>().ToArray(), tensor.shape),
        ScalarType.Bool => OrtValue.CreateTensorValueFromMemory(tensor.data<bool>().ToArray(), tensor.shape),
        ScalarType.Float64 => OrtValue.CreateTensorValueFromMemory(tensor.data<double>().ToArray(), tensor.shape),
        _ => OrtValue.CreateTensorValueFromMemory(tensor.data<float>().ToArray(), tensor.shape),
    };

    private static Tensor ToTorch(OrtValue value)
    {
        var info = value.GetTensorTypeAndShape();
        return info.ElementDataType switch
        {
            Microsoft.ML.OnnxRuntime.Tensors.TensorElementType.Int64 => tensor(value.GetTensorDataAsSpan<long>().ToArray(), info.Shape),
            Microsoft.ML.OnnxRuntime.Tensors.TensorElementType.Bool => tensor(value.GetTensorDataAsSpan<bool>().ToArray(), info.Shape),
            Microsoft.ML.OnnxRuntime.Tensors.TensorElementType.Double => tensor(value.GetTensorDataAsSpan<double>().ToArray(), info.Shape),
            _ => tensor(value.GetTensorDataAsSpan<float>().ToArray(), info.Shape),
        };
    }
}
