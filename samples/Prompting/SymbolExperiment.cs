using System;
using System.Collections.Generic;
using System.Linq;
using ModelGen;
using ModelGen.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Prompting;

/// <summary>Trains a small model to follow examples, and measures how it answers prompts with rules that it has never seen.</summary>
internal sealed class SymbolExperiment : IDisposable
{
    private const double LearningRate = 2e-3;
    private const int WarmUpSteps = 30;

    // The rate is constant until this last part of the run: it must not fall before all lessons are learnt.
    private const double FallingShare = 0.2;

    // Test prompts do not depend on the random numbers of training.
    private const int TestSeed = 1000;

    private readonly Settings _settings;
    private readonly IReadOnlyList<Lesson> _lessons;

    /// <summary>Draws the shifts that training does not have, and creates the model.</summary>
    public SymbolExperiment(Settings settings)
    {
        _settings = settings;
        (Seen, Unseen) = ShiftTask.Split(settings.Seed);
        _lessons = Lesson.All(Seen);
        Tasks =
        [
            new RecallTask(),
            WordTask.Copying,
            WordTask.Reversing,
            new ShiftTask("seen shift", Seen, isShown: false),
            new ShiftTask("unseen shift", Unseen, isShown: false),
            new ShiftTask("unseen shift shown", Unseen, isShown: true),
        ];
        manual_seed(settings.Seed);
        Model = new SymbolGpt(SymbolTokenizer.Vocabulary);
    }

    /// <summary>The shifts of the training prompts.</summary>
    public IReadOnlyList<int> Seen { get; }

    /// <summary>The shifts that no training prompt has.</summary>
    public IReadOnlyList<int> Unseen { get; }

    /// <summary>The tasks that are measured.</summary>
    public IReadOnlyList<InContextTask> Tasks { get; }

    /// <summary>The model.</summary>
    public SymbolGpt Model { get; }

    /// <summary>Trains the model.</summary>
    /// <param name="interruption">Stops the training after the current step.</param>
    public void Train(Interruption interruption)
    {
        var random = new Random(_settings.Seed);
        using var optimizer = ParameterGroups.AdamW(Model, LearningRate);
        Trainer.Create(Model, optimizer, (SymbolGpt model, LessonBatch batch) => Loss(model, batch), new TrainerOptions
        {
            Steps = _settings.Steps,
            Accumulate = _lessons.Count,
            ClipNorm = 1,
            Schedule = LearningRateSchedule.From(progress => Math.Min(1, (1 - progress.Share) / FallingShare)).WithWarmUp(WarmUpSteps),
            StopOnCtrlC = false,
        }).Fit(BatchSource.From(_ => Batches(random)), cancellation: interruption.Token);
        Model.eval();
    }

    /// <summary>Counts the prompts that the model answers.</summary>
    /// <param name="task">The task.</param>
    /// <param name="shots">The number of examples before the question.</param>
    public Score Measure(InContextTask task, int shots)
    {
        var random = new Random(TestSeed + _settings.Seed);
        using var batch = SymbolBatch.Of(
            task, [.. Enumerable.Range(0, _settings.Prompts).Select(_ => task.Draw(random, shots))]);
        using var quiet = no_grad();
        using var logits = Model.call(batch.Input);
        return new(shots, batch.Correct(logits), _settings.Prompts);
    }

    /// <summary>Writes a prompt, and what the model answers.</summary>
    /// <param name="task">The task.</param>
    /// <param name="shots">The number of examples before the question.</param>
    public (string Prompt, string Answer, string Expected) Answer(InContextTask task, int shots)
    {
        var examples = task.Draw(new Random(_settings.Seed), shots);
        var prompt = task.Prompt(examples);
        var tokenizer = new SymbolTokenizer();
        var expected = examples[^1].Output;
        var answer = Model.Generate(
            tokenizer.Encode(prompt), GenerationOptions.Greedy with { MaxNewTokens = expected.Length });
        return (prompt, tokenizer.Decode(answer), expected);
    }

    /// <inheritdoc/>
    public void Dispose() => Model.Dispose();

    private IEnumerable<LessonBatch> Batches(Random random)
    {
        while (true)
        {
            foreach (var lesson in _lessons)
            {
                yield return new(lesson, lesson.Next(random));
            }
        }
    }

    private static Tensor Loss(SymbolGpt model, LessonBatch batch)
    {
        using var logits = model.call(batch.Symbols.Input);
        batch.Lesson.Observe((double)batch.Symbols.Correct(logits) / batch.Symbols.Input.size(0));
        using var rows = logits.reshape(-1, SymbolTokenizer.Vocabulary);
        using var targets = batch.Symbols.Target.reshape(-1);
        return nn.functional.cross_entropy(rows, targets, ignore_index: SymbolBatch.Ignored);
    }

    private sealed record LessonBatch(Lesson Lesson, SymbolBatch Symbols) : IDisposable
    {
        public void Dispose() => Symbols.Dispose();
    }
}
