using System.Collections.Concurrent;
using TorchSharp;

namespace ModelGen;

/// <summary>
/// Caches the numbers that tensor operations take as a <see cref="Scalar"/>. TorchSharp 0.107 passes only the address of a scalar to
/// libtorch, so that the temporary of <c>x.add(1)</c> can be collected while the operation reads it, which then fails or computes with
/// another number; cached scalars are never collected. For numbers that vary at run time, which would fill the cache, keep a scalar alive:
/// <c>using var number = value.ToScalar()</c>.
/// </summary>
public static class Scalars
{
    private static readonly ConcurrentDictionary<double, Scalar> _numbers = new();
    private static readonly ConcurrentDictionary<long, Scalar> _integers = new();

    /// <summary>The integer 1, the factor of y in <c>x.add(y)</c>.</summary>
    public static Scalar One { get; } = Of(1L);

    /// <summary>Returns the scalar of a constant.</summary>
    /// <param name="value">The number.</param>
    /// <returns>The scalar, which is never disposed.</returns>
    public static Scalar Of(double value) => _numbers.GetOrAdd(value, static number => number.ToScalar());

    /// <summary>Returns the scalar of an integer constant.</summary>
    /// <param name="value">The integer.</param>
    /// <returns>The scalar, which is never disposed.</returns>
    public static Scalar Of(long value) => _integers.GetOrAdd(value, static number => number.ToScalar());
}
