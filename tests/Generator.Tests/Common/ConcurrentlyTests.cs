using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis.CSharp;
using Xunit;

namespace ModelGen.Generator.Tests;

/// <summary>Two steps with many items, on several cores.</summary>
public sealed class ConcurrentlyTests
{
    private static readonly CSharpCompilation _concurrent = CSharpCompilation.Create("Concurrent",
        options: new(Microsoft.CodeAnalysis.OutputKind.DynamicallyLinkedLibrary, concurrentBuild: true));
    private static readonly CSharpCompilation _serial = _concurrent.WithOptions(_concurrent.Options.WithConcurrentBuild(false));

    private static readonly int[] _items = [.. Enumerable.Range(0, 500)];

    [Fact]
    public void EveryItemPassesBothSteps()
    {
        ConcurrentBag<int> first = [];
        ConcurrentBag<string> second = [];
        Run(_concurrent, _items, item => { first.Add(item); return item % 3 == 0 ? null : $"{item}"; }, second.Add);
        Assert.Equal(_items, first.Order());
        Assert.Equal(_items.Where(item => item % 3 != 0), second.Select(int.Parse).Order());
    }

    [Fact]
    public void WhereTheCompilerHasOneThreadSoHasTheFirstStepAndTheSecondIsLeft()
    {
        List<(int, int)> first = [];
        Run(_serial, _items, item => { first.Add((item, Environment.CurrentManagedThreadId)); return "next"; },
            _ => Assert.Fail("It is left to who comes later."));
        Assert.Equal(_items.Select(item => (item, Environment.CurrentManagedThreadId)), first);
    }

    [Fact]
    public void AMistakeInEitherStepIsToldAsItself()
    {
        Assert.Equal("first", Assert.Throws<FormatException>(() =>
            Run(_concurrent, _items, item => item == 77 ? throw new FormatException("first") : "next", _ => { })).Message);
        Assert.Equal("second", Assert.Throws<FormatException>(() =>
            Run(_concurrent, _items, item => $"{item}", text => { if (text == "77") { throw new FormatException("second"); } })).Message);
    }

    [Fact]
    public void CancellationStopsBothSteps()
    {
        using CancellationTokenSource source = new();
        int second = 0;
        Assert.ThrowsAny<OperationCanceledException>(() => Concurrently.ForEach(
            _concurrent,
            Enumerable.Range(0, 100_000),
            item => { if (item == 500) { source.Cancel(); } return "next"; },
            _ => Interlocked.Increment(ref second),
            source.Token));
        Assert.True(second < 100_000);
    }

    private static void Run(CSharpCompilation compilation, IEnumerable<int> items, Func<int, string?> first, Action<string> second) =>
        Concurrently.ForEach(compilation, items, first, second, TestContext.Current.CancellationToken);
}
