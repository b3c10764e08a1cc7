using System;
using System.Collections.Generic;
using System.Linq;
using TorchSharp;
using static TorchSharp.torch;

namespace FineTune;

/// <summary>Measures a language model on held-out text.</summary>
internal static class Measurement
{
    private const long Ignored = -100;
    private const int WindowsAtOnce = 32;

    /// <summary>
    /// Computes the bits per character of the held-out blocks: the sum of -log₂ of the probabilities of their ids, divided by the number
    /// of their characters. Each id is scored once, in a window that slides by half its length.
    /// </summary>
    public static double BitsPerCharacter(nn.Module<Tensor, Tensor> model, TuningText text) =>
        BitsPerCharacter(model, text.HeldOut, text.Context);

    /// <inheritdoc cref="BitsPerCharacter(nn.Module{Tensor, Tensor}, TuningText)"/>
    public static double BitsPerCharacter(nn.Module<Tensor, Tensor> model, IReadOnlyList<HeldOutBlock> heldOut, int context)
    {
        model.eval();
        using var quiet = no_grad();
        var nats = heldOut.SelectMany(block => Windows(block, context))
            .GroupBy(window => window.Input.Length)
            .SelectMany(group => group.Chunk(WindowsAtOnce))
            .Sum(windows => Nats(model, windows));
        return nats / Math.Log(2) / heldOut.Sum(block => (double)block.Characters);
    }

    private static IEnumerable<Window> Windows(HeldOutBlock block, int context)
    {
        var half = int.Max(1, context / 2);
        for (var first = block.First; first < block.Ids.Length; first += half)
        {
            var end = int.Min(first + half, block.Ids.Length);
            var start = int.Max(0, end - 1 - context);
            var target = block.Ids[(start + 1)..end];
            Array.Fill(target, Ignored, 0, first - start - 1);
            yield return new(block.Ids[start..(end - 1)], target);
        }
    }

    private static double Nats(nn.Module<Tensor, Tensor> model, Window[] windows)
    {
        using var scope = NewDisposeScope();
        var length = windows[0].Input.Length;
        var logits = model.call(tensor(windows.SelectMany(window => window.Input).ToArray(), [windows.Length, length]));
        var target = tensor(windows.SelectMany(window => window.Target).ToArray());
        return nn.functional.cross_entropy(logits.flatten(0, 1), target, ignore_index: Ignored, reduction: nn.Reduction.Sum).item<float>();
    }

    private sealed record Window(long[] Input, long[] Target);
}
