using System;
using System.Diagnostics;
using System.Linq;
using ModelGen.Generator.Kinds;

namespace ModelGen.Generator;

/// <summary>
/// Keeps a failure of the tool itself within the one declaration that it occurred in: the step that failed has a value to continue with,
/// and MG0026 reports the failure.
/// </summary>
internal static class Isolation
{
    /// <summary>For tests: called at the start of every step with the step and the name of the class, to throw in place of it.</summary>
    internal static volatile Action<Step, string>? Fault;

    /// <summary>For tests: called with every failure, also where nothing reports it because the declaration has errors anyway.</summary>
    internal static volatile Action<Step, string, Exception>? Failed;

    /// <summary>The steps that fail on their own.</summary>
    internal enum Step
    {
        /// <summary>A class becomes a declaration.</summary>
        Read,

        /// <summary>The whole of a declaration is bound and inferred.</summary>
        Infer,

        /// <summary>One layer is inferred.</summary>
        Layer,

        /// <summary>The generated part is planned and written.</summary>
        Write,

        /// <summary>The part that keeps a class usable after a failure of <see cref="Write"/> is written.</summary>
        WriteSurface,

        /// <summary>Problems become diagnostics.</summary>
        Locate,
    }

    /// <summary>Does a step, or recovers from its failure. Cancellation is none.</summary>
    public static T Try<T>(Step step, string className, Func<T> work, Func<Exception, T> recover)
    {
        try
        {
            Fault?.Invoke(step, className);
            return work();
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            Failed?.Invoke(step, className, exception);
            return recover(exception);
        }
    }

    /// <summary>The sentence of MG0026.</summary>
    /// <param name="subject">What was worked on: a class or a layer.</param>
    /// <param name="exception">The failure.</param>
    public static string Describe(string subject, Exception exception)
    {
        var frame = new StackTrace(exception).GetFrames()?.Select(frame => frame.GetMethod())
            .FirstOrDefault(method => method?.DeclaringType?.FullName?.StartsWith("ModelGen.", StringComparison.Ordinal) == true);
        var place = frame is null ? string.Empty : $" in {frame.DeclaringType!.Name}.{frame.Name}";
        return $"ModelGen itself failed on {subject} with {exception.GetType().Name}{place}: {exception.Message.TrimEnd('.')}. "
            + "Other models are unaffected; please report this with the declaration.";
    }
}
