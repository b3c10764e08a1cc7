using System;
using System.Collections.Generic;
using System.Linq;
using ModelGen.Models.Tokenization;
using static TorchSharp.torch;

namespace ModelGen.Models;

/// <summary>
/// A batch of encoded texts as the inputs of a BERT: <see cref="Ids"/>, <see cref="TokenTypes"/> and <see cref="Padding"/>, each
/// <c>(B, T)</c> with T the length of the longest text. It owns the tensors.
/// </summary>
public sealed class BertInput : IDisposable
{
    private BertInput(Tensor ids, Tensor tokenTypes, Tensor padding) => (Ids, TokenTypes, Padding) = (ids, tokenTypes, padding);

    /// <summary>The ids, padded with 0.</summary>
    public Tensor Ids { get; }

    /// <summary>The token types, all zero: one text per sequence.</summary>
    public Tensor TokenTypes { get; }

    /// <summary>The padding mask, true after the end of a text.</summary>
    public Tensor Padding { get; }

    /// <summary>Encodes texts.</summary>
    /// <param name="tokenizer">The tokenizer of the model.</param>
    /// <param name="texts">The texts, at least one.</param>
    /// <param name="device">The device of the tensors; the CPU when null.</param>
    /// <returns>The batch, owned by the caller.</returns>
    /// <exception cref="ArgumentException">There are no texts.</exception>
    public static BertInput Of(ITokenizer tokenizer, IReadOnlyList<string> texts, Device? device = null)
    {
        ArgumentNullException.ThrowIfNull(tokenizer);
        if (texts is null || texts.Count == 0)
        {
            throw new ArgumentException("There must be at least one text.", nameof(texts));
        }

        var encoded = texts.Select(tokenizer.Encode).ToList();
        var longest = encoded.Max(ids => ids.Count);
        var padded = encoded.SelectMany(ids => ids.Concat(Enumerable.Repeat(0L, longest - ids.Count))).ToArray();
        var padding = encoded.SelectMany(ids => Enumerable.Range(0, longest).Select(position => position >= ids.Count)).ToArray();
        long[] shape = [texts.Count, longest];
        device ??= CPU;
        return new BertInput(
            tensor(padded, shape, dtype: ScalarType.Int64, device: device), zeros(shape, ScalarType.Int64, device),
            tensor(padding, shape, dtype: ScalarType.Bool, device: device));
    }

    /// <summary>Disposes the three tensors.</summary>
    public void Dispose()
    {
        Ids.Dispose();
        TokenTypes.Dispose();
        Padding.Dispose();
    }
}
