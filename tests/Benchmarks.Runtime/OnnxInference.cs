using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.Linq;
using ModelGen.Inference;
using ModelGen.Onnx;
using TorchSharp;
using static TorchSharp.torch;

namespace ModelGen.Benchmarks.Runtime;

/// <summary>Generated code in TorchSharp, and the same model in ONNX Runtime.</summary>
internal static class OnnxInference
{
    private const int DefaultRounds = 15;

    /// <summary>Measures, and prints tables. The only argument is the number of rounds.</summary>
    public static void Run(string[] arguments)
    {
        int rounds = arguments.Length == 0 ? DefaultRounds : int.Parse(arguments[0], CultureInfo.InvariantCulture);
        using IDisposable quiet = no_grad();
        using Block512 block = new();
        using BiLstm lstm = new();
        using Zoo.ResNet18 resNet = new();
        List<Row> rows =
        [
            new("post-LN block 512, B=8, T=128", block, randn(8, 128, 512), 10),
            new("the same, B=1, T=1024", block, randn(1, 1024, 512), 10),
            new("the same, B=1, T=16", block, randn(1, 16, 512), 200),
            new("ResNet-18, 224 x 224, B=1", resNet, randn(1, 3, 224, 224), 10),
            new("the same, B=8", resNet, randn(8, 3, 224, 224), 2),
            new("LSTM 256, 2 layers, both directions, B=8, T=64", lstm, randn(8, 64, 256), 10),
        ];
        Print($"Minima of {rounds} rounds in turn, {get_num_threads()} threads", rows, rounds);
        if (HostMemory.KeepFreed())
        {
            Console.WriteLine();
            Print("After HostMemory.KeepFreed()", rows, rounds);
        }

        Sessions(rows);
        Console.WriteLine();
        Console.WriteLine("ForInference of GPT-2 small adds to the memory of the process, as a multiple of its weights: "
            + ChildProcess.Run("onnx-child"));
        Decoding(Math.Min(rounds, 5));
        Comparison.PrintCalibration();
        rows.ForEach(row => row.Dispose());
    }

    /// <summary>Opens a model and calls it, and prints what the peak of the process exceeds its memory before that by.</summary>
    public static void RunChild()
    {
        using IDisposable quiet = no_grad();
        using ModelGen.Models.Gpt2 gpt = new();
        gpt.eval();
        double weights = gpt.parameters().Sum(weight => weight.numel() * weight.element_size()) / 1e6;
        double before = ChildProcess.PeakMegabytes();
        using InferenceModel<Tensor, Tensor> fast = gpt.ForInference(Options());
        using Tensor ids = ones(1, 8, dtype: ScalarType.Int64);
        fast.call(ids).Dispose();
        Console.WriteLine(FormattableString.Invariant($"{(ChildProcess.PeakMegabytes() - before) / weights:0.00}"));
    }

    private static void Print(string title, List<Row> rows, int rounds)
    {
        Console.WriteLine(title);
        Console.WriteLine();
        Console.WriteLine("| | generated code, ms | ForInference, ms | ratio |");
        Console.WriteLine("|---|---:|---:|---:|");
        foreach (Row row in rows)
        {
            Comparison measured = Comparison.Of(
                rounds, row.Calls, () => row.Model.call(row.Input).Dispose(), () => row.Fast.call(row.Input).Dispose());
            double[] least = [.. new[] { 0, 1 }.Select(version => measured.Rounds.Min(round => round[version].Seconds))];
            Console.WriteLine(FormattableString.Invariant(
                $"| {row.Name} | {1000 * least[0]:0.00} | {1000 * least[1]:0.00} | {least[1] / least[0]:0.00} |"));
        }
    }

    private static void Decoding(int rounds)
    {
        using ModelGen.Models.Gpt2 gpt = new();
        gpt.eval();
        long[] prompt = [.. Enumerable.Range(0, 64).Select(i => (long)(i * 97 % 50257))];
        GenerationOptions greedy = GenerationOptions.Greedy with { MaxNewTokens = 64 };
        IReadOnlyList<long> expected = gpt.Generate(prompt, greedy);
        Console.WriteLine();
        Console.WriteLine("| GPT-2 small, 64 ids after 64, greedy | Generate, ms | on ForGeneration, ms | ratio | the same ids |");
        Console.WriteLine("|---|---:|---:|---:|---:|");
        foreach (WeightType weights in new[] { WeightType.Unchanged, WeightType.Int8, WeightType.Int4 })
        {
            using InferenceLanguageModel fast = gpt.ForGeneration(Options(), new OnnxExportOptions { Weights = weights });
            int equal = expected.Zip(fast.Generate(prompt, greedy)).TakeWhile(ids => ids.First == ids.Second).Count();
            Comparison measured = Comparison.Of(rounds, 1, () => gpt.Generate(prompt, greedy), () => fast.Generate(prompt, greedy));
            double[] least = [.. new[] { 0, 1 }.Select(version => measured.Rounds.Min(round => round[version].Seconds))];
            Console.WriteLine(FormattableString.Invariant(
                $"| {weights} | {1000 * least[0]:0} | {1000 * least[1]:0} | {least[1] / least[0]:0.00} | {equal} of 64 |"));
        }
    }

    private static void Sessions(List<Row> rows)
    {
        Console.WriteLine();
        Console.WriteLine("| | weights, MB | export, ms | session with export, ms |");
        Console.WriteLine("|---|---:|---:|---:|");
        foreach (Row row in rows.DistinctBy(row => row.Model))
        {
            Stopwatch clock = Stopwatch.StartNew();
            int bytes = row.Model.ToOnnx().Length;
            double export = clock.Elapsed.TotalMilliseconds;
            clock.Restart();
            row.Model.ForInference(Options()).Dispose();
            Console.WriteLine(FormattableString.Invariant(
                $"| {row.Name} | {bytes / 1e6:0.0} | {export:0} | {clock.Elapsed.TotalMilliseconds:0} |"));
        }
    }

    private static InferenceOptions Options() => new() { Threads = get_num_threads() };

    private sealed record Row(string Name, nn.Module<Tensor, Tensor> Model, Tensor Input, int Calls) : IDisposable
    {
        public InferenceModel<Tensor, Tensor> Fast { get; } = Evaluating(Model).ForInference(Options());

        public void Dispose()
        {
            Fast.Dispose();
            Input.Dispose();
        }

        private static nn.Module<Tensor, Tensor> Evaluating(nn.Module<Tensor, Tensor> model)
        {
            model.eval();
            return model;
        }
    }
}
