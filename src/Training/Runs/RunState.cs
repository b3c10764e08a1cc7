using System;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ModelGen.Training;

/// <summary>What a run has to know to go on, besides its tensors.</summary>
internal sealed record RunState
{
    /// <summary>The number of optimizer steps that are done.</summary>
    public long Step { get; init; }

    /// <summary>The epoch at hand.</summary>
    public int Epoch { get; init; }

    /// <summary>The number of batches of that epoch that are used.</summary>
    public long Batch { get; init; }

    /// <summary>The sum of the losses of that epoch's examples.</summary>
    public double LossSum { get; init; }

    /// <summary>The number of that epoch's examples.</summary>
    public long Examples { get; init; }

    /// <summary>The number of examples since the start of the run.</summary>
    public long AllExamples { get; init; }

    /// <summary>The learning rate of the first parameter group in the last step.</summary>
    public double LearningRate { get; init; } = double.NaN;

    /// <summary>The time that the run has taken.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>The step after which the model was last evaluated; −1 before the first time.</summary>
    public long EvaluatedStep { get; init; } = -1;

    /// <summary>The best value of what is monitored; NaN before the first.</summary>
    public double Best { get; init; } = double.NaN;

    /// <summary>The step after which the best value was measured.</summary>
    public long BestStep { get; init; }

    /// <summary>The number of evaluations since the best one.</summary>
    public int SinceBest { get; init; }

    /// <summary>The calls of a scheduler of TorchSharp.</summary>
    public ScheduleState Schedule { get; init; } = new(0, []);

    /// <summary>The number of rows of the history.</summary>
    public int HistoryRows { get; init; }

    /// <summary>The last value of what is monitored; NaN before the first.</summary>
    public double Monitored { get; init; } = double.NaN;

    /// <summary>Whether the run has ended because nothing became better any more.</summary>
    public bool EndedEarly { get; init; }

    internal static JsonSerializerOptions Json { get; } =
        new() { WriteIndented = true, NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals };
}
