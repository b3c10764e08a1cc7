using System;
using System.IO;
using Spectre.Console;
using Xunit;
using Xunit.Sdk;
using Xunit.v3;

// The console, and TorchSharp's random numbers, are one for the whole process.
[assembly: Parallelization(Mode = ParallelMode.None)]

namespace Samples.Shared.Tests;

/// <summary>A sample as it is called: what it prints is redirected meanwhile.</summary>
internal sealed record SampleRun(int Code, string Output, string Error)
{
    /// <summary>Runs a program.</summary>
    public static SampleRun Of(Func<string[], int> main, params string[] arguments) => Of(main, input: "", arguments);

    /// <summary>Runs a program that is given lines to read.</summary>
    public static SampleRun Of(Func<string[], int> main, string input, string[] arguments)
    {
        var (console, complaints, keyboard) = (Console.Out, Console.Error, Console.In);
        var (output, error) = (new StringWriter(), new StringWriter());
        Console.SetOut(output);
        Console.SetError(error);
        Console.SetIn(new StringReader(input));
        AnsiConsole.Console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output) });
        try
        {
            return new SampleRun(main(arguments), output.ToString(), error.ToString());
        }
        finally
        {
            Console.SetOut(console);
            Console.SetError(complaints);
            Console.SetIn(keyboard);
        }
    }

    /// <summary>Requires exit code 2, one sentence on the error stream that contains the text, and nothing else.</summary>
    public void AssertRefused(string expected)
    {
        Assert.Equal(2, Code);
        Assert.Equal("", Output);
        Assert.Contains(expected, Error);
        Assert.Single(Error.TrimEnd().Split('\n'));
    }
}
