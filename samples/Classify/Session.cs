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

/// <summary>A run of the program.</summary>
internal sealed class Session(Settings settings, Interruption interruption)
{
    private const int BatchSize = 32;
    private const double LearningRate = 2e-3;
    private const int Examples = 6;

    private readonly OutputFolder _output = new(settings.Output);

    /// <summary>Trains the encoder, saves it, and compares it with naive Bayes; after an interruption in its current state.</summary>
    /// <exception cref="SampleException">The text cannot be read, or the output folder cannot be written.</exception>
    public void Run()
    {
        var clock = Stopwatch.StartNew();
        var corpus = SnippetCorpus.Read(settings.Text ?? TextFiles.RepositoryRoot());
        File.WriteAllText(_output["classes.json"], JsonSerializer.Serialize(corpus.Classes));
        var kinds = string.Join(", ", corpus.Classes);
        Console.WriteLine($"Text: {settings.Text ?? "this repository"}, {corpus.Files:N0} files of {corpus.Classes.Count} kinds: {kinds}.");
        Console.WriteLine($"Snippets: {corpus.Training.Count:N0} for training, {corpus.HeldOut.Count:N0} of other files held out.");

        var counted = new NaiveBayes([.. corpus.Training.Select(snippet => (snippet.Bytes, snippet.Class))], corpus.Classes.Count);
        var baseline = Prediction.Of(counted, corpus.HeldOut);

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

        var confusion = new Table().Border(TableBorder.Ascii).AddColumn("true / predicted");
        foreach (var name in corpus.Classes)
        {
            confusion.AddColumn(new TableColumn(Markup.Escape(name)).RightAligned());
        }

        for (var row = 0; row < second.Classes; row++)
        {
            var counts = Enumerable.Range(0, second.Classes).Select(column => $"{second[row, column]:N0}");
            confusion.AddRow([Markup.Escape(corpus.Classes[row]), .. counts]);
        }

        Console.WriteLine();
        AnsiConsole.Write(confusion);
        TrainingPlots.SaveConfusionMatrix(
            _output["confusion.png"], second.Counts, corpus.Classes, new() { Title = $"{nameof(SnippetEncoder)} on held-out files" });
        Console.WriteLine($"Plot: {_output["confusion.png"]}");
        if (!PlotFont.Exists)
        {
            Console.WriteLine(PlotFont.Advice("confusion.png"));
        }

        var mistakes = learnt.Where(prediction => !prediction.IsRight).OrderByDescending(prediction => prediction.Probability)
            .Take(Examples).ToList();
        Console.WriteLine();
        Console.WriteLine(mistakes.Count == 0 ? "There are no mistakes." : "Mistakes with the highest probability:");
        foreach (var (snippet, taken, probability) in mistakes)
        {
            Console.WriteLine($"  {corpus.Classes[snippet.Class]} for {corpus.Classes[taken]} ({probability:P0}): {snippet.Text}");
        }
    }

    private static ConfusionMatrix Matrix(SnippetCorpus corpus, IReadOnlyList<Prediction> predictions) =>
        new(corpus.Classes.Count, predictions.Select(prediction => (prediction.Snippet.Class, prediction.Class)));

    // Compares by macro-F1, which weights every kind equally, independently of its amount of text.
    private static string Verdict(double baseline, double encoder) => (encoder - baseline) switch
    {
        > 0.0005 => "The encoder is better by macro-F1, which weights every kind equally.",
        < -0.0005 => "Naive Bayes is better by macro-F1: with so little text and training, counting is the stronger method.",
        _ => "Both are equally good by macro-F1.",
    };
}
