using System;
using System.Collections.Generic;
using Microsoft.ML.OnnxRuntime;

namespace ModelGen.Onnx.Inference;

/// <summary>A session of ONNX Runtime, and the weights that it reads in TorchSharp's memory.</summary>
/// <param name="Session">The session, owned by this object.</param>
/// <param name="Weights">The shared weights, owned by this object; null if the session has copies of all.</param>
internal sealed record WeightedSession(InferenceSession Session, SharedWeights? Weights) : IDisposable
{
    /// <summary>Computes outputs into memory of the caller.</summary>
    /// <exception cref="InvalidOperationException">The weights have changed.</exception>
    public void Run(
        IReadOnlyCollection<string> inputs, IReadOnlyCollection<OrtValue> values, IReadOnlyCollection<string> outputs,
        IReadOnlyCollection<OrtValue> targets)
    {
        Weights?.RequireUnchanged();
        using var run = new RunOptions();
        Session.Run(run, inputs, values, outputs, targets);
    }

    public void Dispose()
    {
        Session.Dispose();
        Weights?.Dispose();
    }
}
