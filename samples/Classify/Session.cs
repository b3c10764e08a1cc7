using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Text.Json;
using ModelGen;
using ModelGen.Training;
using Spectre.Console;
using TorchSharp;
using static TorchSharp.torch;

namespace Classify;

/// <summary>A run from the files to the confusion matrix.</summary>
internal sealed class Session(Settings settings, Interruption interruption)
{
    private const int BatchSize = 32;
    private const double LearningRate = 2e-3;
    private const int Examples = 6;

    private readonly OutputFolder _output = new(settings.Output);

    /// <summary>
    /// Trains the encoder, saves it, and compares it with naive Bayes; after an interruption with what it has learnt until then.
    /// </summary>
    /// <exception cref="SampleException">The text or the output folder is of no use.</exception>
    public void Run()
    {
        var clock = Stopwatch.StartNew();
        var corpus = SnippetCorpus.Read(settings.Text ?? TextFiles.RepositoryRoot());
        File.WriteAllText(_output["classes.json"], JsonSerializer.Serialize(corpus.Classes));
        Console.WriteLine($"Text: {settings.Text ?? "this repository"}, {corpus.Files:N0} files of {corpus.Classes.Count} kinds: "
            + $"{string.Join(", ", corpus.Classes)}.");
        Console.WriteLine($"Snippets: {corpus.Training.Count:N0} to learn from, {corpus.HeldOut.Count:N0} of other files held out.");

        var baseline = Prediction.Of(new NaiveBayes(corpus.Training, corpus.Classes.Count), corpus.HeldOut);

        torch.manual_seed(settings.Seed);
        using var model = new SnippetEncoder(corpus.Classes.Count);
        Console.WriteLine();
        Console.WriteLine(model.Summary());
        var losses = Train(model, corpus.Training);
        var weights = _output[model.GetName() + ".safetensors"];
        Checkpoint.Save(model, weights);
        Console.WriteLine($"Weights: {weights}");

        var learnt = Prediction.Of(model, corpus.HeldOut);
        Report(corpus, baseline, learnt, losses.Count);
        Console.WriteLine();
        Console.WriteLine($"Done in {Duration.Text(clock.Elapsed)}.");
    }

    private IReadOnlyList<LossPoint> Train(SnippetEncoder model, IReadOnlyList<Snippet> training)
    {
        var random = new Random(settings.Seed);
        return Training.Run(
            model, LearningRate, (SnippetEncoder encoder, Batch batch) => encoder.Loss(batch.Bytes, batch.Padding, batch.Classes),
            () => Batch.Of(Enumerable.Range(0, BatchSize).Select(_ => training[random.Next(training.Count)]).ToList()),
            settings.Budget, interruption);
    }

    private void Report(SnippetCorpus corpus, IReadOnlyList<Prediction> baseline, IReadOnlyList<Prediction> learnt, int steps)
    {
        var (first, second) = (Matrix(corpus, baseline), Matrix(corpus, learnt));
        var table = new Table().Border(TableBorder.Ascii).AddColumns("model", "steps", "accuracy", "macro-F1");
        table.AddRow("naive Bayes, 1 to 3 bytes", "", $"{first.Accuracy:P1}", $"{first.MacroF1:F3}");
        table.AddRow(nameof(SnippetEncoder), $"{steps:N0}", $"{second.Accuracy:P1}", $"{second.MacroF1:F3}");
        Console.WriteLine();
        AnsiConsole.Write(table);
        Console.WriteLine(Verdict(first.MacroF1, second.MacroF1));

        var confusion = new Table().Border(TableBorder.Ascii).AddColumn("stands in / taken for");
        foreach (var name in corpus.Classes)
        {
            confusion.AddColumn(new TableColumn(Markup.Escape(name)).RightAligned());
        }

        for (var row = 0; row < second.Classes; row++)
        {
            confusion.AddRow([Markup.Escape(corpus.Classes[row]), .. Enumerable.Range(0, second.Classes).Select(
                column => $"{second[row, column]:N0}")]);
        }

        Console.WriteLine();
        AnsiConsole.Write(confusion);
        ConfusionPlot.Save(_output["confusion.png"], second, corpus.Classes, $"{nameof(SnippetEncoder)} on held-out files, colours by "
            + "the share of the row");
        Console.WriteLine($"Picture: {_output["confusion.png"]}");
        if (!PlotFont.Exists)
        {
            Console.WriteLine(PlotFont.Advice("confusion.png"));
        }

        var mistakes = learnt.Where(prediction => !prediction.IsRight).OrderByDescending(prediction => prediction.Probability)
            .Take(Examples).ToList();
        Console.WriteLine();
        Console.WriteLine(mistakes.Count == 0 ? "Nothing was mistaken." : "Most surely mistaken:");
        foreach (var (snippet, taken, probability) in mistakes)
        {
            Console.WriteLine($"  {corpus.Classes[snippet.Class]} for {corpus.Classes[taken]} ({probability:P0}): {snippet.Text}");
        }
    }

    private static ConfusionMatrix Matrix(SnippetCorpus corpus, IReadOnlyList<Prediction> predictions) =>
        new(corpus.Classes.Count, predictions.Select(prediction => (prediction.Snippet.Class, prediction.Class)));

    // By macro-F1, which counts every kind alike, however much text it has.
    private static string Verdict(double baseline, double encoder) => (encoder - baseline) switch
    {
        > 0.0005 => "The encoder is ahead by macro-F1, which counts every kind alike.",
        < -0.0005 => "Naive Bayes is ahead by macro-F1: on so little text, counting does better than so short a training.",
        _ => "Neither is ahead.",
    };
}
