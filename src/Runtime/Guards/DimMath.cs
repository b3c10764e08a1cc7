namespace ModelGen;

/// <summary>
/// The division of dimension expressions, which rounds down also for negative values, as Python's <c>//</c> and <c>%</c>.
/// </summary>
public static class DimMath
{
    /// <summary>The largest integer not above <c>a / b</c>.</summary>
    /// <param name="a">The dividend.</param>
    /// <param name="b">The divisor.</param>
    /// <returns>The quotient, rounded down.</returns>
    /// <exception cref="System.DivideByZeroException"><paramref name="b"/> is 0.</exception>
    public static long FloorDiv(long a, long b)
    {
        var quotient = a / b;
        return a % b != 0 && (a < 0) != (b < 0) ? quotient - 1 : quotient;
    }

    /// <summary><c>a - b * FloorDiv(a, b)</c>: the remainder with the sign of the divisor.</summary>
    /// <param name="a">The dividend.</param>
    /// <param name="b">The divisor.</param>
    /// <returns>The remainder.</returns>
    /// <exception cref="System.DivideByZeroException"><paramref name="b"/> is 0.</exception>
    public static long Mod(long a, long b)
    {
        var remainder = a % b;
        return remainder != 0 && (remainder < 0) != (b < 0) ? remainder + b : remainder;
    }
}
