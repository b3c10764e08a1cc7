using static TorchSharp.torch;

namespace ModelGen.Decoding;

/// <summary>A condition of a decoding: a tensor that the model takes besides the ids, such as an encoder's output.</summary>
/// <param name="Tensor">The tensor; null for an optional condition that is omitted.</param>
/// <param name="BatchAxis">
/// The batch axis of the tensor: 0 in most cases, 1 for the initial states <c>(layers, B, H)</c> of a recurrent layer, null for a tensor
/// that all sequences share.
/// </param>
public readonly record struct ConditionTensor(Tensor? Tensor, int? BatchAxis = 0)
{
    /// <summary>Converts a tensor whose batch axis is 0.</summary>
    /// <param name="tensor">The tensor; null for an optional condition that is omitted.</param>
    public static implicit operator ConditionTensor(Tensor? tensor) => new(tensor);

    // The batch size; null if the condition applies to any number of sequences.
    internal long? Rows => Tensor is null || BatchAxis is not { } axis || Tensor.size(axis) == 1 ? null : Tensor.size(axis);

    /// <summary>Returns the condition for a batch size, as a tensor that the caller owns; batch size 1 is expanded.</summary>
    internal ConditionTensor For(long count)
    {
        if (Tensor is null)
        {
            return this;
        }

        if (BatchAxis is not { } axis || Tensor.size(axis) == count)
        {
            return this with { Tensor = Tensor.alias().DetachFromDisposeScope() };
        }

        var sizes = Tensor.shape;
        sizes[axis] = count;
        return this with { Tensor = Tensor.expand(sizes).DetachFromDisposeScope() };
    }

    /// <summary>Returns the condition of one sequence, as a tensor that the caller owns.</summary>
    internal ConditionTensor Row(int row) =>
        Rows is null ? For(1) : this with { Tensor = Tensor!.narrow(BatchAxis!.Value, row, 1).DetachFromDisposeScope() };
}
