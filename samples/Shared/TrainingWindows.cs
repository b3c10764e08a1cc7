using System;
using System.Linq;
using static TorchSharp.torch;

namespace Samples.Shared;

/// <summary>Batches of windows at random places of the training part; no window touches a held-out character.</summary>
internal sealed class TrainingWindows
{
    private readonly Corpus _corpus;
    private readonly int _context;
    private readonly int _batch;
    private readonly Random _random;
    private readonly int[] _starts;

    /// <param name="corpus">The text.</param>
    /// <param name="context">The number of characters of a window.</param>
    /// <param name="batch">The number of windows of a batch.</param>
    /// <param name="seed">The same seed draws the same windows.</param>
    public TrainingWindows(Corpus corpus, int context, int batch, int seed)
    {
        (_corpus, _context, _batch, _random) = (corpus, context, batch, new Random(seed));
        _starts = corpus.Training
            .SelectMany(stretch => Enumerable.Range(stretch.Start, int.Max(0, stretch.Length - context)))
            .ToArray();
    }

    /// <summary>Draws a batch: ids <c>(batch, context)</c> and, in the same shape, the id after each.</summary>
    public (Tensor Input, Tensor Target) Next()
    {
        var input = new long[_batch * _context];
        var target = new long[_batch * _context];
        for (var i = 0; i < input.Length; i += _context)
        {
            var start = _starts[_random.Next(_starts.Length)];
            for (var t = 0; t < _context; t++)
            {
                input[i + t] = _corpus.Ids[start + t];
                target[i + t] = _corpus.Ids[start + t + 1];
            }
        }

        return (tensor(input, [_batch, _context]), tensor(target, [_batch, _context]));
    }
}
