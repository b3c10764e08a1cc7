using Microsoft.CodeAnalysis;
using ModelGen.Generator.Declarations;
using ModelGen.Generator.Repairs;

namespace ModelGen.Generator.Diagnostics;

/// <summary>A mistake in a declaration: what is wrong, where, and in which words.</summary>
/// <param name="Descriptor">Its kind.</param>
/// <param name="Site">The place that is wrong.</param>
/// <param name="Message">
/// One sentence that names the layers, the shapes and the repair. <c>{line}</c> stands for " on line N" of <paramref name="Related"/>.
/// </param>
/// <param name="Related">The other place that the sentence names, if any.</param>
internal sealed record Problem(DiagnosticDescriptor Descriptor, Site Site, string Message, Site? Related = null)
{
    /// <summary>What an IDE may do about it, the likeliest first.</summary>
    public EquatableArray<Repair> Repairs { get; init; } = EquatableArray<Repair>.Empty;
}

/// <summary>
/// Takes problems as they are found. The analyzer's keeps them; the generator's only remembers that there was an error.
/// </summary>
internal abstract class ProblemSink
{
    /// <summary>How many errors were reported so far.</summary>
    public int Errors { get; private set; }

    /// <summary>Whether an error was reported so far.</summary>
    public bool HasErrors => Errors > 0;

    /// <summary>Whether anything was reported so far, a warning or a hint included.</summary>
    public bool HasReports { get; private set; }

    /// <summary>Whether anybody reads what is reported; if not, what only makes messages better need not be computed.</summary>
    public abstract bool IsHeard { get; }

    public void Report(Problem problem)
    {
        HasReports = true;
        Errors += problem.Descriptor.DefaultSeverity == DiagnosticSeverity.Error ? 1 : 0;
        Keep(problem);
    }

    protected abstract void Keep(Problem problem);
}

/// <summary>The generator's sink. The analyzer reports the mistakes; this sink only remembers that there are some.</summary>
internal sealed class SilentSink : ProblemSink
{
    public override bool IsHeard => false;

    protected override void Keep(Problem problem)
    {
    }
}

/// <summary>The analyzer's sink.</summary>
internal sealed class CollectingSink : ProblemSink
{
    public System.Collections.Generic.List<Problem> Problems { get; } = new();

    public override bool IsHeard => true;

    protected override void Keep(Problem problem) => Problems.Add(problem);
}
