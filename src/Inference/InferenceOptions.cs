using System;
using Microsoft.ML.OnnxRuntime;

namespace ModelGen.Inference;

/// <summary>How a model runs in ONNX Runtime.</summary>
public sealed record InferenceOptions
{
    /// <summary>The number of threads within an operator; ONNX Runtime's choice, one per core, if null.</summary>
    public int? Threads { get; init; }

    /// <summary>
    /// Whether idle threads wait actively for the next operator. This is faster by itself, and slower beside other work, such as the
    /// threads of a server or of TorchSharp.
    /// </summary>
    public bool Spinning { get; init; }

    /// <summary>How far ONNX Runtime rewrites the graph.</summary>
    public GraphOptimizationLevel Optimization { get; init; } = GraphOptimizationLevel.ORT_ENABLE_ALL;

    /// <summary>
    /// Changes the options of the session, such as <c>session =&gt; session.AppendExecutionProvider_CUDA()</c> with the package
    /// Microsoft.ML.OnnxRuntime.Gpu.
    /// </summary>
    public Action<SessionOptions>? Configure { get; init; }
}
