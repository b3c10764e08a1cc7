using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using ModelGen;
using ModelGen.Training;
using Spectre.Console;
using static TorchSharp.torch;

namespace FineTune;

/// <summary>The accuracies of the classifiers with a number of labels.</summary>
/// <param name="Labels">The number of labels per class.</param>
/// <param name="Bayes">The accuracy of naive Bayes.</param>
/// <param name="Accuracies">The accuracy of each way.</param>
internal sealed record HeadResult(int Labels, double Bayes, IReadOnlyDictionary<HeadMethod, double> Accuracies);

/// <summary>Pre-trains an encoder on texts without labels, and compares classifiers with few labels.</summary>
internal sealed class HeadSession(IReadOnlyList<string> paths, string folder, Budget pretraining, int steps, int seed, Interruption stop)
{
    private const int BatchSize = 64;
    private const double LearningRate = 2e-3;
    private const long Mask = 256;

    private readonly OutputFolder _output = new(folder);

    /// <summary>
    /// Pre-trains, trains the classifiers, and prints and draws the accuracies; after an interruption the results so far.
    /// </summary>
    /// <exception cref="SampleException">A text cannot be read or is too short, or the output folder cannot be written.</exception>
    public void Run()
    {
        var clock = Stopwatch.StartNew();
        var windows = new LabeledWindows(Texts());
        Console.WriteLine(
            $"Classes: {string.Join(", ", windows.Names)}; {windows.Count:N0} windows of {LabeledWindows.Length} bytes without labels, "
            + $"{windows.HeldOut.Count:N0} held out.");
        var encoder = Pretrain(windows);
        List<HeadResult> results = [];
        foreach (var labels in Labels(windows).TakeWhile(_ => !stop.Requested))
        {
            if (Compare(encoder, windows, labels) is { } result)
            {
                results.Add(result);
            }
        }

        if (results.Count > 0)
        {
            Print(results);
        }

        Console.WriteLine($"Done in {Duration.Text(clock.Elapsed)}.");
    }

    private static IEnumerable<int> Labels(LabeledWindows windows) => ((int[])[4, 16, 64, 256]).Where(one => one <= windows.MostLabels);

    private List<(string Name, string Content)> Texts() => paths.Count == 0
        ? [.. ((string[])[".cs", ".md", ".svg", ".json"]).Select(kind => (kind, TextFiles.ReadRepository(kind).Text))]
        : [.. paths.Select(path => (path, TextFiles.Read(path).Text))];

    private string Pretrain(LabeledWindows windows)
    {
        Console.WriteLine("An encoder is pre-trained to predict masked bytes, without labels:");
        manual_seed(seed);
        using var model = new MaskedBytes();
        var random = new Random(seed);
        Training.Run(
            model, LearningRate, (MaskedBytes net, (Tensor Input, Tensor Target) batch) => net.Loss(batch.Input, batch.Target), () =>
            {
                using var ids = windows.Draw(random, BatchSize);
                return MaskedTokens.Mask(ids, vocabulary: Mask + 1, maskId: Mask);
            },
            pretraining, stop);
        var path = _output["encoder.safetensors"];
        Checkpoint.Save(model, path);
        return path;
    }

    private HeadResult? Compare(string encoder, LabeledWindows windows, int labels)
    {
        Dictionary<HeadMethod, double> accuracies = [];
        foreach (var method in Enum.GetValues<HeadMethod>())
        {
            using var model = Classification.Train(method, encoder, windows, labels, steps, seed, stop);
            if (stop.Requested)
            {
                return null;
            }

            accuracies.Add(method, Classification.Accuracy(model, windows.HeldOut));
        }

        Console.WriteLine($"  {labels} labels per class: {string.Join(", ", accuracies.Select(one => $"{Name(one.Key)} {one.Value:P1}"))}");
        return new(labels, Classification.Baseline(windows, labels, seed), accuracies);
    }

    private void Print(IReadOnlyList<HeadResult> results)
    {
        var table = new Table().Border(TableBorder.Ascii).AddColumns("labels per class", "naive Bayes");
        foreach (var method in Enum.GetValues<HeadMethod>())
        {
            table.AddColumn(Name(method));
        }

        foreach (var result in results)
        {
            table.AddRow([$"{result.Labels}", $"{result.Bayes:P1}", .. result.Accuracies.Values.Select(accuracy => $"{accuracy:P1}")]);
        }

        Console.WriteLine();
        Console.WriteLine("Accuracy on held-out windows:");
        AnsiConsole.Write(table);
        var png = PlotFiles.Save(LabelPlot.Draw(results), _output, "labels");
        Console.WriteLine($"Plot: {png}{(PlotFont.Exists ? "" : Environment.NewLine + PlotFont.Advice("labels.png"))}");
    }

    /// <summary>The name of a way in tables and plots.</summary>
    public static string Name(HeadMethod method) => method switch
    {
        HeadMethod.FromScratch => "from scratch",
        HeadMethod.HeadOnly => "pre-trained, head only",
        _ => "pre-trained, all weights",
    };
}
