using System;
using System.CommandLine;
using System.Globalization;
using System.Linq;
using System.Text;
using ModelGen.Training;

namespace Samples.Shared;

/// <summary>What the command lines of all samples have in common.</summary>
internal static class CommandLine
{
    /// <summary>The exit code after something the user can put right.</summary>
    public const int UserError = 2;

    /// <summary>The exit code after Ctrl-C.</summary>
    public const int Interrupted = 130;

    /// <summary>
    /// Parses the arguments and runs the command. What the user can put right is one sentence on the error
    /// stream and <see cref="UserError"/>.
    /// </summary>
    public static int Run(this RootCommand command, string[] arguments)
    {
        Console.OutputEncoding = Encoding.UTF8;
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        var parsed = command.Parse(arguments);
        try
        {
            return parsed.Errors.Count == 0
                ? parsed.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false })
                : throw new SampleException(string.Join(' ', parsed.Errors.Select(error => error.Message)));
        }
        catch (Exception e) when (e is SampleException or TrainingException)
        {
            Console.Error.WriteLine(e.Message);
            return UserError;
        }
    }

    /// <summary>Runs a session that the first Ctrl-C stops after the step at hand.</summary>
    /// <returns>The exit code.</returns>
    public static int RunUntilStopped(Action<Interruption> session)
    {
        using var interruption = new Interruption(
            () => Console.Error.WriteLine("Stopping after this step; Ctrl-C again ends at once, without saving."));
        session(interruption);
        return interruption.Requested ? Interrupted : 0;
    }

    /// <summary>The value of an option that has to meet a requirement.</summary>
    /// <exception cref="SampleException">It does not.</exception>
    public static T Get<T>(this ParseResult result, Option<T> option, Func<T, bool> holds, string requirement)
    {
        var value = result.GetValue(option)!;
        return holds(value) ? value : throw new SampleException($"{option.Name} must be {requirement}.");
    }

    /// <summary>How long is trained: for minutes or, where steps are given, for these.</summary>
    /// <exception cref="SampleException">Either is out of its range.</exception>
    public static Budget GetBudget(this ParseResult result, Option<double> minutes, Option<int?> steps) => new(
        TimeSpan.FromMinutes(result.Get(minutes, value => value is > 0 and <= 24 * 60, "more than 0 and at most 1440")),
        result.Get(steps, value => value is null or > 0, "at least 1"));
}
