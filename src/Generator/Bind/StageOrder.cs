using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using ModelGen.Generator.Diagnostics;

namespace ModelGen.Generator.Bind;

/// <summary>Puts stages in an order in which each comes after all that it reads, keeping source order where it can.</summary>
internal static class StageOrder
{
    public static ImmutableArray<StageDraft> Sort(IReadOnlyList<StageDraft> stages, ProblemSink problems)
    {
        if (stages.Count == 1 && stages[0].Name.Length == 0)
        {
            return ImmutableArray.Create(stages[0]);
        }

        var sorted = ImmutableArray.CreateBuilder<StageDraft>(stages.Count);
        var isDone = new Dictionary<StageDraft, bool>();

        // The stages being visited, each with the sources still to visit; not recursive, since chains of stages may be long.
        var path = new List<(StageDraft Stage, Queue<StageDraft> Sources)>();
        foreach (var stage in stages)
        {
            Enter(stage);
            while (path.Count > 0)
            {
                var (current, sources) = path[path.Count - 1];
                if (sources.Count > 0)
                {
                    Enter(sources.Dequeue());
                    continue;
                }

                path.RemoveAt(path.Count - 1);
                isDone[current] = true;
                sorted.Add(current);
            }
        }

        return sorted.ToImmutable();

        void Enter(StageDraft stage)
        {
            if (!isDone.TryGetValue(stage, out var done))
            {
                isDone[stage] = false;
                path.Add((stage, new Queue<StageDraft>(Sources(stage))));
            }
            else if (!done)
            {
                ReportCycle(stage);
            }
        }

        void ReportCycle(StageDraft stage)
        {
            var cycle = path.Select(visited => visited.Stage).SkipWhile(visited => visited != stage).ToList();
            if (cycle.Any(member => member.IsBroken))
            {
                return;
            }

            foreach (var member in cycle)
            {
                member.IsBroken = true;
            }

            var names = string.Join(" → ", cycle.Concat(new[] { stage }).Select(member => $"'{member.Name}'"));
            problems.Report(new Problem(
                Descriptors.Cycle,
                stage.Site,
                cycle.Count == 1
                    ? $"Stage '{stage.Name}' reads itself: name another stage in its [From] or its layers."
                    : $"Stages read each other in a cycle, {names}: let one of them start from an input or an earlier stage."));
        }
    }

    private static IEnumerable<StageDraft> Sources(StageDraft stage) =>
        stage.References
            .Where(reference => reference.Stage is not null && !IsAbove(reference, stage))
            .Select(reference => reference.Stage!)
            .Distinct()
            .OrderBy(source => source.Ordinal);

    // A layer of a chain may read a layer above it; that is not a dependency of the stage on itself.
    private static bool IsAbove(DraftReference reference, StageDraft stage) => reference.Stage == stage && stage.Name.Length == 0;
}
