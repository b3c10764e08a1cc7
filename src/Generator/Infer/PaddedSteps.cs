using System;
using System.Collections.Generic;
using System.Linq;
using ModelGen.Generator.Arguments;
using ModelGen.Generator.Bind;
using ModelGen.Generator.Diagnostics;
using ModelGen.Generator.Kinds;
using ModelGen.Generator.Layers;
using ModelGen.Generator.Repairs;
using ModelGen.Generator.Shapes;

namespace ModelGen.Generator.Infer;

/// <summary>
/// Reports where padded steps of a sequence count as real ones although the model has a padding mask: the final state of a recurrence is
/// read, or the steps after a recurrence or a masked attention are combined, and nothing on the way reads the mask.
/// </summary>
internal static class PaddedSteps
{

    public static void Report(ModelContext model, LayerGraph graph, HashSet<Value> reached)
    {
        foreach (var mask in model.InputValues.Where(input =>
            input.Type is { Element: ElementType.Bool, Shape: { HasLeading: false, Count: 2 } } && reached.Contains(input)))
        {
            var masked = graph.Layers.Where(layer => Masks(model, layer, mask)).ToList();
            if (masked.Count > 0 || mask.Input!.Name.IndexOf("pad", StringComparison.OrdinalIgnoreCase) >= 0)
            {
                Report(model, graph, reached, mask, masked);
            }
        }
    }

    private static void Report(ModelContext model, LayerGraph graph, HashSet<Value> reached, Value mask, List<InferredLayer> masked)
    {
        var depends = Dependents(graph, mask);
        var sequences = graph.Layers
            .Where(layer => layer.Bound.Kind.Traits.Has(LayerTraits.Recurrent)
                && RunsAlong(layer.Inputs[0], mask) && !depends.Contains(layer.Inputs[0].Id))
            .ToList();
        foreach (var recurrence in sequences)
        {
            if (!IsGiven(recurrence, RecurrentKind.Lengths) && recurrence.Ports.Values.Any(state => reached.Contains(state)
                && (graph.Outputs.Contains(state) || graph.Readers(state).Count > 0)))
            {
                Report(model, recurrence, mask, "gives final states that are read after padded steps as well as real ones",
                    $"declare the number of real steps as an input ({mask.Shape.Dims[0]}) of Int64, and name it with Lengths");
            }
        }

        foreach (var layer in graph.Layers.Where(layer => layer.Inputs.Length == 1
            && reached.Contains(layer.Output!) && layer.Inputs[0].Shape.Count == 3))
        {
            if (IsGiven(layer, ReductionKind.PaddingMask))
            {
                continue;
            }

            var traits = layer.Bound.Kind.Traits;
            var isLast = traits.Has(LayerTraits.Selects) && layer.Bound.Arguments.Get(SelectKind.Index) == -1;
            if ((!isLast && !traits.Has(LayerTraits.Reduces))
                || LayerGraph.AxisOf(layer) != 1 || Source(layer.Inputs[0], graph, masked.Concat(sequences).ToList()) is not { } source)
            {
                continue;
            }

            // An attention passes masked positions over, but still has a result for each of them. One end of a recurrence in both
            // directions has a message of its own.
            var isBoth = source.Bound.Kind is RecurrentKind && source.Bound.Arguments.Get(RecurrentKind.Bidirectional);
            if (isLast && (isBoth || !sequences.Contains(source)))
            {
                continue;
            }

            var own = ", with a method of your own that reads "
                + $"'{mask.Input!.Name}', [Apply(…, Inputs = new[] {{ nameof({mask.Input.Name}) }})]";
            if (isLast)
            {
                Report(model, layer, mask, $"takes the last step after {source.Bound.Use}, which may be padding",
                    source.Bound.Kind is RecurrentKind
                        ? "read its port \"last\", and name an input with the number of real steps with Lengths"
                        : "take the last real step of each sequence" + own);
                continue;
            }

            var what = $"combines padded steps with real ones after {source.Bound.Use}";
            if (layer.Bound.Kind is ReductionKind)
            {
                var name = mask.Input.IsStage ? $"nameof({mask.Input.Name})" : $"\"{mask.Input.Name}\"";
                Report(model, layer, mask, what, $"set PaddingMask = {name}",
                    Repair.Set(layer.Bound.Use, ReductionKind.PaddingMask, name));
            }
            else
            {
                Report(model, layer, mask, what, "combine the real steps only" + own);
            }
        }
    }

    private static void Report(
        ModelContext model, InferredLayer layer, Value mask, string what, string instead, params Repair[] repairs) =>
        model.Problems.Report(new Problem(
            Descriptors.PaddingRead,
            layer.Bound.Use.Site,
            $"{layer.Bound.Use} {what}, although {mask.Subject}{{line}} marks the padding: {instead}.",
            mask.Site)
        {
            Repairs = repairs.ToEquatableArray(),
        });

    private static bool IsGiven(InferredLayer layer, TensorArgument argument) => layer.Bound.References.Of(argument).Any();

    private static bool Masks(ModelContext model, InferredLayer layer, Value mask) => layer.Bound.References
        .Of(AttentionArguments.KeyPaddingMask)
        .Any(reference => model.Find(reference) == mask);

    private static bool RunsAlong(Value value, Value mask) =>
        value.Shape is { HasLeading: false, Count: 3 } shape && shape.Dims[0] == mask.Shape.Dims[0] && shape.Dims[1] == mask.Shape.Dims[1];

    // Everything that is computed from the mask.
    private static HashSet<int> Dependents(LayerGraph graph, Value mask)
    {
        var depends = new HashSet<int> { mask.Id };
        foreach (var step in graph.Layers.SelectMany(layer => layer.Steps).Where(step => step.Code.Values.Any(depends.Contains)))
        {
            depends.UnionWith(step.Outputs.Select(output => output.Id));
        }

        return depends;
    }

    // The layer whose steps these are, through layers that compute each alone.
    private static InferredLayer? Source(Value value, LayerGraph graph, IReadOnlyList<InferredLayer> sources)
    {
        while (graph.Producer(value) is { } layer)
        {
            if (sources.Contains(layer))
            {
                return layer.Bound.Port is null ? layer : null;
            }

            if (!LayerGraph.KeepsSteps(layer) && !(layer.Bound.Kind is ResidualKind))
            {
                return null;
            }

            value = layer.Inputs[0];
        }

        return null;
    }
}
