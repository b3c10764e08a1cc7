namespace ModelGen.Training;

/// <summary>The loss of a batch is infinite or not a number. The model has the weights from before that step.</summary>
public sealed class NonFiniteLossException : TrainingException
{
    internal NonFiniteLossException(double loss, long step, int epoch, long batch, string? checkpoint)
        : base(
            $"The loss is {loss} in step {step}, at batch {batch} of epoch {epoch}, both counted from 0: look for such values in that "
            + $"batch, lower the learning rate, or clip the gradient. "
            + (checkpoint is null ? "No checkpoint was written." : $"The last good checkpoint is '{checkpoint}'."))
    {
        (Step, Epoch, Batch, Checkpoint) = (step, epoch, batch, checkpoint);
    }

    /// <summary>The step, counted from 0, which was not taken.</summary>
    public long Step { get; }

    /// <summary>The epoch, counted from 0.</summary>
    public int Epoch { get; }

    /// <summary>The index of the batch in the epoch, counted from 0.</summary>
    public long Batch { get; }

    /// <summary>The folder of the last checkpoint, or <c>null</c> if there is none.</summary>
    public string? Checkpoint { get; }
}
