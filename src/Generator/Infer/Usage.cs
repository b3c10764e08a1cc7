using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using ModelGen.Generator.Arguments;
using ModelGen.Generator.Bind;
using ModelGen.Generator.Declarations;
using ModelGen.Generator.Diagnostics;
using ModelGen.Generator.Kinds;
using ModelGen.Generator.Repairs;
using ModelGen.Generator.Shapes;

namespace ModelGen.Generator.Infer;

/// <summary>Finds what an output depends on, and reports stages and inputs that no output depends on.</summary>
internal static class Usage
{
    /// <summary>The values that the outputs are computed from, themselves included.</summary>
    public static HashSet<Value> Reached(
        ImmutableArray<InferredOutput> outputs, IReadOnlyList<Value> values, IReadOnlyList<InferredLayer> layers)
    {
        // By tensor.
        var producers = new Step?[values.Count];
        foreach (var layer in layers)
        {
            foreach (var step in layer.Steps)
            {
                foreach (var value in step.Outputs)
                {
                    producers[value.Id] = step;
                }
            }
        }

        var reached = new HashSet<Value>();
        var open = new Stack<Value>(outputs.Select(output => output.Value).OfType<Value>());
        while (open.Count > 0)
        {
            var value = open.Pop();
            if (reached.Add(value) && producers[value.Id] is { } step)
            {
                foreach (var source in step.Code.Values)
                {
                    open.Push(values[source]);
                }
            }
        }

        return reached;
    }

    public static void Report(
        BoundModel bound,
        HashSet<Value> reached,
        IReadOnlyList<Value> values,
        IReadOnlyDictionary<BoundStage, Value> stages,
        IReadOnlyList<InferredLayer> layers,
        IReadOnlyCollection<string> parameters,
        ProblemSink problems)
    {
        var used = new HashSet<string>(layers
            .Where(layer => layer.Steps.Any(step => step.DefinesAny(reached)))
            .Select(layer => layer.Bound.StageName));
        foreach (var stage in bound.Stages.Where(stage => stage.Name.Length > 0))
        {
            var isUsed = used.Contains(stage.Name)
                || (stages.TryGetValue(stage, out var result)
                    && reached.Contains(result) && (stage.Layers.Length > 0 || IsNamed(bound, stage)));
            if (!isUsed)
            {
                problems.Report(new Problem(
                    Descriptors.UnusedStage,
                    stage.Site,
                    $"Stage '{stage.Name}' reaches no output, so it is not computed: "
                        + "mark it with [Output], let another stage start from it, or remove it.")
                {
                    Repairs = Removal(bound, stage, used),
                });
            }
        }

        ReportStatements(bound, parameters, problems);
        foreach (var value in values.Where(value => value.Input is not null && !reached.Contains(value)))
        {
            problems.Report(new Problem(
                Descriptors.UnusedInput,
                value.Site,
                $"Input '{value.Input!.Name}' reaches no output, so it has no effect: use it in a layer or a [From], or remove it.")
            {
                Repairs = Removal(bound, value.Input!),
            });
        }
    }

    // [Dim] on a symbol that does not occur, or a default for one that every call binds.
    private static void ReportStatements(BoundModel bound, IReadOnlyCollection<string> parameters, ProblemSink problems)
    {
        if (!bound.Symbols.Statements.Any())
        {
            return;
        }

        var inputs = new HashSet<string>(bound.Inputs.SelectMany(input => input.Type!.Shape.Symbols));
        var statements = new HashSet<Site>(bound.Symbols.Statements.Select(statement => statement.Site));
        var occurring = new HashSet<string>(bound.Symbols.Occurrences
            .Where(occurrence => !statements.Contains(occurrence.Site))
            .Select(occurrence => occurrence.Symbol)
            .Concat(parameters));
        foreach (var statement in bound.Symbols.Statements)
        {
            var symbol = statement.Symbol;
            if (!occurring.Contains(symbol))
            {
                problems.Report(new Problem(
                    Descriptors.NoEffect,
                    statement.Site,
                    $"No dimension uses '{symbol}', so this [Dim] has no effect: {Names.Suggest(symbol, occurring, "symbol")}")
                {
                    Repairs = [.. Repair.Spell(statement.Site, symbol, occurring), Repair.Remove(statement.Use)],
                });
            }
            else if (statement.Default is not null && inputs.Contains(symbol) && !parameters.Contains(symbol))
            {
                problems.Report(new Problem(
                    Descriptors.NoEffect,
                    statement.Use.At(DimArguments.Default),
                    $"'{symbol}' is read from the inputs at every call and is not a parameter of the constructor, "
                        + "so Default has no effect: remove it.")
                {
                    Repairs = [Repair.RemoveArgument(statement.Use, DimArguments.Default)],
                });
            }
        }
    }

    // A stage without layers is another name for its start, so it is used only if something names it.
    private static bool IsNamed(BoundModel bound, BoundStage stage) =>
        bound.Outputs.Any(output => output.Stage == stage) || Readers(bound, reference => reference.StageName == stage.Name).Any();

    private static IEnumerable<BoundStage> Readers(BoundModel bound, Func<Reference, bool> isRead) =>
        bound.Stages.Where(reader => reader.Starts
            .Concat(reader.Layers.SelectMany(layer => layer.References.All))
            .OfType<Reference>()
            .Any(isRead));

    // Removing a stage removes the stages that start from it as well, which would otherwise name nothing or start elsewhere.
    private static EquatableArray<Repair> Removal(BoundModel bound, BoundStage stage, HashSet<string> used)
    {
        var removed = new List<BoundStage> { stage };
        for (var i = 0; i < removed.Count; i++)
        {
            removed.AddRange(
                Readers(bound, reference => reference.StageName == removed[i].Name).Where(reader => !removed.Contains(reader)).ToList());
        }

        return removed.Any(candidate => used.Contains(candidate.Name) || bound.Outputs.Any(output => output.Stage == candidate))
            ? EquatableArray<Repair>.Empty
            : [Repair.Remove(removed.Count == 1 ? "stage" : "stages",
                removed.Select(candidate => (candidate.Name, candidate.Site)).ToList())];
    }

    private static EquatableArray<Repair> Removal(BoundModel bound, BoundInput input) =>
        bound.Outputs.Any(output => output.Input == input) || Readers(bound, reference => reference.Input == input).Any()
        ? EquatableArray<Repair>.Empty
        : input.IsStage ? [Repair.Remove("input", [(input.Name, input.Site)])]
        : [Repair.Remove(input.Use)];
}
