using static TorchSharp.torch;

namespace ModelGen.Decoding;

/// <summary>What a decoding was given besides the ids, and where it has the sequences.</summary>
/// <param name="Tensor">The tensor; null if it was left out.</param>
/// <param name="BatchAxis">The axis of the sequences, 1 for the states <c>(layers, B, H)</c> of a recurrence; null if all sequences have
/// the same.</param>
public readonly record struct GivenTensor(Tensor? Tensor, int? BatchAxis = 0)
{
    /// <summary>A tensor whose first axis is that of the sequences.</summary>
    /// <param name="tensor">The tensor; null if it was left out.</param>
    public static implicit operator GivenTensor(Tensor? tensor) => new(tensor);

    // How many sequences it is for; null if for any number.
    internal long? Rows => Tensor is null || BatchAxis is not { } axis || Tensor.size(axis) == 1 ? null : Tensor.size(axis);

    /// <summary>It for so many sequences, as a handle of its own: one row serves all.</summary>
    internal GivenTensor For(long count)
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

    /// <summary>It for one of its sequences, as a handle of its own.</summary>
    internal GivenTensor Row(int row) =>
        Rows is null ? For(1) : this with { Tensor = Tensor!.narrow(BatchAxis!.Value, row, 1).DetachFromDisposeScope() };
}
