using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.ExceptionServices;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;

namespace ModelGen.Generator;

/// <summary>Work on many models at once, on as many cores as the compiler may use itself.</summary>
internal static class Concurrently
{
#pragma warning disable RS1035 // The number of cores changes nothing of what is written.
    private static int Cores => Environment.ProcessorCount;
#pragma warning restore RS1035

    /// <summary>
    /// Does the first step with every item, in any order, and the second with what that gives. If the compilation is not built
    /// concurrently, or there is one item, the second step is left to later callers.
    /// </summary>
    /// <remarks>
    /// One core begins with the second step at once: in a new process most of the time goes into compiling the two steps' own code, for
    /// which several cores in the same step would wait for each other.
    /// </remarks>
    public static void ForEach<TItem, TNext>(
        Compilation compilation, IEnumerable<TItem> items, Func<TItem, TNext?> first, Action<TNext> second, CancellationToken cancellation)
        where TNext : class
    {
        var all = items.ToList();
        if (all.Count < 2 || !compilation.Options.ConcurrentBuild)
        {
            all.ForEach(item => first(item));
            return;
        }

        using var between = new BlockingCollection<TNext>();
        var options = new ParallelOptions { CancellationToken = cancellation, MaxDegreeOfParallelism = Math.Max(1, Cores - 1) };
        var seconds = Task.Run(() => Drain(between, second, cancellation), CancellationToken.None);
        try
        {
            Begin();
            Parallel.For(0, options.MaxDegreeOfParallelism, options, _ => Drain(between, second, cancellation));
        }
        catch (Exception exception)
        {
            // It reads what is disposed here.
            Task.WaitAny(seconds);
            Rethrow(exception);
        }

        try
        {
            seconds.Wait(CancellationToken.None);
        }
        catch (AggregateException exception)
        {
            Rethrow(exception);
        }

        void Begin()
        {
            try
            {
                Parallel.ForEach(all, options, item =>
                {
                    if (first(item) is { } next)
                    {
                        between.Add(next);
                    }
                });
            }
            finally
            {
                between.CompleteAdding();
            }
        }
    }

    private static void Drain<T>(BlockingCollection<T> items, Action<T> action, CancellationToken cancellation)
    {
        foreach (var item in items.GetConsumingEnumerable(cancellation))
        {
            action(item);
        }
    }

    // As if one had been done after the other.
    private static void Rethrow(Exception exception) =>
        ExceptionDispatchInfo.Capture(exception is AggregateException several ? several.Flatten().InnerExceptions[0] : exception).Throw();
}
