using System;
using static TorchSharp.torch;

namespace ModelGen.Training;

/// <summary>Prepares sequences for training a language model to predict the next token.</summary>
public static class NextToken
{
    /// <summary>Splits sequences into inputs and targets, the tokens that follow each input.</summary>
    /// <param name="ids">The tokens <c>(..., T)</c>.</param>
    /// <returns>
    /// All tokens but the last and all tokens but the first, both <c>(..., T - 1)</c>: views of <paramref name="ids"/>, owned by the
    /// caller.
    /// </returns>
    /// <exception cref="ArgumentException">A sequence has fewer than two tokens.</exception>
    public static (Tensor input, Tensor target) Shift(Tensor ids)
    {
        ArgumentNullException.ThrowIfNull(ids);
        if (ids.dim() == 0 || ids.size(-1) < 2)
        {
            throw new ArgumentException(
                $"A sequence needs at least two tokens, but the ids are {Describe.Shape(ids)}.", nameof(ids));
        }

        var length = ids.size(-1);
        return (ids.narrow(-1, 0, length - 1), ids.narrow(-1, 1, length - 1));
    }
}
