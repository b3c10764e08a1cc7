using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using ModelGen.Training;
using Spectre.Console;

namespace Retrieval;

/// <summary>Builds and updates an index, and measures how well it finds.</summary>
internal sealed class Session(Settings settings, Interruption interruption)
{
    private const int FewestPassages = 500;
    private const int FewestQuestions = 50;
    private const int ShownWarnings = 5;
    private static readonly TimeSpan BetweenReports = TimeSpan.FromSeconds(10);

    private readonly IndexFolder _folder = new(settings);

    /// <summary>Trains an encoder if there is none, measures it on held-out questions, and brings the index up to date.</summary>
    /// <param name="budget">How long the encoder is trained.</param>
    /// <param name="seed">The seed of weights and batches.</param>
    /// <param name="mostQuestions">The largest number of held-out questions.</param>
    /// <exception cref="SampleException">The documents, the encoder or the index cannot be used.</exception>
    public async Task Evaluate(Budget budget, int seed, int mostQuestions)
    {
        var clock = Stopwatch.StartNew();
        var made = _folder.Read();
        var output = new OutputFolder(settings.Output);
        var corpus = ReadDocuments(made);
        using var encoder = Encoder(corpus, made, budget, seed);
        if (encoder is null)
        {
            return;
        }

        var questions = HeldOutQuestions.Of(corpus.Passages, mostQuestions);
        Console.WriteLine($"Held-out questions: {questions.Count:N0}, each the lead of a passage without the words of its title.");
        using var evaluation = await RetrievalEvaluation.Of(
            encoder, corpus.Passages, questions, Report("Passages encoded for the evaluation"), interruption.Token);
        if (questions.Count > 0)
        {
            Print(await evaluation.Run(interruption.Token), output);
        }

        var calibration = await Calibration.Run(evaluation, interruption.Token);
        Print(calibration);
        IndexFolder.Write(output, new(
            FullPath(settings.Documents ?? made?.Documents), FullPath(settings.Encoder ?? made?.Encoder), calibration.Threshold));
        await Update(encoder, corpus);
        Console.WriteLine($"Done in {Duration.Text(clock.Elapsed)}.");
    }

    /// <summary>Brings the index up to date with the documents, without training.</summary>
    /// <exception cref="SampleException">There is no index, or the documents or the index cannot be used.</exception>
    public async Task Update()
    {
        var made = _folder.Read() ?? throw Missing();
        using var encoder = Open(made);
        await Update(encoder, ReadDocuments(made));
    }

    /// <summary>Opens the encoder of an index.</summary>
    public TextEncoder Open(IndexSettings made) =>
        made.Encoder is { } folder ? BertEncoder.Open(folder) : EncoderFolder.Open(_folder.EncoderPath);

    /// <summary>There is no index.</summary>
    public SampleException Missing() => new(
        $"There is no index in '{settings.Output}': run the program without a command to build one.");

    private DocumentCorpus ReadDocuments(IndexSettings? made)
    {
        var folder = settings.Documents ?? made?.Documents;
        var corpus = folder is null ? DocumentCorpus.Default() : DocumentCorpus.Folder(folder);
        Console.WriteLine(
            $"Documents: {corpus.Documents:N0} with {corpus.Passages.Count:N0} passages"
            + (folder is null ? ": the XML documentation of .NET and of this program's packages, and the pages of this repository."
                : $", in {folder}."));
        foreach (var warning in corpus.Warnings.Take(ShownWarnings))
        {
            Console.WriteLine($"  {warning}");
        }

        if (corpus.Warnings.Count > ShownWarnings)
        {
            Console.WriteLine($"  {corpus.Warnings.Count - ShownWarnings:N0} more documents are left out.");
        }

        return corpus;
    }

    private TextEncoder? Encoder(DocumentCorpus corpus, IndexSettings? made, Budget budget, int seed)
    {
        if ((settings.Encoder ?? made?.Encoder) is { } hub)
        {
            var opened = BertEncoder.Open(hub);
            Console.WriteLine($"Encoder: {opened.Description}, {opened.Dimensions} dimensions.");
            return opened;
        }

        if (Directory.Exists(_folder.EncoderPath))
        {
            Console.WriteLine($"Encoder: {_folder.EncoderPath}, trained before; delete the folder to train it again.");
            return EncoderFolder.Open(_folder.EncoderPath);
        }

        // A few documents alone would be too few to learn from.
        var isDefault = settings.Documents is null && made?.Documents is null;
        var passages = isDefault || corpus.Passages.Count >= FewestPassages
            ? corpus.Passages : [.. corpus.Passages, .. DocumentCorpus.Default().Passages];
        using (var trained = EncoderTraining.Run(passages, budget, seed, interruption))
        {
            if (interruption.Requested)
            {
                Console.WriteLine("Stopped during the training: nothing is stored.");
                return null;
            }

            EncoderFolder.Save(trained, _folder.EncoderPath);
        }

        return EncoderFolder.Open(_folder.EncoderPath);
    }

    private async Task Update(TextEncoder encoder, DocumentCorpus corpus)
    {
        using var store = _folder.OpenStore();
        var index = new PassageIndex(store, encoder);
        var result = await index.Update(corpus.Passages, Report("Passages stored"), interruption.Token);
        var bytes = new FileInfo(_folder.IndexPath).Length;
        Console.WriteLine(
            $"Index: {_folder.IndexPath}, {result.Count:N0} passages, {bytes / 1024.0 / 1024:N1} MiB; {result.Added:N0} added, "
            + $"{result.Removed:N0} removed, {result.Kept:N0} unchanged.");
    }

    private static Action<int, int> Report(string what)
    {
        var clock = Stopwatch.StartNew();
        return (count, all) =>
        {
            if (count == all || clock.Elapsed > BetweenReports)
            {
                Console.WriteLine($"{what}: {count:N0} of {all:N0}.");
                clock.Restart();
            }
        };
    }

    private static void Print(IReadOnlyList<RetrievalScore> scores, OutputFolder output)
    {
        var table = new Table().Border(TableBorder.Ascii).AddColumns("held-out questions", "recall@1", "recall@10", "MRR", "ms/question");
        foreach (var score in scores)
        {
            table.AddRow(
                score.Method, $"{score.Recall(1):P1}", $"{score.Recall(10):P1}", $"{score.MeanReciprocalRank:F3}",
                $"{score.Time.TotalMilliseconds:F1}");
        }

        AnsiConsole.Write(table);
        var gain = 100 * (scores[2].Recall(10) - scores[0].Recall(10));
        Console.WriteLine(
            $"Verdict: hybrid finds {double.Abs(gain):F1} points of recall@10 {(gain >= 0 ? "more" : "less")} than BM25; "
            + $"at least 5 points more are {(gain >= 5 ? "reached" : "not reached")}.");
        if (scores[0].Ranks.Count < FewestQuestions)
        {
            Console.WriteLine($"With fewer than {FewestQuestions} questions, a verdict says little.");
        }

        var png = PlotFiles.Save(RecallPlot.Draw(scores), output, "recall");
        Console.WriteLine($"Plot: {png}{(PlotFont.Exists ? "" : Environment.NewLine + PlotFont.Advice("recall.png"))}");
    }

    private static void Print(Calibration calibration)
    {
        Console.WriteLine(
            $"A question is declined below a relevance of {calibration.Threshold:F3}, chosen by half of the questions. Of the others:");
        Console.WriteLine($"  answered although unrelated to software: {calibration.FalseAnswers:P1}");
        Console.WriteLine($"  declined although a passage answers it: {calibration.FalseDeclines:P1}");
        Console.WriteLine($"  answered from other passages after its own is removed: {calibration.MissingAnswers:P1}");
    }

    private static string? FullPath(string? path) => path is null ? null : Path.GetFullPath(path);
}
