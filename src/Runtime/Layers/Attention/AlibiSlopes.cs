using System;

namespace ModelGen.Layers;

/// <summary>The slopes of attention with linear biases (ALiBi, Press et al. 2021, arXiv:2108.12409).</summary>
internal static class AlibiSlopes
{
    /// <summary>
    /// Returns the slopes of n heads: <c>2^(-8/n), 2^(-16/n), ...</c> if n is a power of two; otherwise those of the next smaller power of
    /// two, followed by every other slope of the next larger one, as in the paper's code.
    /// </summary>
    public static double[] Of(long heads)
    {
        var power = 1L << (int)long.Log2(heads);
        var slopes = new double[heads];
        for (long head = 0; head < heads; head++)
        {
            slopes[head] = head < power
                ? Math.Pow(2, -8.0 * (head + 1) / power)
                : Math.Pow(2, -4.0 * ((2 * (head - power)) + 1) / power);
        }

        return slopes;
    }
}
