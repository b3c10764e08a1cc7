namespace ModelGen.Training;

/// <summary>
/// Is told how a run goes. Every method does nothing unless it is implemented. They are called on the thread that trains, between the
/// steps, so that an observer may read the
/// model; an exception that one throws ends the run.
/// </summary>
public interface ITrainingObserver
{
    /// <summary>A run begins, or goes on.</summary>
    /// <param name="start">What is known of it.</param>
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
