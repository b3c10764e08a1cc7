using System;
using System.Collections.Generic;
using Microsoft.ML.OnnxRuntime;

namespace ModelGen.Onnx.Inference;

/// <summary>A session of ONNX Runtime, and the weights that it reads in TorchSharp's memory.</summary>
/// <param name="Name">The name of the model, for messages.</param>
/// <param name="Session">The session, owned by this object.</param>
/// <param name="Weights">The shared weights, owned by this object; null if the session has copies of all.</param>
internal sealed record WeightedSession(string Name, InferenceSession Session, SharedWeights? Weights) : IDisposable
{
    /// <summary>Computes outputs into memory of the caller.</summary>
    /// <exception cref="InvalidOperationException">The weights have changed, or ONNX Runtime reports a failure.</exception>
    public void Run(
        IReadOnlyCollection<string> inputs, IReadOnlyCollection<OrtValue> values, IReadOnlyCollection<string> outputs,
        IReadOnlyCollection<OrtValue> targets) =>
        Run(run => Session.Run(run, inputs, values, outputs, targets));

    /// <summary>Computes all outputs into memory of ONNX Runtime.</summary>
    /// <returns>The outputs, owned by the caller.</returns>
    /// <exception cref="InvalidOperationException">The weights have changed, or ONNX Runtime reports a failure.</exception>
    public IDisposableReadOnlyCollection<OrtValue> Run(IReadOnlyCollection<string> inputs, IReadOnlyCollection<OrtValue> values)
    {
        IDisposableReadOnlyCollection<OrtValue>? results = null;
        Run(run => results = Session.Run(run, inputs, values, Session.OutputNames));
        return results!;
    }

    public void Dispose()
    {
        Session.Dispose();
        Weights?.Dispose();
    }

    private void Run(Action<RunOptions> compute)
    {
        Weights?.RequireUnchanged();
        try
        {
            using var run = new RunOptions();
            compute(run);
        }
        catch (OnnxRuntimeException cause)
        {
            throw new InvalidOperationException($"{Name} failed in ONNX Runtime: {cause.Message}", cause);
        }
    }
}
