using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;

namespace ModelGen.Generator.Tests;

/// <summary>The failures of the tool itself, of which users see MG0026 or, in a declaration that has errors anyway, nothing.</summary>
internal static class InternalErrors
{
    /// <summary>The message of the failures that tests inject, which do not count.</summary>
    public const string Injected = "an injected failure";

    private static readonly ConcurrentQueue<string> _failures = Observe();

    /// <summary>How many there have been in this process.</summary>
    public static int Count => _failures.Count;

    /// <summary>Those after the first <paramref name="count"/>. Tests that run at the same time share them.</summary>
    public static IReadOnlyList<string> After(int count) => [.. _failures.Skip(count)];

    private static ConcurrentQueue<string> Observe()
    {
        ConcurrentQueue<string> failures = new();
        Isolation.Failed = (step, className, exception) =>
        {
            if (exception.Message != Injected)
            {
                failures.Enqueue($"{step} of '{className}' failed: {exception}");
            }
        };
        return failures;
    }
}
