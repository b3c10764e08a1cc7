using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Xunit;

namespace ModelGen.Generator.Tests;

/// <summary>
/// The steps of a run that are the generator's own, named or not, from the first that sees what Roslyn gives to the
/// generated files.
/// </summary>
internal sealed class StepGraph
{
    // Roslyn's own steps hold symbols and syntax by right.
    private static readonly HashSet<string> _roslyn =
    [
        "Compilation", "CompilationOptions", "ParseOptions", "AdditionalTexts", "SyntaxTrees",
        "AnalyzerConfigOptions", "MetadataReferences",
    ];

    private readonly ImmutableHashSet<IncrementalGeneratorRunStep> _outputs;

    private StepGraph(ImmutableArray<IncrementalGeneratorRunStep> own, ImmutableHashSet<IncrementalGeneratorRunStep> outputs)
    {
        Own = own;
        _outputs = outputs;
    }

    /// <summary>The generator's own steps, each after those it builds on.</summary>
    public ImmutableArray<IncrementalGeneratorRunStep> Own { get; }

    /// <summary>As <see cref="Own"/>, without the steps that only hand text to the compiler.</summary>
    public IEnumerable<IncrementalGeneratorRunStep> Pipeline => Own.Where(step => !_outputs.Contains(step));

    public static StepGraph Of(GeneratorDriver driver)
    {
        GeneratorRunResult result = Assert.Single(driver.GetRunResult().Results);
        IncrementalGeneratorRunStep[] outputs =
            [.. result.TrackedOutputSteps.OrderBy(steps => steps.Key, StringComparer.Ordinal).SelectMany(steps => steps.Value)];
        IEnumerable<IncrementalGeneratorRunStep> named = result.TrackedSteps.OrderBy(steps => steps.Key, StringComparer.Ordinal)
            .SelectMany(steps => steps.Value);
        HashSet<IncrementalGeneratorRunStep> seen = [];
        var own = ImmutableArray.CreateBuilder<IncrementalGeneratorRunStep>();
        foreach (IncrementalGeneratorRunStep step in named.Concat(outputs))
        {
            Visit(step);
        }

        return new([.. own], [.. outputs]);

        void Visit(IncrementalGeneratorRunStep step)
        {
            if (IsRoslyns(step.Name) || !seen.Add(step))
            {
                return;
            }

            foreach ((IncrementalGeneratorRunStep source, _) in step.Inputs)
            {
                Visit(source);
            }

            own.Add(step);
        }
    }

    /// <summary>The steps of this name; fails if there is none, since a misspelt name would prove nothing.</summary>
    public ImmutableArray<IncrementalGeneratorRunStep> Named(string name)
    {
        ImmutableArray<IncrementalGeneratorRunStep> steps = [.. Own.Where(step => step.Name == name)];
        if (steps.IsEmpty)
        {
            Assert.Fail($"No step '{name}' ran; there are {string.Join(", ", Own.Select(step => step.Name ?? "(unnamed)").Distinct())}.");
        }

        return steps;
    }

    /// <summary>The steps that build on those of this name, directly or not.</summary>
    public IEnumerable<IncrementalGeneratorRunStep> After(string name)
    {
        HashSet<IncrementalGeneratorRunStep> reached = [.. Named(name)];
        foreach (IncrementalGeneratorRunStep step in Own)
        {
            if (!reached.Contains(step) && step.Inputs.Any(input => reached.Contains(input.Source)))
            {
                reached.Add(step);
                yield return step;
            }
        }
    }

    private static bool IsRoslyns(string? name) => name is not null
        && (_roslyn.Contains(name)
            // Of those of ForAttributeWithMetadataName the last holds what the generator's own transformation made.
            || (name.Contains("_ForAttribute", StringComparison.Ordinal) && name != "result_ForAttributeWithMetadataName"));
}
