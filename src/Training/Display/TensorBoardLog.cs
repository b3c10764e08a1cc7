using System;
using TorchSharp;

namespace ModelGen.Training;

/// <summary>
/// Writes the loss, the learning rate, and the metrics on the training and the validation data as event files for TensorBoard.
/// </summary>
public sealed class TensorBoardLog : ITrainingObserver
{
    private readonly TorchSharp.Modules.SummaryWriter _writer;
    private readonly long _every;

    /// <summary>Creates the log.</summary>
    /// <param name="folder">The folder of the event files, such as <c>runs/first</c>.</param>
    /// <param name="every">The number of steps between two points of the training loss.</param>
    public TensorBoardLog(string folder, long every = 10)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentOutOfRangeException.ThrowIfLessThan(every, 1);
        (_writer, _every) = (torch.utils.tensorboard.SummaryWriter(folder), every);
    }

    /// <inheritdoc/>
    public void OnStep(TrainingStep step)
    {
        if (step.Step % _every == 0)
        {
            Add("loss/step", step.Loss, step.Step);
            Add("learning_rate", step.LearningRate, step.Step);
        }
    }

    /// <inheritdoc/>
    public void OnHistory(HistoryRow row)
    {
        ArgumentNullException.ThrowIfNull(row);
        Add("loss/train", row.Loss, row.Step);
        foreach (var (name, value) in row.Training)
        {
            Add($"{name}/train", value, row.Step);
        }

        foreach (var (name, value) in row.Validation)
        {
            Add($"{name}/validation", value, row.Step);
        }
    }

    private void Add(string tag, double value, long step) => _writer.add_scalar(tag, (float)value, (int)Math.Min(step, int.MaxValue));
}
