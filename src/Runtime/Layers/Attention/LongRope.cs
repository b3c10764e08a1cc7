using System;

namespace ModelGen.Layers;

/// <summary>LongRoPE (Ding et al. 2024) rotates short and long sequences by different angles.</summary>
internal static class LongRope
{
    /// <summary>Whether the angles of long sequences apply to the next positions.</summary>
    /// <param name="offset">The number of earlier positions.</param>
    /// <param name="length">The number of next positions.</param>
    /// <param name="context">The number of positions up to which a sequence is short.</param>
    /// <exception cref="InvalidOperationException">
    /// The sequence becomes long, although its earlier positions were rotated as those of a short one.
    /// </exception>
    public static bool IsLong(long offset, long length, long context)
    {
        if (offset + length <= context)
        {
            return false;
        }

        return offset == 0 || offset > context ? true : throw new InvalidOperationException(
            $"The sequence grows from {offset} to {offset + length} positions, and LongRoPE rotates sequences of more than {context} "
                + "positions by other angles: begin again with the whole sequence.");
    }
}
