using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using ModelGen.Generator.Arguments;
using ModelGen.Generator.Bind;
using ModelGen.Generator.Diagnostics;
using ModelGen.Generator.Kinds;
using ModelGen.Generator.Repairs;
using ModelGen.Generator.Shapes;

namespace ModelGen.Generator.Layers;

internal sealed class ConvKind : LayerKind
{
    private static readonly ChoiceArgument PaddingMode = new("PaddingMode", "Zeros");
    private static readonly AxisSizesArgument PaddingSizes = new("Padding", byDefault: 0, least: 0) { TakesWords = true };

    public override string Name => "Conv";

    public override IReadOnlyList<AttributeArgument> Arguments { get; } =
        [CommonArguments.Channels, .. Kernel.Arguments, PaddingSizes, PaddingMode, .. CommonArguments.OfWeights];

    public override LayerTraits Traits => LayerTraits.Affine | LayerTraits.Spatial | LayerTraits.OneType;

    public override void Infer(LayerContext context)
    {
        var channels = context.Get(CommonArguments.Channels);
        if (Spatial.Axes(context) is not { } axes
            || Kernel.Read(context, axes) is not { } kernel || ReadPadding(context, kernel) is not { } padding)
        {
            return;
        }

        if (!ChannelGroups.DivideInput(context, kernel.Groups, Kernel.GroupsArgument, channels)
            || !ChannelGroups.DivideOutput(context, kernel.Groups, channels, Kernel.GroupsArgument))
        {
            return;
        }

        var mode = context.Get(PaddingMode);
        var windows = Enumerable.Range(0, axes)
            .Select(axis => new Window(kernel.Extent(axis), kernel.Stride[axis], padding.Before[axis], padding.After[axis]))
            .ToImmutableArray();
        if ((mode != PaddingMode.Default && padding.Around(context, mode) is null)
            || Spatial.Slide(context, channels, windows, "use a smaller kernel or more padding") is not { } shape)
        {
            return;
        }

        Spatial.CheckLayout(context);
        Build(context, channels, kernel, padding, mode, shape);
    }

    // The convolution itself can only add zeros, and as many at both ends.
    private static void Build(LayerContext context, Dim channels, Kernel kernel, Padding padding, string mode, Shape shape)
    {
        var given = context.Input;
        var isPadded = !padding.IsNone && (mode != PaddingMode.Default || !padding.IsSymmetric);
        if (isPadded)
        {
            var padded = context.NewValue(context.ResultName + "Padded", padding.Around(context, mode), ElementType.Float);
            context.Add(new Step(ImmutableArray.Create(padded), padding.Apply(given, mode)));
            given = padded;
        }

        var inside = isPadded ? kernel.Stride.Select(_ => Dim.Zero).ToImmutableArray() : padding.Before;
        var stride = kernel.Stride;
        if (kernel.IsPointwise && inside.All(size => size == Dim.Zero))
        {
            given = Visited(context, given, stride);
            stride = stride.Select(_ => Dim.One).ToImmutableArray();
        }

        var width = context.Input.Shape.Dims[1];
        var numbers = AxisNumbers.Tuples(kernel.Size, stride, kernel.Dilation, inside);
        var options = Code.Of(
            $"{numbers.Option("stride", stride, 1)}{numbers.Option("padding", inside, 0)}{numbers.Option("dilation", kernel.Dilation, 1)}");
        var module = context.Module(
            $"global::TorchSharp.Modules.Conv{kernel.Size.Length}d",
            $"global::TorchSharp.torch.nn.Conv{kernel.Size.Length}d({width}, {channels}, "
                + $"{numbers.Write(kernel.Size)}{options}{kernel.Further})");
        context.Parameters((channels * Dim.FloorDiv(width, kernel.Groups) * kernel.Elements) + (kernel.HasBias ? channels : Dim.Zero));
        context.Output(shape, ElementType.Float, $"global::ModelGen.Products.Convolution({module}, {given})");
    }

    // A kernel of one element reads only the positions that the stride selects, so those are selected first. That reads and copies less
    // than a strided convolution, and avoids the division by zero that ends the process in oneDNN 3.7 to 3.10 (libtorch 2.10): gradients of
    // strided 1x1 convolutions, such as ResNet-50's 1024 to 2048.
    private static Value Visited(LayerContext context, Value value, ImmutableArray<Dim> stride)
    {
        for (var axis = 0; axis < stride.Length; axis++)
        {
            if (stride[axis] != Dim.One)
            {
                var place = Spatial.First + axis;
                var shape = value.Shape.WithAxis(place, Dim.FloorDiv(value.Shape.Dims[place] - 1, stride[axis]) + 1);
                var visited = context.NewValue(context.ResultName + "Visited", shape, ElementType.Float, aliasOf: value);
                context.Add(new Step(ImmutableArray.Create(visited), Code.Of($"{value}.slice({place}, 0, long.MaxValue, {stride[axis]})")));
                value = visited;
            }
        }

        return value;
    }

    private static Padding? ReadPadding(LayerContext context, Kernel kernel)
    {
        var axes = kernel.Size.Length;
        if (context.Get(PaddingSizes)!.Word is not { } word)
        {
            return context.PerAxis(PaddingSizes, axes) is { } both ? Padding.Both(both) : null;
        }

        var totals = Enumerable.Range(0, axes).Select(axis => kernel.Extent(axis) - 1).ToImmutableArray();
        switch (word)
        {
            case "valid":
                return Padding.Both(totals.Select(_ => Dim.Zero).ToImmutableArray());
            case "same" when kernel.Stride.All(stride => stride == 1):
                var starts = totals.Select(total => context.Simplify(Dim.FloorDiv(total, 2))).ToImmutableArray();
                return new Padding(starts, totals.Select((total, axis) => context.Simplify(total - starts[axis])).ToImmutableArray());
            case "same":
                var halves = totals.Select(total => Dim.FloorDiv(total, 2)).Distinct().ToList();
                var size = halves.Count == 1 ? $"Padding = {Repair.Written(halves[0])}" : "Padding with a number for each axis";
                context.Report(
                    Descriptors.BadArgument,
                    context.At(PaddingSizes),
                    $"{context.Use} cannot keep the size, "
                        + $"since its stride {(kernel.Stride.All(stride => stride.TryGetConstant(out _)) ? "is" : "may be")} more than 1: "
                        + $"set {size}, which divides the size by the stride, or leave Stride out.",
                    repairs: halves.Count == 1 ? [Repair.Set(context.Use, PaddingSizes, halves[0])] : []);
                return null;
            default:
                context.Report(
                    Descriptors.BadArgument,
                    context.At(PaddingSizes),
                    "Conv's Padding must be an integer, a dimension, an array with one per spatial axis, "
                        + $"\"same\" or \"valid\", not \"{word}\".");
                return null;
        }
    }
}
