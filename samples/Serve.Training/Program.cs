using System;
using System.CommandLine;
using System.IO;
using System.Linq;
using System.Text.Json;
using ModelGen.Onnx;
using ModelGen.Training;
using Serve.Model;
using TorchSharp;
using static TorchSharp.torch;

namespace Serve.Training;

/// <summary>Trains the model of the service and writes its files.</summary>
internal static class Program
{
    private const int BatchSize = 64;
    private const double LearningRate = 2e-3;

    internal static int Main(string[] arguments)
    {
        var output = new Option<string>("--output")
        {
            Description = "The folder for line-encoder.onnx and kinds.json.",
            HelpName = "folder",
            DefaultValueFactory = _ => "serve-model",
        };
        var steps = new Option<int>("--steps") { Description = "The number of training steps.", DefaultValueFactory = _ => 300 };
        var seed = new Option<int>("--seed") { Description = "The seed of weights and batches.", DefaultValueFactory = _ => 1 };
        var command = new RootCommand(
            "Trains a small encoder to predict the kind of the file that a line is from, on the files of this repository, and exports it "
            + "for samples/Serve. Ctrl-C stops after the current step and exports (exit code 130).")
        {
            output, steps, seed,
        };
        command.SetAction(result => Run(
            result.Get(output, value => value.Length > 0, "the path of a folder"),
            result.Get(steps, value => value > 0, "at least 1"),
            result.GetValue(seed)));
        return command.Run(arguments);
    }

    private static int Run(string output, int steps, int seed) => CommandLine.RunUntilStopped(interruption =>
    {
        var corpus = LineCorpus.Read(TextFiles.RepositoryRoot(), seed);
        Console.WriteLine($"{corpus.Training.Count:N0} lines of {corpus.Kinds.Count} kinds: {string.Join(", ", corpus.Kinds)}.");
        manual_seed(seed);
        var random = new Random(seed);
        var byKind = corpus.Training.ToLookup(line => line.Kind, line => line.Text);
        string[][] texts = [.. corpus.Kinds.Select((_, kind) => byKind[kind].ToArray())];
        using var model = new LineEncoder(corpus.Kinds.Count);

        // Every kind is drawn equally often.
        Samples.Shared.Training.Run(
            model, LearningRate,
            (LineEncoder encoder, TrainingLines lines) => encoder.Loss(lines.Bytes, lines.Padding, lines.Kinds),
            () => TrainingLines.Of([.. Enumerable.Range(0, BatchSize).Select(_ => random.Next(texts.Length))
                .Select(kind => (texts[kind][random.Next(texts[kind].Length)], kind))]),
            new Budget(TimeSpan.Zero, steps), interruption);
        Console.WriteLine($"Accuracy on {corpus.HeldOut.Count:N0} lines of other files: {Accuracy(model, corpus):P1}.");

        Directory.CreateDirectory(output);
        model.ExportOnnx(Path.Combine(output, "line-encoder.onnx"));
        File.WriteAllText(Path.Combine(output, "kinds.json"), JsonSerializer.Serialize(corpus.Kinds));
        Console.WriteLine($"Model: {Path.GetFullPath(output)}");
    });

    private static double Accuracy(LineEncoder model, LineCorpus corpus)
    {
        using var quiet = inference_mode();
        var right = 0L;
        foreach (var chunk in corpus.HeldOut.Chunk(BatchSize))
        {
            using var scope = NewDisposeScope();
            using var lines = TrainingLines.Of(chunk);
            right += model.call(lines.Bytes, lines.Padding).argmax(1).eq(lines.Kinds).sum().item<long>();
        }

        return (double)right / corpus.HeldOut.Count;
    }
}
