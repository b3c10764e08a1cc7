using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace ModelGen.Decoding;

/// <summary>Chooses the next id of each sequence from the scores of the model.</summary>
internal sealed class TokenChooser : IDisposable
{
    private readonly GenerationOptions _options;
    private readonly Generator? _generator;
    private readonly HashSet<long>[] _occurring;

    // Reused from step to step, because the scores of a vocabulary are allocated on the large object heap.
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

    /// <summary>Chooses the next id of each sequence.</summary>
    /// <param name="scores">The scores <c>(B, vocabulary)</c>.</param>
    /// <param name="position">The position of the next ids, for error messages.</param>
    /// <exception cref="GenerationException">The scores contain NaN or infinity, or exclude all ids.</exception>
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

    /// <summary>Copies the scores to arrays, one per sequence.</summary>
    /// <param name="scores">The scores <c>(B, vocabulary)</c>.</param>
    /// <param name="position">The position of the next ids, for error messages.</param>
    /// <param name="reused">Arrays of the same size to overwrite; new ones when null.</param>
    /// <exception cref="GenerationException">A score is NaN or infinite.</exception>
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
                var sequence = rows.Length == 1 ? string.Empty : $" of sequence {row}";
                throw new GenerationException(
                    $"The model's scores for position {position}{sequence} contain NaN or infinity: check its weights for NaN, or use "
                        + "a dtype with a larger range.");
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
