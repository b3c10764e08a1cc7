using System;
using System.Collections.Generic;
using System.Linq;
using static TorchSharp.torch;

namespace ModelGen.Decoding;

/// <summary>Generates ids for several sequences, one id for each at a time.</summary>
internal sealed class TokenLoop : IDisposable
{
    private readonly GenerationOptions _options;
    private readonly DecodingState _decoding;
    private readonly bool _ownsDecoding;
    private readonly bool _isOneCall;
    private readonly TokenChooser _chooser;
    private readonly List<long>[] _sequences;
    private readonly List<long>[] _generated;
    private readonly bool[] _isDone;
    private long[]? _last;
    private long _turn;

    /// <summary>A generation before its first id.</summary>
    /// <param name="model">The model.</param>
    /// <param name="prompts">The ids to start from.</param>
    /// <param name="options">How ids are chosen.</param>
    /// <param name="decoding">A decoding to go on with, or null for one of its own.</param>
    /// <param name="isOneCall">Whether one call of the user generates all ids. Between two calls the weights may change, and are
    /// compared.</param>
    public TokenLoop(
        ILanguageModel model, IReadOnlyList<IReadOnlyList<long>> prompts, GenerationOptions options, DecodingState? decoding,
        bool isOneCall)
    {
        _isOneCall = isOneCall;
        _options = options;
        _ownsDecoding = decoding is null;
        _decoding = decoding ?? model.NewDecoding();
        _chooser = new TokenChooser(options, prompts);
        _sequences = prompts.Select(prompt => new List<long>(prompt)).ToArray();
        _generated = prompts.Select(_ => new List<long>()).ToArray();
        _isDone = new bool[prompts.Count];
    }

    /// <summary>What was generated so far.</summary>
    public IReadOnlyList<List<long>> Generated => _generated;

    /// <summary>Generates one id more for each sequence that has not ended.</summary>
    /// <returns>Whether any sequence got one.</returns>
    public bool Next()
    {
        if (_isDone.All(done => done) || _generated.Max(ids => ids.Count) >= _options.MaxNewTokens)
        {
            return false;
        }

        using var scores = Scores();
        if (scores is null)
        {
            return false;
        }

        _turn = _decoding.Turn;
        _last = _chooser.Choose(scores, _decoding.Length);
        for (var row = 0; row < _last.Length; row++)
        {
            if (!_isDone[row])
            {
                Take(row, _last[row]);
            }
        }

        return true;
    }

    public void Dispose()
    {
        _chooser.Dispose();
        if (_ownsDecoding)
        {
            _decoding.Dispose();
        }
    }

    // Sequences that have ended go on with what would have followed, until all have; it is not part of the result.
    private void Take(int row, long id)
    {
        if (_options.StopIds.Contains(id))
        {
            _isDone[row] = true;
            return;
        }

        _generated[row].Add(id);
        if (_options.StopStrings.Count > 0)
        {
            var text = _options.Decode!(_generated[row]);
            _isDone[row] = _options.StopStrings.Any(stop => text.Contains(stop, StringComparison.Ordinal));
        }
    }

    // What follows, or null if the model has no positions left.
    private Tensor? Scores()
    {
        var maximum = _decoding.Model.MaximumLength ?? long.MaxValue;
        var slides = _options.Overflow == ContextOverflow.Slide;
        if (_last is null)
        {
            return _decoding.Start(slides ? Tails(maximum, maximum) : _sequences);
        }

        _decoding.RequireTurn(_turn);
        for (var row = 0; row < _last.Length; row++)
        {
            _sequences[row].Add(_last[row]);
        }

        if (_decoding.Length < maximum)
        {
            return _isOneCall ? _decoding.Continue(_last) : _decoding.Append(_last);
        }

        return slides ? _decoding.Start(Tails(maximum, (maximum + 1) / 2)) : null;
    }

    private IReadOnlyList<IReadOnlyList<long>> Tails(long maximum, long length) =>
        _sequences.Select(ids => (IReadOnlyList<long>)(ids.Count > maximum || length < maximum
            ? ids.TakeLast((int)Math.Min(length, ids.Count)).ToList()
            : ids)).ToList();
}
