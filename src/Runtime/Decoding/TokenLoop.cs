using System;
using System.Collections.Generic;
using System.Linq;
using static TorchSharp.torch;

namespace ModelGen.Decoding;

/// <summary>Generates one id per sequence and call.</summary>
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

    /// <summary>Creates a loop before its first id.</summary>
    /// <param name="model">The model.</param>
    /// <param name="prompts">The ids of the prompts.</param>
    /// <param name="options">How ids are chosen.</param>
    /// <param name="decoding">A decoding state to reuse, or null to create one.</param>
    /// <param name="isOneCall">
    /// Whether all ids are generated within one call of the user. Otherwise the weights may change between two ids and are checked.
    /// </param>
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

    /// <summary>The ids generated so far.</summary>
    public IReadOnlyList<List<long>> Generated => _generated;

    /// <summary>Generates one more id for each sequence that has not ended.</summary>
    /// <returns>Whether an id was generated.</returns>
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

    // Sequences that have ended remain in the batch until all have; their further ids are dropped.
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

    // The scores of the next ids, or null if the model has no positions left.
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
