using static TorchSharp.torch;

namespace ModelGen;

/// <summary>A model that computes its loss on a batch. Each declaration with a loss implements it.</summary>
/// <typeparam name="TBatch">The inputs and targets of a training step.</typeparam>
/// <typeparam name="TOutputs">The result of the model: a tensor, or a tuple of tensors.</typeparam>
public interface ITrainable<in TBatch, TOutputs>
{
    /// <summary>Computes the loss of a batch and the outputs that it is computed from.</summary>
    /// <param name="batch">The inputs and targets, which stay as they are.</param>
    /// <returns>The loss and the outputs, owned by the caller.</returns>
    (Tensor Loss, TOutputs Outputs) LossAndOutputs(TBatch batch);
}
