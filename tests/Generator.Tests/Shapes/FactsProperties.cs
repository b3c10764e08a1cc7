using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Numerics;
using System.Threading.Tasks;
using CsCheck;
using ModelGen.Generator.Shapes;
using Xunit;

namespace ModelGen.Generator.Tests.Shapes;

/// <summary>
/// Whatever is proved holds for every assignment tried that satisfies the facts, whatever is refuted for none; on a fixed sequence of
/// random expressions and facts.
/// </summary>
public sealed class FactsProperties
{
    private const int Cases = 100_000;
    private const int Chunks = 20;
    private const int Assignments = 8;

    [Fact]
    public void VerdictsAreTrue()
    {
        var counts = new ConcurrentDictionary<(string, Truth), int>();
        InParallel(3, Cases, random =>
        {
            var given = RandomFacts.Next(random);
            if (Pair(random, given.Facts) is var (left, right))
            {
                Check(random, given, left, right, counts);
            }
        });

        // A test that decides nothing would pass as well.
        foreach (var name in new[] { "Equal", "LessOrEqual", "Less", "Divides" })
        {
            foreach (var truth in new[] { Truth.Proved, Truth.Refuted })
            {
                Assert.True(counts.GetValueOrDefault((name, truth)) > Cases / 400,
                    $"{name} {truth}: {counts.GetValueOrDefault((name, truth))}");
            }
        }
    }

    [Fact]
    public void SimplifyingKeepsTheValueWithinTheBounds() => InParallel(4, Cases / 2, static random =>
    {
        var given = RandomFacts.Next(random);
        if (!TryBuild(Expression.Random.Generate(random, null, out _), out var dim))
        {
            return;
        }

        var simple = given.Facts.Simplify(dim);
        var (min, max) = given.Facts.Bounds(dim);
        var again = given.Facts.Simplify(simple);
        Assert.True(simple.Equals(again), $"{dim} given {given}: {simple} becomes {again}");
        for (var j = 0; j < Assignments; j++)
        {
            if (given.Assignment(random) is { } values && dim.Evaluate(Expression.Lookup(values)) is { } value)
            {
                Assert.True(
                    value == simple.Evaluate(Expression.Lookup(values)) && !(value < min) && !(value > max),
                    $"{dim} given {given} is {value} for {string.Join(", ", values)}, "
                        + $"but {simple} is {simple.Evaluate(Expression.Lookup(values))}, bounds {min} to {max}");
            }
        }
    });

    private static void Check(PCG random, RandomFacts given, Dim left, Dim right, ConcurrentDictionary<(string, Truth), int> counts)
    {
        // Equality each time, the others by turns.
        (string Name, Truth Truth, Func<BigInteger, BigInteger, bool?> Holds)[] verdicts =
        [
            ("Equal", given.Facts.Equal(left, right), static (a, b) => a == b),
            random.Next(3) switch
            {
                0 => ("LessOrEqual", given.Facts.LessOrEqual(left, right), static (a, b) => a <= b),
                1 => ("Less", given.Facts.Less(left, right), static (a, b) => a < b),
                _ => ("Divides", given.Facts.Divides(left, right), static (a, b) => a.IsZero ? null : (b % a).IsZero),
            },
        ];
        foreach (var verdict in verdicts)
        {
            counts.AddOrUpdate((verdict.Name, verdict.Truth), 1, static (_, count) => count + 1);
        }

        for (var j = 0; j < Assignments; j++)
        {
            if (given.Assignment(random) is not { } values
                || left.Evaluate(Expression.Lookup(values)) is not { } a || right.Evaluate(Expression.Lookup(values)) is not { } b)
            {
                continue;
            }

            foreach (var (name, truth, holds) in verdicts)
            {
                if (truth != Truth.Open && holds(a, b) is { } holding)
                {
                    Assert.True(holding == (truth == Truth.Proved),
                        $"{name}({left}, {right}) is {truth} given {given}, but not for {string.Join(", ", values)}: {a}, {b}");
                }
            }
        }
    }

    // Each chunk has its own sequence, so that the cases are the same on any number of cores.
    private static void InParallel(uint stream, int cases, Action<PCG> check) => Parallel.For(0, Chunks, chunk =>
    {
        var random = new PCG(stream, (ulong)chunk + 20_240_517);
        for (var i = 0; i < cases / Chunks; i++)
        {
            check(random);
        }
    });

    // Two unrelated expressions are hardly ever comparable, so most pairs are related.
    private static (Dim Left, Dim Right)? Pair(PCG random, Facts facts)
    {
        if (!TryBuild(Expression.Random.Generate(random, null, out _), out var left)
            || !TryBuild(Expression.Random.Generate(random, null, out _), out var other))
        {
            return null;
        }

        try
        {
            return random.Next(6) switch
            {
                0 => (left, other),
                1 => (left, facts.Simplify(left)),
                2 => (left, left + ((long)random.Next(5) - 2)),
                3 => ((long)random.Next(9), left),
                4 => (left, Dim.Max(left, other) + (long)random.Next(2)),
                _ => (other, (other * left) + (long)random.Next(2)),
            };
        }
        catch (DimLimitException)
        {
            return null;
        }
    }

    private static bool TryBuild(Expression expression, out Dim dim)
    {
        try
        {
            dim = expression.Build();
            return true;
        }
        catch (DimLimitException)
        {
            dim = Dim.Zero;
            return false;
        }
    }
}
