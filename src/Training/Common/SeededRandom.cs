using System;
using System.Runtime.InteropServices;

namespace ModelGen.Training;

/// <summary>
/// A random generator that is cheap to create and whose numbers depend on its seed alone, in every version of .NET: SplitMix64 (Steele, Lea
/// and Flood 2014).
/// </summary>
internal sealed class SeededRandom : Random
{
    private const ulong Increment = 0x9E3779B97F4A7C15;

    private ulong _state;

    /// <summary>
    /// Creates a generator for one purpose: the same numbers give the same sequence, and a change of any of them gives another one.
    /// </summary>
    /// <param name="seed">The seed of the whole.</param>
    /// <param name="first">What it is for, such as the number of an epoch.</param>
    /// <param name="second">What it is for in particular, such as the index of an example.</param>
    public SeededRandom(long seed, long first = 0, long second = 0)
    {
        _state = (ulong)seed;
        _state = NextUInt64() ^ (ulong)first;
        _state = NextUInt64() ^ (ulong)second;
    }

    /// <inheritdoc/>
    public override double NextDouble() => (NextUInt64() >> 11) * (1.0 / (1UL << 53));

    /// <inheritdoc/>
    public override float NextSingle() => (NextUInt64() >> 40) * (1.0f / (1 << 24));

    /// <inheritdoc/>
    public override int Next() => (int)NextInt64(int.MaxValue);

    /// <inheritdoc/>
    public override int Next(int maxValue) => (int)NextInt64(maxValue);

    /// <inheritdoc/>
    public override int Next(int minValue, int maxValue) => (int)NextInt64(minValue, maxValue);

    /// <inheritdoc/>
    public override long NextInt64() => NextInt64(long.MaxValue);

    /// <inheritdoc/>
    public override long NextInt64(long maxValue) => NextInt64(0, maxValue);

    /// <inheritdoc/>
    public override long NextInt64(long minValue, long maxValue)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(minValue, maxValue);
        var range = (ulong)(maxValue - minValue);
        return range <= 1 ? minValue : minValue + (long)Math.BigMul(NextUInt64(), range, out _);
    }

    /// <inheritdoc/>
    public override void NextBytes(byte[] buffer) => NextBytes(buffer.AsSpan());

    /// <inheritdoc/>
    public override void NextBytes(Span<byte> buffer)
    {
        while (buffer.Length > 0)
        {
            var number = NextUInt64();
            var bytes = MemoryMarshal.AsBytes(new Span<ulong>(ref number));
            var count = Math.Min(bytes.Length, buffer.Length);
            bytes[..count].CopyTo(buffer);
            buffer = buffer[count..];
        }
    }

    /// <summary>Orders a list at random (Fisher and Yates).</summary>
    public void Permute(Span<int> items)
    {
        for (var last = items.Length - 1; last > 0; last--)
        {
            var other = Next(last + 1);
            (items[last], items[other]) = (items[other], items[last]);
        }
    }

    /// <inheritdoc/>
    protected override double Sample() => NextDouble();

    private ulong NextUInt64()
    {
        _state += Increment;
        var z = _state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
