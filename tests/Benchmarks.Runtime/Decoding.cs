using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using ModelGen.Benchmarks.Runtime.Handwritten;
using ModelGen.Decoding;
using TorchSharp;
using static TorchSharp.torch;

namespace ModelGen.Benchmarks.Runtime;

/// <summary>
/// Greedy decoding of 128 ids after a prompt of 64: <c>Generate</c> beside the same model without a cache and beside two loops by hand.
/// </summary>
internal static class Decoding
{
    private const int DefaultRounds = 5;
    private const int NewTokens = 128;

    private static readonly long[] Prompt = [.. Enumerable.Range(0, 64).Select(i => (i * 37L) % 8192)];

    private static readonly (string Name, string Description, Func<Gpt, DirectGpt, IReadOnlyList<long>> Generate)[] Versions =
    [
        ("generate", "`Generate`", (gpt, _) => gpt.Generate(Prompt, GenerationOptions.Greedy with { MaxNewTokens = NewTokens })),
        ("forward", "the same model, `forward` over all ids for each", (gpt, _) => WithoutCache(gpt)),
        ("direct", "hand-written, without a cache", (_, direct) => direct.Generate(Prompt, NewTokens)),
        ("direct-cache", "hand-written, with a concatenated cache", (_, direct) => direct.GenerateWithCache(Prompt, NewTokens)),
    ];

    /// <summary>Measures, and prints a table. The only argument is the number of rounds.</summary>
    public static void Run(string[] arguments)
    {
        int rounds = arguments.Length == 0 ? DefaultRounds : int.Parse(arguments[0], CultureInfo.InvariantCulture);
        double[] peaks =
            [.. Versions.Select(version => double.Parse(ChildProcess.Run("decoding-child", version.Name), CultureInfo.InvariantCulture))];
        using Gpt gpt = NewGpt();
        using DirectGpt direct = gpt.CopiedTo(new DirectGpt());
        IReadOnlyList<long>[] generated = [.. Versions.Select(version => version.Generate(gpt, direct))];
        if (generated[0].Count != NewTokens || generated.Any(ids => !ids.SequenceEqual(generated[0])))
        {
            throw new InvalidOperationException("The versions generate different ids.");
        }

        Comparison compared = Comparison.Of(rounds, 1, [.. Versions.Select(version => (Action)(() => version.Generate(gpt, direct)))]);
        Console.WriteLine(
            $"{NewTokens} ids after {Prompt.Length}, all versions the same ({generated[0].Distinct().Count()} different ones); medians "
            + $"of {rounds} rounds in turn");
        Console.WriteLine();
        Console.WriteLine("| | ids per second | speed-up by `Generate` | managed bytes per id | live tensors per id | peak memory, MB |");
        Console.WriteLine("|---|---:|---:|---:|---:|---:|");
        for (int i = 0; i < Versions.Length; i++)
        {
            Console.WriteLine(
                $"| {Versions[i].Description} | {NewTokens / compared.Median(i, sample => sample.Seconds):0} | "
                + $"{compared.Ratio(i, 0):0.0} | {compared.Median(i, sample => sample.Bytes) / NewTokens:0} | "
                + $"{compared.Median(i, sample => sample.Tensors) / NewTokens:0} | {peaks[i]:0} |");
        }

        Comparison.PrintCalibration();
    }

    /// <summary>Generates once by one version, and prints the peak of the process.</summary>
    public static void RunChild(string name)
    {
        using Gpt gpt = NewGpt();
        using DirectGpt direct = gpt.CopiedTo(new DirectGpt());
        Versions.Single(version => version.Name == name).Generate(gpt, direct);
        Console.WriteLine(ChildProcess.PeakMegabytes().ToString(CultureInfo.InvariantCulture));
    }

    private static Gpt NewGpt()
    {
        Gpt gpt = new();
        gpt.eval();
        return gpt;
    }

    private static IReadOnlyList<long> WithoutCache(Gpt gpt)
    {
        using IDisposable inference = inference_mode();
        List<long> ids = [.. Prompt];
        for (int i = 0; i < NewTokens; i++)
        {
            using Tensor input = tensor(ids.ToArray(), [1, ids.Count]);
            using Tensor scores = gpt.call(input);
            using Tensor last = scores.select(1, -1);
            using Tensor likeliest = last.argmax();
            ids.Add(likeliest.item<long>());
        }

        return ids[Prompt.Length..];
    }
}
