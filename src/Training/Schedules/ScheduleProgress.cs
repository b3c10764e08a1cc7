namespace ModelGen.Training;

/// <summary>The progress of a run when a schedule computes the learning rate of the next step.</summary>
/// <param name="Step">The number of optimizer steps that are done.</param>
/// <param name="Epoch">The number of epochs that are done.</param>
/// <param name="Share">The share of the run that is done, from 0 to 1: of its steps, its epochs or its time, whichever ends first.</param>
public readonly record struct ScheduleProgress(long Step, int Epoch, double Share);
