using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using ModelGen.Models;
using ModelGen.Training;

namespace Prompting;

/// <summary>A run of the program.</summary>
internal sealed class Session(Settings settings, Interruption interruption)
{
    private const int OwnTokens = 40;
    private const int ShownShots = 4;

    private readonly Stopwatch _clock = Stopwatch.StartNew();

    /// <summary>Answers the user's own prompt, or measures the tasks of a given model or of one that is trained first.</summary>
    /// <exception cref="SampleException">An option, the model or the output folder is not valid, or a prompt is too long.</exception>
    public void Run()
    {
        if (settings.Prompt is not null)
        {
            RunOwn(settings.Prompt);
        }
        else if (settings.Model is not null)
        {
            RunTexts(settings.Model);
        }
        else
        {
            RunSymbols();
        }
    }

    private void RunOwn(string template)
    {
        // The prompt is written before the model is loaded, so that a mistake shows at once.
        string prompt;
        try
        {
            prompt = PromptTemplate.Parse(template).Format([.. settings.Slots]);
        }
        catch (PromptException e)
        {
            throw new SampleException(e.Message);
        }

        using var model = HubModel.Load(settings.Model ?? throw new SampleException("--prompt requires --model, the folder of a model."));
        Console.WriteLine(prompt + model.Continue(prompt, OwnTokens));
    }

    private void RunTexts(string folder)
    {
        var output = new OutputFolder(settings.Output);
        using var model = HubModel.Load(folder);
        var experiment = new TextExperiment(model, settings);
        Console.WriteLine($"Prompting {model.Family} in '{folder}', {settings.Prompts} prompts per task and number of shots:");
        List<TaskScores> scores = [];
        WeightHash.Unchanged(model.Weights, () =>
        {
            foreach (var task in TextTask.All.TakeWhile(_ => !interruption.Requested))
            {
                var clock = Stopwatch.StartNew();
                List<Score> byShots = [.. settings.Shots.TakeWhile(_ => !interruption.Requested)
                    .Select(shots => experiment.Measure(task, shots, () => interruption.Requested)).OfType<Score>()];
                scores.Add(new(task.Name, Guessing: null, byShots));
                Console.WriteLine($"  {task.Name}: {Duration.Text(clock.Elapsed)}");
            }

            if (!interruption.Requested)
            {
                ShowText(experiment);
            }
        });
        Report($"Few-shot prompts of {model.Family}", scores, output);
        if (experiment.Excess is { } excess)
        {
            throw new SampleException(excess);
        }
    }

    private void ShowText(TextExperiment experiment)
    {
        var shots = settings.Shots.Where(count => count > 0).DefaultIfEmpty(0).First();
        var (prompt, expected) = experiment.Prompts(TextTask.All[0], shots)[0];
        if (experiment.Excess is null)
        {
            Console.WriteLine($"A prompt, and after it the answer of the model; {expected} is expected:");
            Console.WriteLine(prompt + " " + experiment.Answer(prompt));
        }
    }

    private void RunSymbols()
    {
        var output = new OutputFolder(settings.Output);
        using var experiment = new SymbolExperiment(settings);
        Console.WriteLine(
            $"Training a small model on prompts over {SymbolTokenizer.Letters.Length} letters. It never sees the shifts by "
            + $"{string.Join(", ", experiment.Unseen.Order())}.");
        Console.WriteLine(experiment.Model.Summary());
        experiment.Train(interruption);

        // After a stop, what was learnt so far is measured.
        var wasStopped = interruption.Requested;
        List<TaskScores> scores = [];
        WeightHash.Unchanged(experiment.Model, () =>
        {
            foreach (var task in experiment.Tasks.TakeWhile(_ => wasStopped || !interruption.Requested))
            {
                scores.Add(new(task.Name, task.Guessing, [.. ShotsOf(task).Select(shots => experiment.Measure(task, shots))]));
            }

            Console.WriteLine();
            Console.WriteLine("A prompt of each task, and the answer of the model:");
            foreach (var task in experiment.Tasks)
            {
                var (prompt, answer, expected) = experiment.Answer(task, ShownShots);
                var verdict = answer == expected ? "right" : $"{expected} is expected";
                Console.WriteLine($"  {task.Name,-18}  {prompt,-42} {answer,-3}  {verdict}");
            }

            Console.WriteLine();
        });
        Report("In-context learning of a small model", scores, output);
    }

    private IEnumerable<int> ShotsOf(InContextTask task) => settings.Shots.Where(shots => shots <= task.MaximumShots);

    private void Report(string title, IReadOnlyList<TaskScores> scores, OutputFolder output)
    {
        ScoreReport.Print(scores, settings.Shots);
        Console.WriteLine($"{settings.Prompts} prompts each, of which the whole answer has to be right.");
        ScoreReport.Draw(title, scores, settings.Shots, output);
        Console.WriteLine($"Done in {Duration.Text(_clock.Elapsed)}.");
    }
}
