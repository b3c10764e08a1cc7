using System;
using System.Collections.Generic;
using System.Linq;
using ModelGen.Generator.Bind;
using ModelGen.Generator.Declarations;
using ModelGen.Generator.Diagnostics;
using ModelGen.Generator.Kinds;
using ModelGen.Generator.Layers;
using ModelGen.Generator.Repairs;
using ModelGen.Generator.Shapes;

namespace ModelGen.Generator.Infer;

/// <summary>
/// Reports layers that read one axis as another: the width of a feature map as features, features as steps, the batch as an item. The
/// shapes fit, and often something later does not, so it is reported beside an output that differs as well.
/// </summary>
internal static class Misreadings
{
    public static void Report(
        ModelContext model, LayerGraph graph, IReadOnlyCollection<string> parameters, Func<Declaration, InferredModel> infer)
    {
        foreach (var layer in graph.Layers.Where(layer => layer.Inputs.Length > 0 && layer.Output is { Type: not null }))
        {
            var traits = layer.Bound.Kind.Traits;
            if (traits.Has(LayerTraits.Affine) && !traits.Has(LayerTraits.Spatial))
            {
                CompareWithMap(model, layer, graph, infer);
                CompareWithReduction(model, layer, graph);
            }
        }

        LostBatch.Report(model, graph, parameters);
    }

    private static void CompareWithMap(ModelContext model, InferredLayer layer, LayerGraph graph, Func<Declaration, InferredModel> infer)
    {
        var (input, use) = (layer.Inputs[0], layer.Bound.Use);
        if (input.Shape.Count < 3 || input.Shape.HasLeading)
        {
            return;
        }

        var origin = Origin(input, graph);
        if (graph.Source(origin) is { } source)
        {
            if (GivesMap(source, model, infer))
            {
                model.Problems.Report(new Problem(
                    Descriptors.LinearOverMap,
                    use.Site,
                    $"{use} transforms the last axis of {input.Type} after {source.Bound.Use}{{line}}, "
                        + $"which is a spatial axis and does not hold features: {MapAdvice(source.Bound, input.Shape)}.",
                    source.Bound.Use.Site)
                {
                    Repairs = HasFixedPlaces(input.Shape)
                        ? [Repair.InsertBefore(use, "Flatten"), Repair.InsertBefore(use, "GlobalAvgPool")]
                        : [Repair.InsertBefore(use, "GlobalAvgPool"), Repair.InsertBefore(use, "Flatten")],
                });
            }
        }
        else if (origin.Input is not null && IsImage(layer, origin, graph))
        {
            var isFixed = input.Shape.Count < 4 || HasFixedPlaces(input.Shape);
            model.Problems.Report(new Problem(
                Descriptors.LinearOverMap,
                use.Site,
                $"{use} transforms the last axis of {origin.Type}, {origin.Subject}{{line}}, which is the width of an image and not its "
                    + $"features: {(isFixed ? "put Flatten" : "put layers that reduce the image, such as GlobalAvgPool,")} before it.",
                origin.Site)
            {
                Repairs = isFixed
                    ? [Repair.InsertBefore(use, "Flatten")]
                    : [Repair.InsertBefore(use, "GlobalAvgPool"), Repair.InsertBefore(use, "Flatten")],
            });
        }
    }

    // If the size of the feature map is unknown, so is the width after Flatten: the weights after it would
    // depend on the size of the images.
    private static bool HasFixedPlaces(Shape shape) => shape.Dims.Skip(Spatial.First).All(dim => dim.TryGetConstant(out _));

    // The origin of a feature map, through layers that keep its axes.
    private static Value Origin(Value value, LayerGraph graph)
    {
        while (graph.Producer(value) is { } layer && layer.Inputs.Length > 0 && layer.Inputs[0].Shape.Count == value.Shape.Count
            && (layer.Bound.Kind.Traits & (LayerTraits.Activation | LayerTraits.Dropout | LayerTraits.Joins)) != 0
            && !layer.Bound.Kind.Traits.Has(LayerTraits.Spatial))
        {
            value = layer.Inputs[0];
        }

        return value;
    }

    // A block returns a feature map if its last layer does.
    private static bool GivesMap(InferredLayer layer, ModelContext model, Func<Declaration, InferredModel> infer)
    {
        if (layer.Bound.Kind.Traits.Has(LayerTraits.Spatial))
        {
            return true;
        }

        if (layer.Bound.Use.TypeArgument is not { } key || model.Block(key)?.Declaration is not { } declaration)
        {
            return false;
        }

        var block = infer(declaration);
        if (block.HasErrors || block.Outputs.FirstOrDefault()?.Value is not { Type: not null } output)
        {
            return false;
        }

        var graph = new LayerGraph(block.Layers, block.Outputs);
        return graph.Source(Origin(output, graph)) is { } last && last.Bound.Kind.Traits.Has(LayerTraits.Spatial);
    }

    // A plane of usual sizes may be a sequence, unless no layer ever combines its rows.
    private static bool IsImage(InferredLayer layer, Value input, LayerGraph graph)
    {
        var shape = input.Shape;
        return ImageShapes.IsImages(shape)
            || (shape is { Count: 3 } && (ImageShapes.IsNamedPlane(shape.Dims[1], shape.Dims[2])
                || (ImageShapes.IsUsualSize(shape.Dims[1]) && shape.Dims[1] == shape.Dims[2]))
                && graph.Outputs.All(output => ReachesAlone(layer, output, graph)));
    }

    private static bool ReachesAlone(InferredLayer layer, Value output, LayerGraph graph)
    {
        while (graph.Producer(output) is { } last)
        {
            if (last == layer)
            {
                return true;
            }

            if (!LayerGraph.KeepsSteps(last))
            {
                return false;
            }

            output = last.Inputs[0];
        }

        return false;
    }

    // One number per step remains, so the weights would depend on the number of steps.
    private static void CompareWithReduction(ModelContext model, InferredLayer layer, LayerGraph graph)
    {
        if (graph.Producer(layer.Inputs[0]) is not { } before
            || (before.Bound.Kind.Traits & (LayerTraits.Reduces | LayerTraits.Selects)) == 0 || before.Inputs.Length != 1)
        {
            return;
        }

        var (reduced, rest) = (before.Inputs[0], layer.Inputs[0].Shape);
        if (reduced.Shape.Count < 3 || !rest.Equals(reduced.Shape.Without(reduced.Shape.Count - 1))
            || !rest.Last.TryGetSymbol(out var steps) || FeaturesLast(reduced, graph) is not { } features)
        {
            return;
        }

        var use = before.Bound.Use;
        model.Problems.Report(new Problem(
            Descriptors.FeaturesReduced,
            use.At(CommonArguments.Axis),
            before.Bound.Kind.Traits.Has(LayerTraits.Selects)
                ? $"{use} selects one feature of {reduced.Shape} after {features.Use}{{line}}, so {layer.Bound.Use} has weights for each "
                    + $"of {steps} steps: set Axis = {reduced.Shape.Count - 2} to select one step."
                : $"{use} reduces the features of {reduced.Shape} after {features.Use}{{line}}, so {layer.Bound.Use} has weights for each "
                    + $"of {steps} steps: set Axis = {reduced.Shape.Count - 2} to reduce over the steps.",
            features.Use.Site)
        {
            Repairs = [Repair.Set(use, CommonArguments.Axis, (Dim)(reduced.Shape.Count - 2))],
        });
    }

    // The layer that put features last, through layers that work on them.
    private static BoundLayer? FeaturesLast(Value value, LayerGraph graph)
    {
        while (graph.Producer(value) is { } layer)
        {
            if (layer.Bound.Kind.Traits.Has(LayerTraits.FeaturesLast))
            {
                return layer.Bound;
            }

            if (!LayerGraph.KeepsSteps(layer))
            {
                return null;
            }

            value = layer.Inputs[0];
        }

        return null;
    }

    // For layers of images a sequence (B, T, D) is a feature map with T channels.
    private static string MapAdvice(BoundLayer producer, Shape shape)
    {
        var instead = shape.Count != 3 ? null : producer.Kind switch
        {
            Dropout2dKind => "Dropout",
            ChannelNormKind => "LayerNorm",
            _ => null,
        };
        return (instead is null ? string.Empty : $"if the features are last, use {instead} in place of {producer.Use.Kind}; if not, ")
            + (HasFixedPlaces(shape)
                ? "put Flatten or GlobalAvgPool before it"
                : "put GlobalAvgPool before it, or Flatten if all images have the same size");
    }
}
