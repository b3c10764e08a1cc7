using System.Numerics;

namespace ModelGen.Generator.Shapes;

/// <summary>Division of integers.</summary>
internal static class Integers
{
    /// <summary>The quotient rounded down; the divisor is not 0.</summary>
    public static BigInteger Floor(BigInteger dividend, BigInteger divisor)
    {
        var quotient = BigInteger.DivRem(dividend, divisor, out var remainder);
        return !remainder.IsZero && (remainder.Sign < 0) != (divisor.Sign < 0) ? quotient - 1 : quotient;
    }

    /// <summary>The quotient rounded up; the divisor is not 0.</summary>
    public static BigInteger Ceiling(BigInteger dividend, BigInteger divisor) => -Floor(-dividend, divisor);
}
