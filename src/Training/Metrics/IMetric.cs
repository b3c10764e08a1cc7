using System.Collections.Generic;
using static TorchSharp.torch;

namespace ModelGen.Training;

/// <summary>
/// A measure of how well outputs match their targets, over all examples that were added. It accumulates on the device of its inputs and
/// transfers nothing to the CPU until its value is read.
/// </summary>
public interface IMetric
{
    /// <summary>What the value is called in tables and files.</summary>
    string Name { get; }

    /// <summary>Whether a larger value is a better one.</summary>
    bool HigherIsBetter { get; }

    /// <summary>Adds the examples of a batch.</summary>
    /// <param name="outputs">What the model returned.</param>
    /// <param name="targets">What it should have returned.</param>
    void Add(Tensor outputs, Tensor targets);

    /// <summary>Computes the value over all examples since the last reset.</summary>
    /// <returns>The value; NaN where it is not defined.</returns>
    double Compute();

    /// <summary>Forgets all examples.</summary>
    void Reset();

    /// <summary>
    /// Creates a metric with the same settings and without examples. The trainer adds the outputs of the training steps to it.
    /// </summary>
    /// <returns>The metric, or <c>null</c> if it is computed on the validation data alone.</returns>
    IMetric? CreateEmpty() => null;

    /// <summary>What is accumulated, so that a run can be resumed within an epoch.</summary>
    /// <returns>Tensors, which the caller disposes.</returns>
    IReadOnlyList<Tensor> GetState() => [];

    /// <summary>Restores what <see cref="GetState"/> returned.</summary>
    /// <param name="state">The tensors on the device of the outputs, which the caller disposes.</param>
    void SetState(IReadOnlyList<Tensor> state)
    {
    }
}
