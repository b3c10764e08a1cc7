using System;
using System.Collections.Generic;
using System.Linq;
using static TorchSharp.torch;

namespace FineTune;

/// <summary>A text as ids, split into what is trained on and what is held out (<see cref="HeldOutBlocks"/>).</summary>
internal sealed class TuningText
{
    private const int MostHeldOut = 16;

    // The characters before a held-out block, which are the context of its first ids and are not scored.
    private const int Before = 256;

    private readonly int _context;
    private readonly long[][] _training;
    private readonly int[] _starts;
    private readonly int _places;

    /// <exception cref="SampleException">The text is too short.</exception>
    public TuningText(string name, string text, BaseSource source)
    {
        (Name, _context) = (name, source.Context);
        var tokenizer = source.Tokenizer;
        Characters = text.Length;
        if (text.Length < HeldOutBlocks.ShortestText)
        {
            throw new SampleException(
                $"The text {name} has {text.Length:N0} characters and at least {HeldOutBlocks.ShortestText:N0} are needed.");
        }

        // A cut within a surrogate pair would make two characters of one.
        var (training, heldOut) = HeldOutBlocks.Split(
            text.Length, end => end < text.Length && char.IsLowSurrogate(text[end]) ? end + 1 : end);
        _training = [.. training.Select(part => tokenizer.Encode(text[part.Start..part.End]).ToArray())
            .Where(ids => ids.Length > _context)];
        if (_training.Length == 0)
        {
            throw new SampleException($"The text {name} has no {_context + 1} ids in a row to train on.");
        }

        if (_training.Max(ids => ids.Max()) >= source.Vocabulary)
        {
            throw new SampleException(
                $"The tokenizer gives ids beyond the model's vocabulary of {source.Vocabulary:N0}: they do not match.");
        }

        _starts = [.. _training.Select(ids => ids.Length - _context)];
        _places = _starts.Sum();
        HeldOut = [.. HeldOutBlocks.Spread(heldOut, MostHeldOut).Select(part =>
        {
            var before = text[int.Max(0, part.Start - Before)..part.Start];
            var ids = tokenizer.Encode(before + text[part.Start..part.End]);
            return new HeldOutBlock([.. ids], int.Max(1, tokenizer.Encode(before).Count), part.End - part.Start);
        })];
    }

    /// <summary>What the text is called.</summary>
    public string Name { get; }

    /// <summary>The number of ids of a window.</summary>
    public int Context => _context;

    /// <summary>The number of its characters.</summary>
    public int Characters { get; }

    /// <summary>The blocks that models are measured on.</summary>
    public IReadOnlyList<HeldOutBlock> HeldOut { get; }

    /// <summary>
    /// Draws a batch of windows of the training part: ids <c>(count, context)</c> and, in the same shape, the id after each.
    /// </summary>
    public (Tensor Input, Tensor Target) Draw(Random random, int count)
    {
        var input = new long[count * _context];
        var target = new long[count * _context];
        for (var row = 0; row < count; row++)
        {
            var place = random.Next(_places);
            var part = 0;
            while (place >= _starts[part])
            {
                place -= _starts[part++];
            }

            Array.Copy(_training[part], place, input, row * _context, _context);
            Array.Copy(_training[part], place + 1, target, row * _context, _context);
        }

        return (tensor(input, [count, _context]), tensor(target, [count, _context]));
    }
}

/// <summary>A held-out block.</summary>
/// <param name="Ids">The ids of the characters before it, and its own.</param>
/// <param name="First">The index of its first id.</param>
/// <param name="Characters">The number of its characters.</param>
internal sealed record HeldOutBlock(long[] Ids, int First, int Characters);
