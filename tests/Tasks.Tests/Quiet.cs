using System;
using System.IO;

namespace Tasks.Tests;

/// <summary>Runs show their progress on the console.</summary>
internal static class Quiet
{
    public static T Run<T>(Func<T> run)
    {
        var console = Console.Out;
        Console.SetOut(TextWriter.Null);
        try
        {
            return run();
        }
        finally
        {
            Console.SetOut(console);
        }
    }
}
