using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using Spectre.Console;

namespace Memory;

/// <summary>A run of the program.</summary>
internal sealed class Session(Settings settings)
{
    private const int ExplodingSteps = 60;

    private readonly OutputFolder _output = new(settings.Output);

    /// <summary>Measures all models, and prints and draws the results.</summary>
    public void Run()
    {
        var clock = Stopwatch.StartNew();
        var experiment = new Experiment(settings);
        Memories[] models =
        [
            experiment.Run("RNN", (inputs, hidden) => new RnnRecall(RecallTask.Tokens, inputs, hidden, RecallTask.Clues)),
            experiment.Run("LSTM", (inputs, hidden) => new LstmRecall(RecallTask.Tokens, inputs, hidden, RecallTask.Clues)),
            experiment.Run("GRU", (inputs, hidden) => new GruRecall(RecallTask.Tokens, inputs, hidden, RecallTask.Clues)),
            experiment.Run("Transformer", (inputs, _) => new TransformerRecall(RecallTask.Tokens, inputs, RecallTask.Clues)),
        ];
        ExplodingRun[] runs = [Explosion.Run(settings, ExplodingSteps, null), Explosion.Run(settings, ExplodingSteps, clip: 1)];

        Console.WriteLine();
        Print(models);
        Print(runs);
        Save(Plots.Gradients(models), "gradients");
        Save(Plots.Accuracies(models, settings.Trained), "accuracy");
        Save(Plots.Explosions(runs), "clipping");
        Console.WriteLine($"Plots: gradients, accuracy and clipping, as .png and .svg, in {settings.Output}.");
        if (!PlotFont.Exists)
        {
            Console.WriteLine(PlotFont.Advice("each plot"));
        }

        Console.WriteLine($"Done in {Duration.Text(clock.Elapsed)}.");
    }

    private void Save(ScottPlot.Plot plot, string name) => PlotFiles.Save(plot, _output, name, width: 1100, height: 600);

    private void Print(IReadOnlyList<Memories> models)
    {
        int[] distances = [.. settings.Distances.Where(distance => distance is 10 or 50 || distance % 100 == 0)];
        var table = new Table().Border(TableBorder.Ascii).AddColumns("model", "steps back");
        foreach (var distance in distances)
        {
            table.AddColumn(new TableColumn($"{distance}").RightAligned());
        }

        foreach (var model in models)
        {
            table.AddRow([model.Name, "gradient, initial", .. distances.Select(distance => $"{model.Before[distance]:0.0e+0}")]);
            table.AddRow(["", "gradient, trained", .. distances.Select(distance => $"{model.After[distance]:0.0e+0}")]);
            var accuracies = model.Accuracy.ToDictionary(point => point.Distance, point => point.Accuracy);
            table.AddRow(["", "accuracy", .. distances.Select(distance => $"{accuracies[distance]:P0}")]);
        }

        AnsiConsole.Write(table);
    }

    private static void Print(IReadOnlyList<ExplodingRun> runs)
    {
        var table = new Table().Border(TableBorder.Ascii)
            .AddColumns("exploding", "steps", "first norm", "largest norm", "first loss", "last losses");
        foreach (var run in runs)
        {
            table.AddRow(
                run.Clip is { } clip ? $"clipped to {clip}" : "not clipped",
                $"{run.Losses.Count}", $"{run.Norms[0]:0.0e+0}", $"{run.Norms.Max():0.0e+0}", $"{run.Losses[0]:0.00}",
                run.IsFinite ? $"{run.FinalLoss:0.00}" : "not finite");
        }

        AnsiConsole.Write(table);
    }
}
