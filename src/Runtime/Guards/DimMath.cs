namespace ModelGen;

/// <summary>Division in dimension expressions, which rounds towards negative infinity as Python's <c>//</c> and <c>%</c>.</summary>
public static class DimMath
{
    /// <summary>Returns the largest integer that is at most <c>a / b</c>.</summary>
    /// <param name="a">The dividend.</param>
    /// <param name="b">The divisor.</param>
    /// <returns>The quotient, rounded down.</returns>
    /// <exception cref="System.DivideByZeroException"><paramref name="b"/> is 0.</exception>
    public static long FloorDiv(long a, long b)
    {
        var quotient = a / b;
        return a % b != 0 && (a < 0) != (b < 0) ? quotient - 1 : quotient;
    }

    /// <summary>Returns the remainder <c>a - b * FloorDiv(a, b)</c>, which has the sign of the divisor.</summary>
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
