using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Text;
using Microsoft.CodeAnalysis;
using Xunit;

namespace ModelGen.Generator.Tests;

/// <summary>Two runs of the generator with an edit between them, and what the second recomputed.</summary>
internal sealed class Incremental
{
    private Incremental(GeneratorRun before, GeneratorRun after)
    {
        Before = before;
        After = after;
        Graph = StepGraph.Of(after.Driver);
    }

    public GeneratorRun Before { get; }

    public GeneratorRun After { get; }

    private StepGraph Graph { get; }

    /// <summary>Runs, applies the edits as one, and runs again.</summary>
    public static Incremental Run(string source, params Edit[] edits) => Run([source], null, edits);

    /// <inheritdoc cref="Run(string, Edit[])"/>
    public static Incremental Run(string[] sources, params Edit[] edits) => Run(sources, null, edits);

    /// <inheritdoc cref="Run(string, Edit[])"/>
    public static Incremental Run(string[] sources, CompileOptions? options, params Edit[] edits)
    {
        GeneratorRun before = Compile.Run(sources, options);
        return new(before, before.Continue(edits.Aggregate(before.Project, (project, edit) => edit.Apply(project))));
    }

    /// <summary>What became of the outputs of the step named <paramref name="step"/> in the second run.</summary>
    public ImmutableArray<IncrementalStepRunReason> Reasons(string step) => Reasons(Graph.Named(step));

    /// <summary>The generated files that the second run wrote again, by hint name; those of the cache are the same object.</summary>
    public IReadOnlyCollection<string> Rewritten()
    {
        var before = Texts(Before).ToDictionary(source => source.HintName, source => source.SourceText);
        return [.. Texts(After).Where(source => !before.TryGetValue(source.HintName, out var text) || text != source.SourceText)
            .Select(source => source.HintName)];

        static IEnumerable<GeneratedSourceResult> Texts(GeneratorRun run) =>
            run.Driver.GetRunResult().Results.SelectMany(result => result.GeneratedSources);
    }

    /// <summary>
    /// The step may have looked again but found the same; the steps that build on it, the generated files included, did not
    /// even look.
    /// </summary>
    public void AssertNothingRecomputedAfter(string step)
    {
        bool same = Reasons(step).All(reason => reason is IncrementalStepRunReason.Cached or IncrementalStepRunReason.Unchanged);
        bool idle = Graph.After(step).All(later => later.Outputs.All(output => output.Reason is IncrementalStepRunReason.Cached));
        if (!same || !idle)
        {
            Assert.Fail($"The edit made more than '{step}' run again:\n{Describe()}");
        }
    }

    /// <summary>The step's outputs came from the cache: it was not even looked at again.</summary>
    public void AssertCached(string step)
    {
        if (Reasons(step).Any(reason => reason is not IncrementalStepRunReason.Cached))
        {
            Assert.Fail($"The edit made '{step}' run again:\n{Describe()}");
        }
    }

    /// <summary>At least one of the step's outputs is new or another than before.</summary>
    public void AssertRecomputed(string step)
    {
        if (Reasons(step).All(reason => reason is IncrementalStepRunReason.Cached or IncrementalStepRunReason.Unchanged))
        {
            Assert.Fail($"The edit did not change what '{step}' gives:\n{Describe()}");
        }
    }

    /// <summary>Every step of the generator's own with what became of its outputs.</summary>
    public string Describe()
    {
        StringBuilder text = new();
        foreach (var step in Graph.Own.GroupBy(step => step.Name ?? "(unnamed)"))
        {
            text.Append($"  {step.Key}: ").AppendJoin(", ", Reasons(step)).Append('\n');
        }

        return text.ToString();
    }

    private static ImmutableArray<IncrementalStepRunReason> Reasons(IEnumerable<IncrementalGeneratorRunStep> steps) =>
        [.. steps.SelectMany(step => step.Outputs).Select(output => output.Reason)];
}
