using System;
using static TorchSharp.torch;

namespace ModelGen.Training;

/// <summary>Sequences and what comes next in them.</summary>
public static class NextToken
{
    /// <summary>Each token and the one after it.</summary>
    /// <param name="ids">The tokens <c>(..., T)</c>.</param>
    /// <returns>
    /// All but the last <c>(..., T - 1)</c>, and all but the first, the target: views of <paramref name="ids"/>, owned by the caller.
    /// </returns>
    /// <exception cref="ArgumentException">There are fewer than two tokens in a row.</exception>
    public static (Tensor input, Tensor target) Shift(Tensor ids)
    {
        ArgumentNullException.ThrowIfNull(ids);
        if (ids.dim() == 0 || ids.size(-1) < 2)
        {
            throw new ArgumentException(
                $"A token needs one after it, but the ids are {Describe.Shape(ids)}: give at least two in a row.", nameof(ids));
        }

        var length = ids.size(-1);
        return (ids.narrow(-1, 0, length - 1), ids.narrow(-1, 1, length - 1));
    }
}
