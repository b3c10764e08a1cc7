using System;

namespace ModelGen.Training;

/// <summary>Shows on the console how a run goes.</summary>
internal sealed class ConsoleDisplay : ITrainingObserver
{
    /// <summary>Runs some work with a display.</summary>
    public static FitResult Show(Func<ITrainingObserver, FitResult> work) => work(new ConsoleDisplay());
}
