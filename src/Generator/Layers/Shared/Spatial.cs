using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using ModelGen.Generator.Bind;
using ModelGen.Generator.Diagnostics;
using ModelGen.Generator.Kinds;
using ModelGen.Generator.Repairs;
using ModelGen.Generator.Shapes;

namespace ModelGen.Generator.Layers;

/// <summary>The common parts of layers over feature maps: tensors <c>(B, C, spatial...)</c> with one to three spatial axes.</summary>
internal static class Spatial
{
    /// <summary>The first spatial axis.</summary>
    public const int First = 2;

    /// <summary>The number of spatial axes, 1 to 3; null, and a problem, if the input is not a feature map.</summary>
    public static int? Axes(LayerContext context)
    {
        if (!context.TakesOne())
        {
            return null;
        }

        var shape = context.Input.Shape;
        var axes = shape.Count - First;
        if (!shape.HasLeading && axes is >= 1 and <= 3)
        {
            return axes;
        }

        var repair = shape.HasLeading ? "declare every axis instead of \"...\""
            : axes > 3 ? "join axes first, for example with Flatten"
            : shape.Count == First && !shape.Dims[0].TryGetConstant(out _)
            ? $"(B, C) has no spatial axes, so put {context.Use.Kind} where the feature map still has "
                + $"them{(context.Input.Producer?.Use.Kind == "Flatten" ? ", before Flatten" : string.Empty)}"
            : shape.Count == First ? $"declare an image of {shape.Dims[0]} by {shape.Dims[1]} as (B, 1, {shape.Dims[0]}, {shape.Dims[1]}), "
                + "with a batch axis and a channel axis"
            : "give it a batch axis, a channel axis and spatial axes";
        context.Report(Descriptors.Rank, context.Use.Site,
            $"{context.Use} takes (B, C, L), (B, C, H, W) or (B, C, D, H, W), but {context.Input.Describe()}: {repair}.",
            context.Input, BatchAxis.OfMap(context.Input));
        return null;
    }

    /// <summary>There is at least one channel, and one element along every spatial axis; libtorch refuses an empty feature map.</summary>
    public static bool RequireMap(LayerContext context, int axes) => RequireChannels(context)
        && Enumerable.Range(0, axes).All(axis => context.RequireItem(context.Input, First + axis, $"element along {Name(axis, axes)}"));

    /// <summary>There is at least one channel.</summary>
    public static bool RequireChannels(LayerContext context) => context.RequireItem(context.Input, First - 1, "channel");

    /// <summary>The name of a spatial axis.</summary>
    public static string Name(int axis, int axes) => (axes, axis) switch
    {
        (1, _) => "length",
        (3, 0) => "depth",
        (2, 0) or (3, 1) => "height",
        _ => "width",
    };

    /// <summary>
    /// The feature map that kernels produce when they slide along every spatial axis; null, and a problem, if one does not fit.
    /// </summary>
    /// <param name="context">The layer.</param>
    /// <param name="channels">The channels of the result.</param>
    /// <param name="windows">A kernel for each axis.</param>
    /// <param name="repair">A repair other than a larger input.</param>
    /// <param name="repairs">The code fix for that repair.</param>
    public static Shape? Slide(LayerContext context, Dim channels, ImmutableArray<Window> windows, string repair, params Repair[] repairs)
    {
        var input = context.Input;
        var origins = windows.Select((window, axis) => Trace(context, input, First + axis, Least(context, window, Dim.One))).ToList();
        for (var axis = 0; axis < windows.Length; axis++)
        {
            var least = Least(context, windows[axis], Dim.One);
            var (origin, needed) = origins[axis];
            var name = Name(axis, windows.Length);
            string Requirement() => $"{context.Use} needs at least {least} along {name}"
                + (origin == input ? string.Empty : $", for which {origin.Subject} needs at least {needed}");
            var fits = context.RequireAtMost(needed, origin.Shape.Dims[First + axis], Requirement, () => context.Report(
                Descriptors.EmptyFeatureMap,
                context.Use.Site,
                $"{context.Use} needs at least {least} along {name}, but {input.Describe()}: {Advice(origins, repair)}.",
                input,
                Transposed(origins) is { Input: { } origin }
                    ? [Repair.SetShape(origin.Use.Site, origin.Type!.Shape, ChannelsFirst(origin.Type.Shape)!, $"input '{origin.Name}'")]
                    : repairs));
            if (!fits)
            {
                return null;
            }
        }

        context.Windows = windows;
        return new Shape(false,
            [input.Shape.Dims[0], channels, .. windows.Select((window, axis) => window.Count(input.Shape.Dims[First + axis]))]);
    }

    /// <summary>Warns if the channels seem to be the last axis, or to be missing.</summary>
    public static void CheckLayout(LayerContext context)
    {
        if (context.Input.Input is { } single && ImageShapes.WithBatch(context.Input.Shape) is { } images)
        {
            var shape = context.Input.Shape;
            context.Report(
                Descriptors.BatchMissing,
                context.Use.Site,
                $"{context.Use} takes (B, C, L) or (B, C, H, W), so it reads {shape} of {context.Input.Subject}{{line}} as a batch of "
                    + $"{shape.Dims[0]} with {shape.Dims[1]} channels: declare {context.Input.Subject} as {images} if this is an image.",
                context.Input,
                Repair.SetShape(single.Use.Site, shape, images, context.Input.Subject));
            return;
        }

        if (context.Input.Input is not null && ChannelsFirst(context.Input.Shape) is { } expected)
        {
            var shape = context.Input.Shape;
            context.Report(
                Descriptors.ChannelsElsewhere,
                context.Use.Site,
                $"{context.Use} reads {shape} as {shape.Dims[1]} channels of {string.Join("x", shape.Dims.Skip(First))}: "
                    + $"{(expected.Dims[0] == shape.Dims[0] ? "channels follow the batch axis" : "the batch axis is missing")}, "
                    + $"so declare {context.Input.Subject}{{line}} as {expected} if this is "
                    + $"{(shape.Count == First + 1 && shape.Last == Dim.One ? "a sequence" : "an image")}.",
                context.Input,
                Repair.SetShape(context.Input.Input.Use.Site, shape, expected, context.Input.Subject));
        }
        else if (FeaturesLast(context) is { } producer)
        {
            var shape = context.Input.Shape;
            var order = string.Join(", ", new[] { 0, shape.Count - 1 }.Concat(Enumerable.Range(1, shape.Count - 2)));
            context.Report(
                Descriptors.ChannelsElsewhere,
                context.Use.Site,
                $"{context.Use} reads {shape} as {shape.Dims[1]} channels of {string.Join("x", shape.Dims.Skip(First))}, "
                    + $"but after {producer.Use}{{line}} the features are the last axis: put Permute({order}) before it.",
                context.Input,
                Repair.InsertBefore(context.Use, $"Permute({order})"));
        }
    }

    // The layer that put features last, through layers that leave the axes as they are.
    private static BoundLayer? FeaturesLast(LayerContext context)
    {
        var value = context.Input;
        while (value.Producer is { } producer && context.Inferred(producer) is { } layer && layer.Output == value)
        {
            if (producer.Kind.Traits.Has(LayerTraits.FeaturesLast))
            {
                return producer;
            }

            if ((producer.Kind.Traits & (LayerTraits.Activation | LayerTraits.Dropout)) == 0 || layer.Inputs.Length != 1)
            {
                return null;
            }

            value = layer.Inputs[0];
        }

        return null;
    }

    private static string Advice(IReadOnlyList<(Value Origin, Dim Least)> origins, string repair)
    {
        if (Transposed(origins) is { } transposed)
        {
            return $"channels follow the batch axis, so declare {transposed.Subject} as {ChannelsFirst(transposed.Shape)}";
        }

        return ComeFromOneInput(origins)
            ? $"{repair}, or start from an input of at least {string.Join(
                origins.All(origin => origin.Least.TryGetConstant(out _)) ? "x" : " by ", origins.Select(origin => origin.Least))}"
            : $"{repair}, or shrink the feature map less before it";
    }

    private static bool ComeFromOneInput(IReadOnlyList<(Value Origin, Dim Least)> origins) =>
        origins.All(origin => origin.Origin.Input is not null && origin.Origin == origins[0].Origin);

    // The input that a feature map comes from, if its channels seem to be another axis.
    private static Value? Transposed(IReadOnlyList<(Value Origin, Dim Least)> origins) =>
        ComeFromOneInput(origins) && ChannelsFirst(origins[0].Origin.Shape) is not null ? origins[0].Origin : null;

    private static Dim Least(LayerContext context, Window window, Dim count)
    {
        var least = window.LeastFor(count);
        return least.TryGetConstant(out _) ? least : context.Simplify(least);
    }

    // The tensor that determines a spatial axis, and its least size there: back through all layers that slide or keep the size.
    private static (Value Origin, Dim Least) Trace(LayerContext context, Value value, int axis, Dim least)
    {
        while (value.Producer is { } producer
            && context.Inferred(producer) is { } layer && layer.Output == value && layer.Inputs.Length == 1)
        {
            var source = layer.Inputs[0];
            if (!layer.Windows.IsEmpty)
            {
                least = Least(context, layer.Windows[axis - First], least);
            }
            else if (source.Shape.HasLeading
                || source.Shape.Count != value.Shape.Count || source.Shape.Dims[axis] != value.Shape.Dims[axis])
            {
                break;
            }

            value = source;
        }

        return (value, least);
    }

    // (B, 3, 224, 224) for (B, 224, 224, 3), (B, 1, 28, 28) for (B, 28, 28) and (B, 28, 28, 1), and (B, 1, 187) for (B, 187, 1). Other
    // squares may as well be feature maps.
    private static Shape? ChannelsFirst(Shape shape)
    {
        var dims = shape.Dims.ToImmutableArray();
        if (dims.Length == 3)
        {
            // A sequence of single numbers has one channel.
            return shape.Last == Dim.One && !(dims[1].TryGetConstant(out var steps) && steps <= 4)
                ? new Shape(false, [dims[0], Dim.One, dims[1]])
                : dims[1] == dims[2] && ImageShapes.IsUsualSize(dims[1]) ? BatchAxis.Missing(shape) ?? shape.WithChannel()
                : null;
        }

        var isColour = ImageShapes.IsColour(shape.Last)
            && dims[dims.Length - 2] != shape.Last && !ImageShapes.IsColour(dims[1]) && ImageShapes.IsPlane(dims[1], dims[2]);
        var isGrey = shape.Last == Dim.One && dims[1] == dims[2] && ImageShapes.IsPlane(dims[1], dims[2]);
        return isColour || isGrey ? new Shape(false, [dims[0], shape.Last, .. dims.Skip(1).Take(dims.Length - 2)]) : null;
    }
}
