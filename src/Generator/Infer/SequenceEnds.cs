using System.Collections.Generic;
using System.Linq;
using ModelGen.Generator.Bind;
using ModelGen.Generator.Declarations;
using ModelGen.Generator.Diagnostics;
using ModelGen.Generator.Kinds;
using ModelGen.Generator.Layers;
using ModelGen.Generator.Repairs;
using ModelGen.Generator.Signatures;

namespace ModelGen.Generator.Infer;

/// <summary>
/// Reports where one end of a bidirectional recurrence's sequence is selected: there one of the directions has read a single step. The port
/// <c>last</c> holds the final states of both.
/// </summary>
internal static class SequenceEnds
{
    private const string Last = "last";
    private const string Hidden = "h";

    public static void Report(ModelContext model, LayerGraph graph)
    {
        var ends = graph.Layers
            .Where(layer => layer.Bound.Kind.Traits.Has(LayerTraits.Selects) && layer.Inputs.Length == 1)
            .Select(layer => End.Of(layer, graph))
            .OfType<End>()
            .ToList();
        foreach (var end in ends)
        {
            // Both ends together hold the final states of both directions, and so does what is sliced from them.
            var isWhole =
                ends.Any(other => other.Recurrence == end.Recurrence && other.OfStates == end.OfStates && other.IsLast != end.IsLast);
            if (!isWhole && !IsSliced(end.Select, graph))
            {
                Report(model, graph, end);
            }
        }
    }

    private static bool IsSliced(InferredLayer select, LayerGraph graph) =>
        graph.Readers(select.Output!) is { Count: > 0 } readers && readers.All(reader => reader.Bound.Kind.Traits.Has(LayerTraits.Slices));

    private static void Report(ModelContext model, LayerGraph graph, End end)
    {
        var (use, recurrence) = (end.Select.Bound.Use, end.Recurrence.Bound.Use);
        var what = end switch
        {
            { OfStates: true, IsLast: true } => $"takes the final state of the backward direction alone after {recurrence}{{line}}",
            { OfStates: true } => $"takes the final state of the forward direction alone after {recurrence}{{line}}",
            { IsLast: true } => $"takes the last step after {recurrence}{{line}}, where the backward direction has read that step only",
            _ => $"takes the first step after {recurrence}{{line}}, where the forward direction has read that step only",
        };
        var (advice, repairs) = Repairs(model, graph, end);
        model.Problems.Report(
            new Problem(Descriptors.BackwardUnread, use.Site, $"{use} {what}: {advice}.", recurrence.Site) { Repairs = repairs });
    }

    private static (string Advice, EquatableArray<Repair> Repairs) Repairs(ModelContext model, LayerGraph graph, End end)
    {
        const string gives = "the final states of both directions";
        var (select, recurrence) = (end.Select.Bound, end.Recurrence.Bound);
        if (end.Path.All(graph.HasOneReader) && end.Recurrence.Output == end.Path.Last())
        {
            return (
                $"set Port = \"{Last}\" on {recurrence.Use.Kind}, {gives}, and remove {select.Use.Kind}",
                [new Repair(
                    "ContinueFromLast",
                    $"Continue from the port '{Last}'",
                    [
                        Edit.SetArgument(recurrence.Use.Site, CommonArguments.Port, $"\"{Last}\""),
                        new Edit(EditKind.Remove, select.Use.Site),
                    ])]);
        }

        var port = $"{recurrence.Path}.{Last}";
        if (recurrence.StageName.Length == 0 || model.Stage(select.StageName) is not { } stage || stage.Layers[0] != select)
        {
            return ($"read the port \"{port}\" instead, {gives}", []);
        }

        var isOnlyPort =
            model.Stage(recurrence.StageName)!.Layers.Count(layer => layer.Kind.Ports(layer.Use, model.Declaration).Contains(Last)) == 1;
        var source = isOnlyPort ? $"nameof({recurrence.StageName}) + \".{Last}\"" : $"\"{port}\"";
        var from = model.Declaration.Stages.FirstOrDefault(field => field.Name == stage.Name)
            ?.Attributes.FirstOrDefault(use => use.Kind == "From");
        return (
            $"begin the stage with [From({source})], {gives}, and remove {select.Use.Kind}",
            stage.Starts.Length != 1 ? [] : [new Repair(
                "StartFromLast",
                $"Start from the port '{Last}'",
                [
                    from is null
                        ? new Edit(EditKind.InsertBefore, select.Use.Site, Text: $"From({source})")
                        : Edit.SetArgument(from.Site, Vocabulary.Sources, source, item: 0),
                    new Edit(EditKind.Remove, select.Use.Site),
                ])]);
    }

    /// <summary>A layer that selects one end.</summary>
    /// <param name="Select">The layer.</param>
    /// <param name="Recurrence">The bidirectional recurrence.</param>
    /// <param name="Path">The tensors between both, the recurrence's result last.</param>
    /// <param name="IsLast">Whether it selects the last item.</param>
    /// <param name="OfStates">Whether it selects among the final states of every layer, and not among the steps.</param>
    private sealed record End(InferredLayer Select, InferredLayer Recurrence, IReadOnlyList<Value> Path, bool IsLast, bool OfStates)
    {
        public static End? Of(InferredLayer select, LayerGraph graph)
        {
            var (index, path, value) = (select.Bound.Arguments.Get(SelectKind.Index), new List<Value>(), select.Inputs[0]);
            if (value.Shape is not { HasLeading: false, Count: 3 } || LayerGraph.AxisOf(select) is not { } axis)
            {
                return null;
            }

            var size = value.Shape.Dims[axis];
            var fromEnd = index < 0 ? index : size.TryGetConstant(out var count) ? index - (long)count : (long?)null;
            var keepsSteps = true;
            while (true)
            {
                path.Add(value);
                if (graph.Source(value) is not { } layer)
                {
                    return null;
                }

                if (layer.Bound.Kind.Traits.Has(LayerTraits.Recurrent))
                {
                    return OfRecurrence(select, layer, value, path, axis, index, fromEnd);
                }

                keepsSteps &= LayerGraph.KeepsSteps(layer) && layer.Output == value;
                if (!keepsSteps)
                {
                    return null;
                }

                value = layer.Inputs[0];
            }
        }

        private static End? OfRecurrence(
            InferredLayer select, InferredLayer recurrence, Value value, IReadOnlyList<Value> path, int axis, long index, long? fromEnd)
        {
            if (!recurrence.Bound.Arguments.Get(RecurrentKind.Bidirectional))
            {
                return null;
            }

            // Among the states the last two are the top layer's, forward and backward.
            if (recurrence.Ports.TryGetValue(Hidden, out var states) && states == value)
            {
                return axis == 0 && path.Count == 1 && fromEnd is -1 or -2
                    ? new End(select, recurrence, path, fromEnd == -1, OfStates: true)
                    : null;
            }

            var isSequence = axis == 1 && !recurrence.Ports.Values.Contains(value);
            return isSequence && (fromEnd == -1 || (index == 0 && IsRaw(recurrence)))
                ? new End(select, recurrence, path, fromEnd == -1, OfStates: false)
                : null;
        }

        // The first step may stand for the whole sequence if something before has seen all of it.
        private static bool IsRaw(InferredLayer recurrence) =>
            recurrence.Inputs[0].Input is not null || recurrence.Inputs[0].Producer?.Kind is EmbeddingKind;
    }
}
