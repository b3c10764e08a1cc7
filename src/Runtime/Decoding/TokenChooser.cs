using System;
using System.Collections.Generic;
using System.Linq;
using TorchSharp;
using static TorchSharp.torch;

namespace ModelGen.Decoding;

/// <summary>Chooses each sequence's next id from the model's scores.</summary>
internal sealed class TokenChooser : IDisposable
{
    private readonly GenerationOptions _options;
    private readonly Generator? _generator;
    private readonly HashSet<long>[] _occurring;

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
        var rows = Read(scores, position);
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
    /// <exception cref="GenerationException">One is not a number.</exception>
    public static float[][] Read(Tensor scores, long position)
    {
        using var inference = inference_mode();
        using var plain = scores.to(ScalarType.Float32, CPU);
        using var contiguous = plain.contiguous();
        var all = contiguous.data<float>().ToArray();
        var width = all.Length / (int)scores.size(0);
        var rows = new float[scores.size(0)][];
        for (var row = 0; row < rows.Length; row++)
        {
            rows[row] = all[(row * width)..((row + 1) * width)];
            if (Array.Exists(rows[row], score => float.IsNaN(score) || float.IsPositiveInfinity(score)))
            {
                throw new GenerationException(
                    $"The model's scores for position {position}{(rows.Length == 1 ? string.Empty : $" of sequence {row}")} are not all numbers: look for NaN in its weights, or for a type that is too small for them.");
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
