using System.Globalization;

namespace ModelGen.Training;

/// <summary>Where a batch is in the data, for messages.</summary>
/// <param name="Batch">The index of the batch, counted from 0.</param>
/// <param name="Epoch">The epoch, counted from 0; <c>null</c> for the data of an evaluation.</param>
internal readonly record struct BatchPlace(long Batch, int? Epoch = null)
{
    /// <inheritdoc/>
    public override string ToString() => Epoch is { } epoch
        ? string.Create(CultureInfo.InvariantCulture, $"batch {Batch} of epoch {epoch}, both counted from 0,")
        : string.Create(CultureInfo.InvariantCulture, $"batch {Batch} of the data of the evaluation, counted from 0,");
}
