using System;
using System.Collections.Generic;
using System.Linq;

namespace ModelGen.Decoding;

/// <summary>
/// Beam search as in Hugging Face's <c>generate</c>: at each length it keeps the most likely sequences, and scores a sequence by its
/// log-probability divided by its length to the power of the length penalty.
/// </summary>
internal sealed class BeamSearch
{
    private readonly GenerationOptions _options;
    private readonly List<Beam> _ended = new();
    private List<Beam> _beams;

    private BeamSearch(GenerationOptions options)
    {
        _options = options;
        _beams = [new Beam([], 0)];
    }

    private sealed record Beam(IReadOnlyList<long> Ids, double LogProbability);

    private readonly record struct Candidate(int Beam, long Id, double LogProbability);

    /// <summary>Returns the sequence with the highest score that follows a prompt, without the prompt.</summary>
    public static IReadOnlyList<long> Run(
        ILanguageModel model, IReadOnlyList<long> prompt, GenerationOptions options, DecodingState? decoding)
    {
        var own = decoding is null ? model.NewDecoding() : null;
        try
        {
            return new BeamSearch(options).Search(decoding ?? own!, prompt);
        }
        finally
        {
            own?.Dispose();
        }
    }

    private IReadOnlyList<long> Search(DecodingState decoding, IReadOnlyList<long> prompt)
    {
        if (_options.MaxNewTokens == 0)
        {
            return [];
        }

        var maximum = decoding.Model.MaximumLength ?? long.MaxValue;
        var scores = decoding.Start([prompt]);
        var isOver = false;
        for (var length = 1; ; length++)
        {
            var turn = decoding.Turn;
            List<Candidate> candidates;
            using (scores)
            {
                candidates = Candidates(TokenChooser.Read(scores, decoding.Length), prompt);
            }

            var sources = GoOn(candidates);
            isOver = IsOver(length);
            if (isOver || length == _options.MaxNewTokens || _beams.Count == 0 || decoding.Length == maximum)
            {
                break;
            }

            decoding.RequireTurn(turn);
            decoding.Reorder(sources);
            scores = decoding.Continue(_beams.Select(beam => beam.Ids[^1]).ToList());
        }

        var all = _ended.Concat(isOver ? [] : _beams).ToList();
        return all.Count > 0
            ? all.MaxBy(Score)!.Ids
            : throw new GenerationException($"No id is left for position {decoding.Length}: all are banned, or have the score -∞.");
    }

    private bool IsFull => _ended.Count >= _options.Beams;

    private double Score(Beam beam) =>
        beam.LogProbability / Math.Pow(beam.Ids.Count + (_ended.Contains(beam) ? 1 : 0), _options.LengthPenalty);

    // Returns the most likely next ids of all beams: enough of them to fill the beams even if every stop id is among them.
    private List<Candidate> Candidates(float[][] rows, IReadOnlyList<long> prompt)
    {
        var candidates = new List<Candidate>();
        var count = _options.Beams * (1 + Math.Max(1, _options.StopIds.Count));
        for (var row = 0; row < rows.Length; row++)
        {
            var scores = rows[row];
            var total = ScoreRules.LogSumExp(scores);
            for (var id = 0; id < scores.Length; id++)
            {
                scores[id] = (float)(scores[id] - total);
            }

            ScoreRules.Ban(scores, _options.BannedIds);
            ScoreRules.Penalize(scores, new HashSet<long>(prompt.Concat(_beams[row].Ids)), _options.RepetitionPenalty);
            var best = Enumerable.Range(0, scores.Length)
                .Where(id => !float.IsNegativeInfinity(scores[id]))
                .OrderByDescending(id => scores[id])
                .Take(count);
            candidates.AddRange(best.Select(id => new Candidate(row, id, _beams[row].LogProbability + scores[id])));
        }

        return candidates.OrderByDescending(candidate => candidate.LogProbability).Take(count).ToList();
    }

    // Moves the candidates that end with a stop id to the finished sequences and keeps the most likely others. Returns the source beam of
    // each.
    private List<int> GoOn(List<Candidate> candidates)
    {
        var (next, sources) = (new List<Beam>(), new List<int>());
        for (var rank = 0; rank < candidates.Count && next.Count < _options.Beams; rank++)
        {
            var (beam, id, logProbability) = candidates[rank];
            if (!_options.StopIds.Contains(id))
            {
                next.Add(new Beam([.. _beams[beam].Ids, id], logProbability));
                sources.Add(beam);
            }
            else if (rank < _options.Beams)
            {
                End(new Beam(_beams[beam].Ids, logProbability));
            }
        }

        _beams = next;
        return sources;
    }

    private void End(Beam beam)
    {
        _ended.Add(beam);
        if (_ended.Count > _options.Beams)
        {
            _ended.Remove(_ended.MinBy(Score)!);
        }
    }

    // Returns whether no beam can exceed the worst finished sequence. The beams are sorted by probability.
    private bool IsOver(int length)
    {
        if (!IsFull || _beams.Count == 0)
        {
            return false;
        }

        return _options.EarlyStopping || _ended.Min(Score) >= _beams[0].LogProbability / Math.Pow(length, _options.LengthPenalty);
    }
}
