using System.Collections.Concurrent;
using TorchSharp;

namespace ModelGen;

/// <summary>
/// Numbers that tensor operations take. TorchSharp (0.107) hands libtorch the bare address of a <see cref="Scalar"/>: one that nothing
/// refers to any more, such as that of <c>x.add(1)</c>, can be collected while the operation still reads it, which then fails or computes
/// with another number. These are never collected, and cost nothing after the first time. For numbers that a program computes, which would
/// not end, keep one of your own: <c>using var number = value.ToScalar()</c>.
/// </summary>
public static class Scalars
{
    private static readonly ConcurrentDictionary<double, Scalar> _numbers = new();
    private static readonly ConcurrentDictionary<long, Scalar> _integers = new();

    /// <summary>1: what <c>x.add(y)</c> multiplies y by.</summary>
    public static Scalar One { get; } = Of(1L);

    /// <summary>A number that stands in the program's text.</summary>
    /// <param name="value">The number.</param>
    /// <returns>It, for as long as the program runs.</returns>
    public static Scalar Of(double value) => _numbers.GetOrAdd(value, static number => number.ToScalar());

    /// <summary>An integer that stands in the program's text.</summary>
    /// <param name="value">The integer.</param>
    /// <returns>It, for as long as the program runs.</returns>
    public static Scalar Of(long value) => _integers.GetOrAdd(value, static number => number.ToScalar());
}
