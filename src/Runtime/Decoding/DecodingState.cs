using System;
using System.Collections.Generic;
using System.Linq;
using TorchSharp;
using static TorchSharp.torch;

namespace ModelGen.Decoding;

/// <summary>The step of a language model.</summary>
/// <param name="ids">The next ids <c>(B, T)</c>.</param>
/// <param name="state">What its layers remember.</param>
/// <param name="at">Where the ids stand.</param>
/// <param name="lastOnly">Whether only the last position is asked for.</param>
/// <returns>The scores <c>(B, T, vocabulary)</c>, or <c>(B, 1, vocabulary)</c> of the last position.</returns>
public delegate Tensor LanguageModelStep(Tensor ids, ModelState state, Positions at, bool lastOnly);

/// <summary>
/// Sequences that a language model decodes step by step: their ids and what the layers remember of them. It can be kept and used again: a
/// sequence that begins as the one before continues from there. Not for several threads at once.
/// </summary>
public sealed class DecodingState : IDisposable
{
    private readonly nn.Module _module;
    private readonly ModelState _state;
    private readonly LanguageModelStep _step;
    private readonly Func<long, GivenTensor[]>? _given;
    private readonly List<long>[] _none = [];
    private List<long>[] _ids;
    private long[]? _starts;

    /// <summary>A decoding before its first position. The generated code calls this.</summary>
    /// <param name="model">The language model.</param>
    /// <param name="module">The module that it is, or is part of.</param>
    /// <param name="state">What its layers remember; owned by this.</param>
    /// <param name="step">Its step.</param>
    /// <param name="given">Gives a number of rows what they need besides ids, as tensors of their own.</param>
    public DecodingState(ILanguageModel model, nn.Module module, ModelState state, LanguageModelStep step, Func<long, GivenTensor[]>? given = null)
    {
        Model = model;
        _module = module;
        _state = state;
        _step = step;
        _given = given;
        _ids = _none;
    }

    /// <summary>The language model.</summary>
    public ILanguageModel Model { get; }

    /// <summary>The number of sequences; 0 before the first position.</summary>
    public int Rows => _ids.Length;

    /// <summary>The number of positions, that of the longest sequence.</summary>
    public long Length { get; private set; }

    /// <summary>The ids of a sequence, without the padding before it.</summary>
    /// <param name="row">The sequence's number.</param>
    /// <returns>Its ids.</returns>
    public IReadOnlyList<long> Ids(int row) => _ids[row].Skip((int)(_starts?[row] ?? 0)).ToList();

    /// <summary>The memory that the layers take for a batch of sequences, known before it is taken.</summary>
    /// <param name="batch">The number of sequences.</param>
    /// <param name="length">The number of positions.</param>
    /// <returns>The bytes.</returns>
    public long BytesFor(long batch, long length) => _state.BytesFor(batch, length, ElementSize());

    /// <summary>
    /// Makes <paramref name="prompts"/> the sequences and computes the scores of what follows each. Where they begin as the ones before, only
    /// what is new is computed. Shorter ones are padded on the left, which changes nothing in their scores.
    /// </summary>
    /// <param name="prompts">The ids of each sequence, at least one id in each.</param>
    /// <returns>The scores <c>(B, vocabulary)</c>, owned by the caller.</returns>
    /// <exception cref="ArgumentException">A prompt is empty or too long, or an id is outside the vocabulary.</exception>
    /// <exception cref="InvalidOperationException">The model is in training mode.</exception>
    public Tensor Start(IReadOnlyList<IReadOnlyList<long>> prompts)
    {
        Check(prompts);
        var longest = prompts.Max(prompt => prompt.Count);
        var starts = prompts.All(prompt => prompt.Count == longest) ? null : prompts.Select(prompt => (long)(longest - prompt.Count)).ToArray();
        var padded = prompts.Select(prompt => Enumerable.Repeat(prompt[0], longest - prompt.Count).Concat(prompt).ToArray()).ToArray();
        var common = Common(padded, starts);
        if (!_state.CanTruncate(common))
        {
            common = 0;
        }

        Truncate(common);
        if (common == 0)
        {
            _ids = padded.Select(_ => new List<long>()).ToArray();
            _starts = starts;
            if (_given is not null)
            {
                _state.Give(_given(_ids.Length));
            }
        }

        return AppendLast(padded.Select(row => row[(int)common..]).ToArray());
    }

    /// <summary>Adds one id to each sequence and computes the scores of what follows.</summary>
    /// <param name="ids">An id for each sequence.</param>
    /// <returns>The scores <c>(B, vocabulary)</c>, owned by the caller.</returns>
    /// <exception cref="ArgumentException">There is an id more or less than sequences, one is outside the vocabulary, or the sequences are as long as the model allows.</exception>
    public Tensor Append(IReadOnlyList<long> ids)
    {
        var pieces = ids.Select(id => new[] { id }).ToArray();
        CheckPieces(pieces);
        return AppendLast(pieces);
    }

    /// <summary>Adds ids to each sequence and computes the scores after every one of them.</summary>
    /// <param name="pieces">As many ids for each sequence.</param>
    /// <returns>The scores <c>(B, T, vocabulary)</c>, owned by the caller.</returns>
    /// <exception cref="ArgumentException">As for <see cref="Append(IReadOnlyList{long})"/>.</exception>
    public Tensor AppendAll(IReadOnlyList<long[]> pieces)
    {
        if (_ids.Length == 0)
        {
            Check(pieces);
            if (pieces.Any(piece => piece.Length != pieces[0].Length))
            {
                throw new ArgumentException("AppendAll takes as many ids for each sequence; Start pads sequences of different lengths.", nameof(pieces));
            }

            _ids = pieces.Select(_ => new List<long>()).ToArray();
            if (_given is not null)
            {
                _state.Give(_given(_ids.Length));
            }
        }

        CheckPieces(pieces);
        return Step(pieces, lastOnly: false);
    }

    /// <summary>Goes back to an earlier length. A recurrence keeps no earlier states, so that its sequences start again at 0.</summary>
    /// <param name="length">The number of positions to keep, the padding of shorter sequences included.</param>
    /// <returns>The number of positions that are kept: <paramref name="length"/>, or 0.</returns>
    public long Truncate(long length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, Length);
        var kept = _state.CanTruncate(length) ? length : 0;
        _state.Truncate(kept);
        if (kept == 0)
        {
            _ids = _none;
            _starts = null;
            _state.Give([]);
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

    /// <summary>Replaces sequence i by sequence <c>rows[i]</c>, for beam search; there may be more or fewer than before.</summary>
    /// <param name="rows">The numbers of the sequences to keep; one may stand several times.</param>
    public void Reorder(IReadOnlyList<int> rows)
    {
        using var inference = inference_mode();
        using var index = tensor(rows.Select(row => (long)row).ToArray(), device: Device());
        _state.Reorder(index);
        _ids = rows.Select(row => new List<long>(_ids[row])).ToArray();
        _starts = _starts is null ? null : rows.Select(row => _starts[row]).ToArray();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _state.Dispose();
        _ids = _none;
        _starts = null;
        Length = 0;
    }

    private Device Device() => _module.parameters().FirstOrDefault()?.device ?? CPU;

    private int ElementSize() => _module.parameters().FirstOrDefault() is { } weight ? (int)weight.element_size() : 4;

    // The positions that both have in common, but for the last, whose scores are asked for.
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
            // Some layers have taken the ids up and others have not: the sequences start again.
            Length = 0;
            Truncate(0);
            throw;
        }

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
                throw new ArgumentException($"{Prompt(row, prompts.Count)} is empty: give it at least one id, such as one that stands for the beginning.", nameof(prompts));
            }

            if (prompts[row].Count > Model.MaximumLength)
            {
                throw new ArgumentException($"{Prompt(row, prompts.Count)} has {prompts[row].Count} ids, but the model has {Model.MaximumLength} positions: shorten it.", nameof(prompts));
            }

            CheckIds(prompts[row], nameof(prompts));
        }
    }

    private void CheckPieces(IReadOnlyList<long[]> pieces)
    {
        CheckMode();
        if (pieces.Count != _ids.Length || pieces.Count == 0 || pieces.Any(piece => piece.Length != pieces[0].Length || piece.Length == 0))
        {
            throw new ArgumentException($"There are {_ids.Length} sequences, which take as many ids each, and at least one: got {pieces.Count} rows.", nameof(pieces));
        }

        if (Length + pieces[0].Length > Model.MaximumLength)
        {
            throw new ArgumentException($"The sequences have {Length} ids, and {pieces[0].Length} more would be over the model's {Model.MaximumLength} positions.", nameof(pieces));
        }

        foreach (var piece in pieces)
        {
            CheckIds(piece, nameof(pieces));
        }
    }

    private void CheckIds(IReadOnlyList<long> ids, string argument)
    {
        for (var i = 0; i < ids.Count; i++)
        {
            if (ids[i] < 0 || ids[i] >= Model.Vocabulary)
            {
                throw new ArgumentOutOfRangeException(argument, ids[i], $"Id {ids[i]} at {i} is outside the vocabulary, whose ids are 0 to {Model.Vocabulary - 1}.");
            }
        }
    }

    private void CheckMode()
    {
        if (_module.training)
        {
            throw new InvalidOperationException($"{_module.GetName()} is in training mode, in which dropout would change what it says: call eval() before decoding.");
        }
    }

    private static string Prompt(int row, int count) => count == 1 ? "The prompt" : $"Prompt {row}";
}
