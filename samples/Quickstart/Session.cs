using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using ModelGen.Training;
using Spectre.Console;
using TorchSharp;

namespace Quickstart;

/// <summary>A run of the program.</summary>
internal sealed class Session(Settings settings, Interruption interruption)
{
    private readonly OutputFolder _output = new(settings.Output);
    private readonly List<Curve> _curves = [];

    /// <summary>Trains, evaluates and samples both models, or as many of them as an interruption permits.</summary>
    /// <exception cref="SampleException">The text cannot be read, or the output folder cannot be written.</exception>
    public void Run()
    {
        var clock = Stopwatch.StartNew();
        var (text, source) = TextFiles.Read(settings.Text);
        var corpus = new Corpus(text);
        _output.Write("alphabet.json", corpus.Alphabet.Save);
        Console.WriteLine(
            $"Text: {source}; {corpus.Ids.Length:N0} characters, {corpus.Alphabet.Count - 1} different ones and 'unknown' for rare ones.");
        Console.WriteLine(
            $"Held out: {corpus.HeldOut.Sum(s => s.Length):N0} characters in {corpus.HeldOut.Count} blocks; "
                + $"models are evaluated on {corpus.ScoredCharacters:N0} of them.");

        var counts = new NGramModel(corpus.Ids, corpus.Training, corpus.Alphabet.Count);
        var baseline = corpus.BitsPerCharacter(counts.Bits(corpus.Ids, corpus.Scored));
        Console.WriteLine($"Order-3 model: {baseline:F3} bits per held-out character.");

        torch.manual_seed(settings.Seed);
        var candidates = new List<Candidate>();
        foreach (var create in new Func<long, Candidate>[] { Candidate.Transformer, Candidate.Lstm })
        {
            if (!interruption.Requested)
            {
                candidates.Add(create(corpus.Alphabet.Count));
                Train(candidates[^1], corpus, baseline);
            }
        }

        PrintResults(baseline);
        foreach (var candidate in candidates.TakeWhile(_ => !interruption.Requested))
        {
            Console.WriteLine();
            Console.WriteLine($"--- {candidate.Name} continues the prompt at temperature {settings.Sampling.Temperature} ---");
            Console.WriteLine(settings.Sampling.Prompt + Generation.Continue(candidate, corpus.Alphabet, settings.Sampling, interruption));
        }

        Console.WriteLine();
        Console.WriteLine($"Done in {Duration.Text(clock.Elapsed)}.");
    }

    /// <summary>Trains a model, saves it, and then evaluates it.</summary>
    private void Train(Candidate candidate, Corpus corpus, double baseline)
    {
        Console.WriteLine();
        Console.WriteLine(candidate.Summary);
        var losses = candidate.Train(corpus, settings.Budget, settings.Seed, interruption);
        var curve = new Curve(candidate.Name, losses, HeldOut: null);
        var weights = _output.Write(candidate.Name + ".dat", path => candidate.Model.save(path));
        var plot = _output.Write("training.png", path => LossPlot.Save(path, [.. _curves, curve], baseline));

        _curves.Add(curve with { HeldOut = corpus.BitsPerCharacter(Evaluation.Bits(candidate, corpus)) });
        _output.Write("training.png", path => LossPlot.Save(path, _curves, baseline));
        Console.WriteLine(
            $"{candidate.Name}: {_curves[^1].HeldOut:F3} bits per held-out character. Weights: {weights}; loss curve: {plot}");
    }

    private void PrintResults(double baseline)
    {
        var table = new Table().Border(TableBorder.Ascii)
            .AddColumns("model", "steps", "held-out bits per character", "relative to order 3");
        table.AddRow("order 3, Kneser-Ney", "", $"{baseline:F3}", "");
        foreach (var curve in _curves)
        {
            table.AddRow(
                curve.Name, $"{curve.Losses.Count:N0}", $"{curve.HeldOut:F3}", $"{(curve.HeldOut / baseline - 1) * 100:+0.0;-0.0} %");
        }

        Console.WriteLine();
        AnsiConsole.Write(table);
        if (_curves.Count > 0 && !PlotFont.Exists)
        {
            Console.WriteLine(PlotFont.Advice("training.png"));
        }
    }
}
