using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using ModelGen.Benchmarks.Runtime.Handwritten;
using ModelGen.Decoding;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ModelGen.Benchmarks.Runtime;

/// <summary>Generated code beside two versions by hand: a direct one, and one with dispose scopes and fused attention.</summary>
internal static class Forward
{
    private const int DefaultRounds = 15;

    /// <summary>Measures, and prints a table. The only argument is the number of rounds.</summary>
    public static void Run(string[] arguments)
    {
        int rounds = arguments.Length == 0 ? DefaultRounds : int.Parse(arguments[0], CultureInfo.InvariantCulture);
        using Block512 large = new();
        using DirectBlock largeDirect = large.CopiedTo(new DirectBlock(512, 8));
        using CarefulBlock largeCareful = large.CopiedTo(new CarefulBlock(512, 8));
        using Block64 small = new();
        using DirectBlock smallDirect = small.CopiedTo(new DirectBlock(64, 4));
        using CarefulBlock smallCareful = small.CopiedTo(new CarefulBlock(64, 4));
        using BiLstm lstm = new();
        using LSTM lstmByHand = lstm.CopiedTo(nn.LSTM(256, 256, numLayers: 2, batchFirst: true, bidirectional: true));
        using Gpt gpt = new();
        using DirectGpt gptDirect = gpt.CopiedTo(new DirectGpt());
        using CarefulGpt gptCareful = gpt.CopiedTo(new CarefulGpt());
        large.eval();
        small.eval();
        lstm.eval();
        gpt.eval();

        using Tensor wide = randn(8, 128, 512);
        using Tensor narrow = randn(1, 16, 64);
        using Tensor sequence = randn(8, 64, 256);
        long[] prompt = [.. Enumerable.Range(0, 128).Select(i => (i * 37L) % 8192)];
        using Tensor ids = tensor(prompt).unsqueeze(0);

        Console.WriteLine($"Medians of {rounds} rounds in turn; in each row direct / careful / ModelGen");
        Console.WriteLine();
        Console.WriteLine("| | relative to direct | relative to careful | ms per call | managed bytes per call | live tensors per call |");
        Console.WriteLine("|---|---:|---:|---:|---:|---:|");
        Row("post-LN block 512, B=8, T=128, evaluation", rounds, 10, () => largeDirect.call(wide), () => largeCareful.call(wide), () =>
            large.call(wide));
        TrainingRow("the same, forward and backward", rounds, 4, wide, largeDirect, largeCareful, large);
        Row("post-LN block 64, B=1, T=16, evaluation", rounds, 200, () => smallDirect.call(narrow), () => smallCareful.call(narrow), () =>
            small.call(narrow));
        Row("LSTM 256, 2 layers, both directions, B=8, T=64", rounds, 10, () => lstmByHand.call(sequence).Item1, () =>
            Scoped(lstmByHand, sequence), () => lstm.call(sequence));
        Row("GPT, prompt of 128 ids, scores of the last", rounds, 10, () => gptDirect.Last(ids), () => gptCareful.call(ids), () =>
            Prefill(gpt, prompt));
        Comparison.PrintCalibration();
    }

    private static Tensor Scoped(LSTM module, Tensor x)
    {
        using var scope = NewDisposeScope();
        return module.call(x).Item1.MoveToOuterDisposeScope();
    }

    // Fills caches as well, which the others do not have; (1, 1, vocabulary) as theirs.
    private static Tensor Prefill(Gpt gpt, long[] prompt)
    {
        using DecodingState decoding = gpt.NewDecoding();
        using Tensor scores = decoding.Start([prompt]);
        return scores.unsqueeze(1);
    }

    private static void Row(string name, int rounds, int calls, params Func<Tensor>[] versions)
    {
        using IDisposable quiet = no_grad();
        Compare(name, versions);
        Print(name, Comparison.Of(rounds, calls, [.. versions.Select(version => (Action)(() => version().Dispose()))]));
    }

    private static void TrainingRow(string name, int rounds, int calls, Tensor x, params nn.Module<Tensor, Tensor>[] versions)
    {
        Array.ForEach(versions, version => version.train());
        Compare(name, [.. versions.Select(version => (Func<Tensor>)(() => GradientOf(version, x)))]);
        Print(name, Comparison.Of(rounds, calls, [.. versions.Select(version => (Action)(() => Step(version, x)))]));
        Array.ForEach(versions, version => version.eval());
    }

    // Gradients add up: clearing them would take TorchSharp's own walk over the module into account. The output's cotangent is not all
    // ones, since the sum of a norm's results does not depend on what it is of.
    private static void Step(nn.Module<Tensor, Tensor> module, Tensor x)
    {
        using Tensor result = module.call(x);
        using Tensor product = result * x;
        using Tensor loss = product.sum();
        loss.backward();
    }

    private static Tensor GradientOf(nn.Module<Tensor, Tensor> module, Tensor x)
    {
        module.zero_grad();
        Step(module, x);
        using IDisposable quiet = no_grad();
        return module.parameters().First().grad!.clone();
    }

    private static void Compare(string name, IReadOnlyList<Func<Tensor>> versions)
    {
        foreach (Func<Tensor> version in versions.SkipLast(1))
        {
            Weights.AssertAgree(version(), versions[^1](), name);
        }
    }

    private static void Print(string name, Comparison compared)
    {
        string Each(Func<Comparison.Sample, double> value, string format) =>
            string.Join(
                " / ",
                Enumerable.Range(0, 3).Select(version => compared.Median(version, value).ToString(format, CultureInfo.InvariantCulture)));
        Console.WriteLine(
            $"| {name} | {compared.Ratio(2, 0):0.00} | {compared.Ratio(2, 1):0.00} | {Each(sample => sample.Seconds * 1e3, "0.00")} | "
            + $"{Each(sample => sample.Bytes, "0")} | {Each(sample => sample.Tensors, "0")} |");
    }
}
