namespace ModelGen.Training;

/// <summary>
/// Observes the progress of a run. By default every method does nothing. The methods are called on the training thread between the steps,
/// so an observer can read the model. An exception of an observer ends the run.
/// </summary>
public interface ITrainingObserver
{
    /// <summary>A run starts or is resumed.</summary>
    /// <param name="start">The start of the run.</param>
    void OnStart(TrainingStart start)
    {
    }

    /// <summary>An optimizer step is done.</summary>
    /// <param name="step">The step.</param>
    void OnStep(TrainingStep step)
    {
    }

    /// <summary>A row was added to the history: an epoch is done, or the model was evaluated, or both.</summary>
    /// <param name="row">The row.</param>
    void OnHistory(HistoryRow row)
    {
    }

    /// <summary>A checkpoint was written.</summary>
    /// <param name="step">The number of optimizer steps that are done.</param>
    /// <param name="path">The folder of the checkpoint.</param>
    void OnCheckpoint(long step, string path)
    {
    }

    /// <summary>A run ends, by itself or because it was stopped, but not by an exception.</summary>
    /// <param name="result">The result.</param>
    void OnEnd(FitResult result)
    {
    }
}
