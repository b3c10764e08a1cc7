using System;

namespace ModelGen.Training;

/// <summary>
/// How a model is trained. At least one of <see cref="Epochs"/>, <see cref="Steps"/> and <see cref="Time"/> says how long; the one that is
/// reached first ends the run.
/// </summary>
public sealed record TrainerOptions
{
    /// <summary>
    /// What <see cref="Monitor"/> is by default: the mean loss on the validation data, or on the training data without any.
    /// </summary>
    public const string Loss = "loss";

    /// <summary>The number of epochs.</summary>
    public int? Epochs { get; init; }

    /// <summary>The number of optimizer steps.</summary>
    public long? Steps { get; init; }

    /// <summary>
    /// The time. A run that is limited by its time does not resume to the bit, since the clock decides how many steps it has.
    /// </summary>
    public TimeSpan? Time { get; init; }

    /// <summary>
    /// The precision of matrix products and attention, in training and in evaluation. The weights, which the optimizer changes, stay in
    /// float32, and so do norms, softmax, recurrences and losses.
    /// </summary>
    public Precision Precision { get; init; }

    /// <summary>The course of the learning rate.</summary>
    public LearningRateSchedule Schedule { get; init; } = LearningRateSchedule.Constant();

    /// <summary>
    /// The number of batches per optimizer step. Their gradients are added up, each weighted by its share of the examples, so that a step
    /// equals one on a batch that is as large as
    /// all of them, as long as the loss is a mean over examples.
    /// </summary>
    public int Accumulate { get; init; } = 1;

    /// <summary>The largest norm of the gradient over all parameters; it is scaled down to it.</summary>
    public double? ClipNorm { get; init; }

    /// <summary>The largest absolute value of an element of the gradient; larger ones are cut off.</summary>
    public double? ClipValue { get; init; }

    /// <summary>
    /// The decay per step of an exponential moving average of the weights, such as 0.999. The average is what is evaluated, what the best
    /// weights are chosen from, and what the
    /// model holds after the run.
    /// </summary>
    public double? AverageDecay { get; init; }

    /// <summary>
    /// The number of steps between evaluations on the validation data; after each epoch if it is not given. The model is evaluated after
    /// the last step in any case.
    /// </summary>
    public long? EvaluateEvery { get; init; }

    /// <summary>What decides which weights are the best and when to stop early: <see cref="Loss"/>, or the name of a metric.</summary>
    public string Monitor { get; init; } = Loss;

    /// <summary>The number of evaluations without an improvement after which the run ends.</summary>
    public int? Patience { get; init; }

    /// <summary>How much better a value must be to count as an improvement.</summary>
    public double MinimumImprovement { get; init; }

    /// <summary>Whether the model holds the best weights after the run, rather than the last.</summary>
    public bool RestoreBest { get; init; }

    /// <summary>
    /// Seeds the generators of random numbers when the run begins, for dropout and the like to draw the same numbers each time.
    /// </summary>
    public long? Seed { get; init; }

    /// <summary>
    /// The folder in which the run is kept: checkpoints, the best weights, the history. Without one the run cannot be resumed.
    /// </summary>
    public string? RunFolder { get; init; }

    /// <summary>The number of steps between checkpoints. One is written after each epoch, and when the run ends, in any case.</summary>
    public long? CheckpointEvery { get; init; }

    /// <summary>
    /// Whether Ctrl-C, or a request of the system to end, stops the run after the step at hand. A second Ctrl-C ends the program at once.
    /// </summary>
    public bool StopOnCtrlC { get; init; } = true;

    /// <summary>
    /// Whether the process keeps the memory of freed tensors for the next ones (<see cref="HostMemory.KeepFreed"/>), which makes steps on
    /// the CPU faster on Linux. The setting is the process's: it outlasts the run.
    /// </summary>
    public bool KeepFreedMemory { get; init; } = true;

    /// <summary>Whether the progress is shown on the console.</summary>
    public bool ShowProgress { get; init; } = true;

    /// <summary>Refuses what makes no sense.</summary>
    /// <exception cref="ArgumentException">A value is out of its range, or nothing says how long to train.</exception>
    internal void Validate()
    {
        if (Epochs is null && Steps is null && Time is null)
        {
            throw new ArgumentException("Nothing says how long to train: set Epochs, Steps or Time.");
        }

        if (!Enum.IsDefined(Precision))
        {
            throw new ArgumentException($"{nameof(Precision)} is {Precision}, expected Float32 or BFloat16.");
        }

        Positive(Epochs, nameof(Epochs));
        Positive(Steps, nameof(Steps));
        Positive(Time?.TotalSeconds, nameof(Time));
        Positive(Accumulate, nameof(Accumulate));
        Positive(ClipNorm, nameof(ClipNorm));
        Positive(ClipValue, nameof(ClipValue));
        Float(ClipNorm, nameof(ClipNorm));
        Float(ClipValue, nameof(ClipValue));
        Positive(EvaluateEvery, nameof(EvaluateEvery));
        Positive(Patience, nameof(Patience));
        Positive(CheckpointEvery, nameof(CheckpointEvery));
        if (AverageDecay is not (null or (> 0 and < 1)))
        {
            throw new ArgumentException($"{nameof(AverageDecay)} is {AverageDecay}, expected a number between 0 and 1, such as 0.999.");
        }

        if (!(MinimumImprovement >= 0))
        {
            throw new ArgumentException($"{nameof(MinimumImprovement)} is {MinimumImprovement}, expected 0 or more.");
        }
    }

    // Gradients are clipped in float32.
    private static void Float(double? value, string name)
    {
        if (value > float.MaxValue)
        {
            throw new ArgumentException($"{name} is {value}, expected at most {float.MaxValue}: leave it out to clip nothing.");
        }
    }

    private static void Positive(double? value, string name)
    {
        if (value is not (null or > 0))
        {
            throw new ArgumentException($"{name} is {value}, expected more than 0.");
        }
    }
}
