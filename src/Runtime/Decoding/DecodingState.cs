using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using TorchSharp;
using static TorchSharp.torch;

namespace ModelGen.Decoding;

/// <summary>Computes the scores of a language model for the next positions.</summary>
/// <param name="ids">The next ids <c>(B, T)</c>.</param>
/// <param name="state">The state of the layers.</param>
/// <param name="at">The positions of the ids.</param>
/// <param name="lastOnly">Whether to compute only the last position.</param>
/// <returns>The scores <c>(B, T, vocabulary)</c>, or <c>(B, 1, vocabulary)</c> for the last position only.</returns>
public delegate Tensor LanguageModelStep(Tensor ids, ModelState state, Positions at, bool lastOnly);

/// <summary>
/// A batch of sequences that a language model decodes incrementally: their ids and the state of the layers, such as key-value caches. It
/// can be reused: a prompt that starts with the ids of the preceding sequence continues from the common prefix, unless the weights have
/// changed. It is not thread-safe; concurrent calls throw.
/// </summary>
public sealed class DecodingState : IDisposable
{
    private readonly nn.Module _module;
    private readonly ModelState _state;
    private readonly LanguageModelStep _step;
    private readonly Func<long, ConditionTensor[]>? _conditions;
    private readonly List<long>[] _none = [];
    private List<long>[] _ids;
    private long[]? _starts;
    private WeightStamp? _stamp;
    private int _isInUse;
    private volatile bool _isDisposed;

    /// <summary>Creates an empty decoding state. Called by generated code.</summary>
    /// <param name="model">The language model.</param>
    /// <param name="module">The module that implements the language model or contains it.</param>
    /// <param name="state">The state of the layers; owned by this object.</param>
    /// <param name="step">Computes the scores of the next positions.</param>
    /// <param name="conditions">Returns the conditions for a batch size, as tensors that this object owns.</param>
    public DecodingState(
        ILanguageModel model, nn.Module module, ModelState state, LanguageModelStep step,
        Func<long, ConditionTensor[]>? conditions = null)
    {
        Model = model;
        _module = module;
        _state = state;
        _step = step;
        _conditions = conditions;
        _ids = _none;
    }

    /// <summary>The language model.</summary>
    public ILanguageModel Model { get; }

    /// <summary>The number of sequences, the batch size; 0 before the first call.</summary>
    public int Rows => _ids.Length;

    /// <summary>The number of positions of the longest sequence.</summary>
    public long Length { get; private set; }

    /// <summary>
    /// A version number that changes with every call that changes the sequences, so that a generation can detect changes by another one.
    /// </summary>
    internal long Turn { get; private set; }

    /// <summary>Throws if another generation has changed the sequences.</summary>
    /// <param name="turn">The earlier value of <see cref="Turn"/>.</param>
    internal void RequireTurn(long turn)
    {
        if (turn != Turn)
        {
            throw new InvalidOperationException(
                "Another generation has used this decoding state in the meantime: use one decoding state per concurrent generation.");
        }
    }

    /// <summary>Returns the ids of a sequence, without padding.</summary>
    /// <param name="row">The index of the sequence.</param>
    /// <returns>The ids.</returns>
    /// <exception cref="ObjectDisposedException">The decoding state is disposed.</exception>
    public IReadOnlyList<long> Ids(int row)
    {
        using var use = new Use(this);
        return _ids[row].Skip((int)(_starts?[row] ?? 0)).ToList();
    }

    /// <summary>Computes the memory that the states of the layers need for a batch, without allocating it.</summary>
    /// <param name="batch">The batch size.</param>
    /// <param name="length">The sequence length.</param>
    /// <returns>The number of bytes.</returns>
    public long BytesFor(long batch, long length) => _state.BytesFor(batch, length, ElementSize());

    /// <summary>
    /// Replaces the sequences by <paramref name="prompts"/> and computes the scores of the next id of each. A prefix that all prompts share
    /// with the preceding sequences is not computed again. Shorter prompts are padded on the left, which does not change their scores.
    /// </summary>
    /// <param name="prompts">The ids of each sequence, at least one per sequence.</param>
    /// <returns>The scores <c>(B, vocabulary)</c>, owned by the caller.</returns>
    /// <exception cref="ArgumentException">A prompt is empty or too long, or an id is outside the vocabulary.</exception>
    /// <exception cref="InvalidOperationException">
    /// The model is in training mode, or another thread is using the decoding state.
    /// </exception>
    /// <exception cref="ObjectDisposedException">The decoding state is disposed.</exception>
    public Tensor Start(IReadOnlyList<IReadOnlyList<long>> prompts)
    {
        using var use = new Use(this);
        Check(prompts);
        var longest = prompts.Max(prompt => prompt.Count);
        var starts = prompts.All(prompt => prompt.Count == longest)
            ? null
            : prompts.Select(prompt => (long)(longest - prompt.Count)).ToArray();
        var padded = prompts.Select(prompt => Enumerable.Repeat(prompt[0], longest - prompt.Count).Concat(prompt).ToArray()).ToArray();
        var stamp = WeightStamp.Of(_module);
        var common = _stamp?.Agrees(stamp) == true ? Common(padded, starts) : 0;
        if (!_state.CanTruncate(common))
        {
            common = 0;
        }

        if (common > 0)
        {
            TruncateTo(common);
        }
        else
        {
            Begin(padded.Length, starts, stamp);
        }

        return AppendLast(padded.Select(row => row[(int)common..]).ToArray());
    }

    /// <summary>Appends one id to each sequence and computes the scores of the next one.</summary>
    /// <param name="ids">One id per sequence.</param>
    /// <returns>The scores <c>(B, vocabulary)</c>, owned by the caller.</returns>
    /// <exception cref="ArgumentException">
    /// The number of ids differs from the number of sequences, an id is outside the vocabulary, or the sequences have the maximum length.
    /// </exception>
    /// <exception cref="InvalidOperationException">
    /// The model is in training mode, its weights have changed, or another thread is using the decoding state.
    /// </exception>
    /// <exception cref="ObjectDisposedException">The decoding state is disposed.</exception>
    public Tensor Append(IReadOnlyList<long> ids)
    {
        using var use = new Use(this);
        RequireWeights();
        return AppendOne(ids);
    }

    /// <summary>
    /// As <see cref="Append"/>, without checking that the weights are unchanged: they do not change within one call of a generation.
    /// </summary>
    internal Tensor Continue(IReadOnlyList<long> ids)
    {
        using var use = new Use(this);
        return AppendOne(ids);
    }

    /// <summary>Appends ids to each sequence and computes the scores after every one of them.</summary>
    /// <param name="pieces">The ids of each sequence, the same number for every sequence.</param>
    /// <returns>The scores <c>(B, T, vocabulary)</c>, owned by the caller.</returns>
    /// <inheritdoc cref="Append(IReadOnlyList{long})" path="/exception"/>
    public Tensor AppendAll(IReadOnlyList<long[]> pieces)
    {
        using var use = new Use(this);
        if (_ids.Length == 0)
        {
            Check(pieces);
            if (pieces.Any(piece => piece.Length != pieces[0].Length))
            {
                throw new ArgumentException(
                    "AppendAll takes the same number of ids for every sequence; use Start, which pads sequences of different lengths.",
                    nameof(pieces));
            }

            Begin(pieces.Count, null, WeightStamp.Of(_module));
        }

        RequireWeights();
        CheckPieces(pieces);
        return Step(pieces, lastOnly: false);
    }

    /// <summary>Truncates the sequences. Recurrent layers keep no earlier states, so their sequences are truncated to length 0.</summary>
    /// <param name="length">The number of positions to keep, including the padding of shorter sequences.</param>
    /// <returns>The number of positions kept: <paramref name="length"/>, or 0.</returns>
    /// <exception cref="ObjectDisposedException">The decoding state is disposed.</exception>
    /// <exception cref="InvalidOperationException">Another thread is using the decoding state.</exception>
    public long Truncate(long length)
    {
        using var use = new Use(this);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, Length);
        return TruncateTo(length);
    }

    /// <summary>Replaces sequence i by sequence <c>rows[i]</c>, for beam search; the number of sequences may change.</summary>
    /// <param name="rows">The indices of the sequences to keep, at least one; each may occur several times.</param>
    /// <exception cref="ArgumentException">There are no indices, or one is out of range; nothing is changed.</exception>
    /// <exception cref="ObjectDisposedException">The decoding state is disposed.</exception>
    /// <exception cref="InvalidOperationException">Another thread is using the decoding state.</exception>
    public void Reorder(IReadOnlyList<int> rows)
    {
        using var use = new Use(this);
        ArgumentNullException.ThrowIfNull(rows);
        if (rows.Count == 0)
        {
            throw new ArgumentException("There is no row: keep at least one sequence.", nameof(rows));
        }

        foreach (var row in rows)
        {
            if (row < 0 || row >= _ids.Length)
            {
                throw new ArgumentOutOfRangeException(
                    nameof(rows), row, _ids.Length == 0
                        ? $"There is no row {row}: no sequence has been started."
                        : $"There is no row {row}: the sequences are 0 to {_ids.Length - 1}.");
            }
        }

        Turn++;
        using var inference = inference_mode();
        using var index = tensor(rows.Select(row => (long)row).ToArray(), device: Device());
        try
        {
            _state.Reorder(index);
        }
        catch
        {
            Forget();
            throw;
        }

        _ids = rows.Select(row => new List<long>(_ids[row])).ToArray();
        _starts = _starts is null ? null : rows.Select(row => _starts[row]).ToArray();
    }

    /// <summary>Releases the states of the layers; if another thread is in a call, at the end of that call.</summary>
    public void Dispose()
    {
        _isDisposed = true;
        Release();
    }

    private void Release()
    {
        if (Interlocked.CompareExchange(ref _isInUse, 1, 0) == 0)
        {
            _state.Dispose();
            _ids = _none;
            _starts = null;
            Length = 0;
            Volatile.Write(ref _isInUse, 0);
        }
    }

    private void Begin(int rows, long[]? starts, WeightStamp stamp)
    {
        // First, because it throws for a batch size that does not match the conditions.
        var conditions = _conditions?.Invoke(rows);
        TruncateTo(0);
        _ids = Enumerable.Range(0, rows).Select(_ => new List<long>()).ToArray();
        _starts = starts;
        _stamp = stamp;
        if (conditions is not null)
        {
            _state.SetConditions(conditions);
        }
    }

    private long TruncateTo(long length)
    {
        Turn++;
        var kept = _state.CanTruncate(length) ? length : 0;
        _state.Truncate(kept);
        if (kept == 0)
        {
            _ids = _none;
            _starts = null;
            _state.SetConditions([]);
        }
        else
        {
            foreach (var row in _ids)
            {
                row.RemoveRange((int)kept, row.Count - (int)kept);
            }
        }

        Length = kept;
        return kept;
    }

    // After an exception some layers may have advanced and others not, so the sequences cannot be continued.
    private void Forget()
    {
        Length = 0;
        TruncateTo(0);
    }

    private Device Device() => _module.parameters().FirstOrDefault()?.device ?? CPU;

    private int ElementSize() => _module.parameters().FirstOrDefault() is { } weight ? (int)weight.element_size() : 4;

    // The length of the common prefix, without the last position, whose scores are needed.
    private long Common(long[][] rows, long[]? starts)
    {
        if (rows.Length != _ids.Length || !(starts ?? []).SequenceEqual(_starts ?? []))
        {
            return 0;
        }

        var common = Math.Min(Length, rows[0].Length - 1);
        for (var row = 0; row < rows.Length; row++)
        {
            for (var i = 0; i < common; i++)
            {
                if (_ids[row][i] != rows[row][i])
                {
                    common = i;
                }
            }
        }

        return common;
    }

    private Tensor AppendOne(IReadOnlyList<long> ids)
    {
        var pieces = ids.Select(id => new[] { id }).ToArray();
        CheckPieces(pieces);
        return AppendLast(pieces);
    }

    private Tensor AppendLast(IReadOnlyList<long[]> pieces)
    {
        using var last = Step(pieces, lastOnly: true);
        using var inference = inference_mode();
        return last.squeeze(1);
    }

    private Tensor Step(IReadOnlyList<long[]> pieces, bool lastOnly)
    {
        using var inference = inference_mode();
        var count = pieces[0].Length;
        using var ids = tensor(pieces.SelectMany(piece => piece).ToArray(), [pieces.Count, count], device: Device());
        using var at = new Positions(Length, count, _starts);
        Tensor scores;
        try
        {
            scores = _step(ids, _state, at, lastOnly);
        }
        catch
        {
            Forget();
            throw;
        }

        Turn++;

        for (var row = 0; row < pieces.Count; row++)
        {
            _ids[row].AddRange(pieces[row]);
        }

        Length += count;
        return scores;
    }

    private void Check(IReadOnlyList<IReadOnlyList<long>> prompts)
    {
        CheckMode();
        if (prompts.Count == 0)
        {
            throw new ArgumentException("There is no prompt: give at least one sequence.", nameof(prompts));
        }

        for (var row = 0; row < prompts.Count; row++)
        {
            if (prompts[row].Count == 0)
            {
                throw new ArgumentException(
                    $"{Prompt(row, prompts.Count)} is empty: give it at least one id, such as the id that begins a text.",
                    nameof(prompts));
            }

            if (prompts[row].Count > Model.MaximumLength)
            {
                throw new ArgumentException(
                    $"{Prompt(row, prompts.Count)} has {prompts[row].Count} ids, but the model has {Model.MaximumLength} positions: "
                        + "shorten it.",
                    nameof(prompts));
            }

            CheckIds(prompts[row], nameof(prompts));
        }
    }

    private void CheckPieces(IReadOnlyList<long[]> pieces)
    {
        CheckMode();
        if (pieces.Count != _ids.Length || pieces.Count == 0 || pieces.Any(piece => piece.Length != pieces[0].Length || piece.Length == 0))
        {
            throw new ArgumentException(
                $"There are {_ids.Length} sequences, which take the same number of ids, at least one each: got {pieces.Count} rows.",
                nameof(pieces));
        }

        if (Length + pieces[0].Length > Model.MaximumLength)
        {
            throw new ArgumentException(
                $"The sequences have {Length} ids, and {pieces[0].Length} more exceed the model's {Model.MaximumLength} positions.",
                nameof(pieces));
        }

        foreach (var piece in pieces)
        {
            CheckIds(piece, nameof(pieces));
        }
    }

    private void RequireWeights()
    {
        if (_stamp?.IsCurrent() == false)
        {
            throw new InvalidOperationException(
                $"The weights of {_module.GetName()} have changed since these sequences were computed, so the states of its layers are "
                    + "outdated: call Start with the whole sequences.");
        }
    }

    private void CheckIds(IReadOnlyList<long> ids, string argument)
    {
        for (var i = 0; i < ids.Count; i++)
        {
            if (ids[i] < 0 || ids[i] >= Model.Vocabulary)
            {
                throw new ArgumentOutOfRangeException(
                    argument, ids[i], $"Id {ids[i]} at {i} is outside the vocabulary, whose ids are 0 to {Model.Vocabulary - 1}.");
            }
        }
    }

    private void CheckMode()
    {
        if (_module.training)
        {
            throw new InvalidOperationException(
                $"{_module.GetName()} is in training mode, in which dropout would change its scores: call eval() before decoding.");
        }
    }

    private static string Prompt(int row, int count) => count == 1 ? "The prompt" : $"Prompt {row}";

    /// <summary>Marks the decoding state as in use for the duration of one call.</summary>
    private readonly ref struct Use
    {
        private readonly DecodingState _decoding;

        public Use(DecodingState decoding)
        {
            ObjectDisposedException.ThrowIf(decoding._isDisposed, decoding);
            if (Interlocked.CompareExchange(ref decoding._isInUse, 1, 0) != 0)
            {
                throw new InvalidOperationException(
                    "Another thread is using this decoding state: create one per thread with NewDecoding.");
            }

            _decoding = decoding;
        }

        public void Dispose()
        {
            Volatile.Write(ref _decoding._isInUse, 0);
            if (_decoding._isDisposed)
            {
                _decoding.Release();
            }
        }
    }
}
