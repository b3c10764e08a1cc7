namespace ModelGen;

/// <summary>Computes with sizes: numbers, or values that a graph computes when it runs.</summary>
/// <typeparam name="T">The type of a size.</typeparam>
internal interface ISizeArithmetic<T>
{
    /// <summary>An integer as a size.</summary>
    T Integer(long value);

    T Add(T a, T b);

    T Subtract(T a, T b);

    T Multiply(T a, T b);

    /// <summary>The quotient, rounded down.</summary>
    T Divide(T a, T b);

    /// <summary>The remainder, with the sign of the divisor.</summary>
    T Modulo(T a, T b);

    T Smaller(T a, T b);

    T Larger(T a, T b);
}
