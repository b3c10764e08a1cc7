using System;
using System.Collections.Generic;
using static TorchSharp.torch;

namespace ModelGen.Training;

/// <summary>A batch of one input and one target.</summary>
/// <param name="Input">What the model is given, <c>(B, ...)</c>.</param>
/// <param name="Target">What its output is compared with, <c>(B, ...)</c>.</param>
public sealed record Batch(Tensor Input, Tensor Target) : IBatch<Batch>
{
    /// <inheritdoc/>
    public long Count => Input.size(0);

    /// <inheritdoc/>
    public IReadOnlyList<Tensor> Tensors => [Input, Target];

    /// <inheritdoc/>
    public Batch To(Device device) => new(Input.to(device), Target.to(device));

    /// <inheritdoc/>
    public void Dispose()
    {
        Input.Dispose();
        Target.Dispose();
    }
}
