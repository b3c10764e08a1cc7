using System;
using System.Collections.Generic;
using Microsoft.ML.OnnxRuntime;

namespace ModelGen.Onnx;

/// <summary>How a model runs in ONNX Runtime.</summary>
public sealed record InferenceOptions
{
    /// <summary>The number of threads within an operator; ONNX Runtime's choice, one per core, if null.</summary>
    public int? Threads { get; init; }

    /// <summary>
    /// Whether idle threads wait actively for the next operator. This is faster by itself, and slower beside other work, such as
    /// TorchSharp's threads.
    /// </summary>
    public bool Spinning { get; init; }

    /// <summary>How far ONNX Runtime rewrites the graph.</summary>
    public GraphOptimizationLevel Optimization { get; init; } = GraphOptimizationLevel.ORT_ENABLE_ALL;

    /// <summary>The version of ONNX's operators, as in <see cref="OnnxExportOptions.Opset"/>.</summary>
    public int Opset { get; init; } = 17;

    /// <summary>How the weights are stored and computed with, as in <see cref="OnnxExportOptions.Weights"/>.</summary>
    public WeightType Weights { get; init; }

    /// <summary>What is quantised, as in <see cref="OnnxExportOptions.Quantization"/>.</summary>
    public QuantizationOptions? Quantization { get; init; }

    /// <summary>
    /// Changes the options of the session, such as <c>session =&gt; session.AppendExecutionProvider_CUDA()</c> with the package
    /// Microsoft.ML.OnnxRuntime.Gpu.
    /// </summary>
    public Action<SessionOptions>? Configure { get; init; }

    /// <summary>The options of a session.</summary>
    internal SessionOptions ToSession()
    {
        if (Threads is < 1)
        {
            throw new ArgumentException($"{nameof(Threads)} is {Threads}, expected at least 1.");
        }

        var session = new SessionOptions
        {
            GraphOptimizationLevel = Optimization,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
            IntraOpNumThreads = Threads ?? 0,
            InterOpNumThreads = 1,
        };
        session.AddSessionConfigEntry("session.intra_op.allow_spinning", Spinning ? "1" : "0");
        Configure?.Invoke(session);
        return session;
    }
}
