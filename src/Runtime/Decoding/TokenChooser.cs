using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace ModelGen.Decoding;

/// <summary>Chooses each sequence's next id from the model's scores.</summary>
internal sealed class TokenChooser : IDisposable
{
    private readonly GenerationOptions _options;
    private readonly Generator? _generator;
    private readonly HashSet<long>[] _occurring;

    // Of a step after the other: a vocabulary's scores are a large object.
    private float[][]? _rows;

    public TokenChooser(GenerationOptions options, IReadOnlyList<IReadOnlyList<long>> prompts)
    {
        _options = options;
        _occurring = prompts.Select(prompt => new HashSet<long>(prompt)).ToArray();
        if (options.Temperature > 0)
        {
            _generator = new Generator((ulong)(options.Seed ?? Random.Shared.NextInt64()), CPU);
        }
    }

    /// <summary>The next id of each sequence.</summary>
    /// <param name="scores">The scores <c>(B, vocabulary)</c>.</param>
    /// <param name="position">Where the ids will stand, for the message.</param>
    /// <exception cref="GenerationException">Scores are not numbers, or leave no id.</exception>
    public long[] Choose(Tensor scores, long position)
    {
        var rows = _rows = Read(scores, position, _rows);
        var points = Points(rows.Length);
        var chosen = new long[rows.Length];
        for (var row = 0; row < rows.Length; row++)
        {
            chosen[row] = Choose(rows[row], _occurring[row], points[row], position);
            _occurring[row].Add(chosen[row]);
        }

        return chosen;
    }

    public void Dispose() => _generator?.Dispose();

    /// <summary>The rows of scores.</summary>
    /// <param name="scores">The scores <c>(B, vocabulary)</c>.</param>
    /// <param name="position">Where the next ids will stand, for the message.</param>
    /// <param name="reused">Rows of as many scores, to be overwritten; new ones when null.</param>
    /// <exception cref="GenerationException">One is not a number.</exception>
    public static float[][] Read(Tensor scores, long position, float[][]? reused = null)
    {
        using var inference = inference_mode();
        using var plain = scores.to(ScalarType.Float32, CPU);
        using var contiguous = plain.contiguous();
        var width = (int)scores.size(1);
        var rows = reused ?? Enumerable.Range(0, (int)scores.size(0)).Select(_ => new float[width]).ToArray();
        var all = MemoryMarshal.Cast<byte, float>(contiguous.bytes);
        for (var row = 0; row < rows.Length; row++)
        {
            all.Slice(row * width, width).CopyTo(rows[row]);
            if (Array.Exists(rows[row], score => float.IsNaN(score) || float.IsPositiveInfinity(score)))
            {
                throw new GenerationException(
                    $"The model's scores for position {position}{(rows.Length == 1 ? string.Empty : $" of sequence {row}")} are not all "
                        + "numbers: look for NaN in its weights, or for a type that is too small for them.");
            }
        }

        return rows;
    }

    private double[] Points(int count)
    {
        if (_generator is null)
        {
            return new double[count];
        }

        using var points = rand(count, dtype: ScalarType.Float64, generator: _generator);
        return points.data<double>().ToArray();
    }

    private long Choose(Span<float> scores, HashSet<long> occurring, double point, long position)
    {
        ScoreRules.Ban(scores, _options.BannedIds);
        ScoreRules.Penalize(scores, occurring, _options.RepetitionPenalty);
        var best = ScoreRules.ArgMax(scores);
        if (float.IsNegativeInfinity(scores[best]))
        {
            throw new GenerationException($"No id is left for position {position}: all are banned, or have the score -∞.");
        }

        if (_generator is null)
        {
            return best;
        }

        ScoreRules.Cool(scores, _options.Temperature);
        ScoreRules.KeepTop(scores, _options.TopK);
        ScoreRules.KeepNucleus(scores, _options.TopP);
        ScoreRules.KeepLikely(scores, _options.MinP);
        return ScoreRules.At(scores, point);
    }
}
