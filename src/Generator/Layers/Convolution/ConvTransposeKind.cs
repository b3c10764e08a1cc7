using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using ModelGen.Generator.Arguments;
using ModelGen.Generator.Bind;
using ModelGen.Generator.Diagnostics;
using ModelGen.Generator.Kinds;
using ModelGen.Generator.Shapes;

namespace ModelGen.Generator.Layers;

internal sealed class ConvTransposeKind : LayerKind
{
    private static readonly AxisSizesArgument Padding = new("Padding", byDefault: 0, least: 0);
    private static readonly AxisSizesArgument OutputPadding = new("OutputPadding", byDefault: 0, least: 0);

    public override string Name => "ConvTranspose";

    public override IReadOnlyList<AttributeArgument> Arguments { get; } =
        [CommonArguments.Channels, .. Kernel.Arguments, Padding, OutputPadding, .. CommonArguments.OfWeights];

    public override LayerTraits Traits => LayerTraits.Affine | LayerTraits.Spatial | LayerTraits.OneType;

    public override void Infer(LayerContext context)
    {
        var channels = context.Get(CommonArguments.Channels);
        if (Spatial.Axes(context) is not { } axes || Kernel.Read(context, axes) is not { } kernel
            || context.PerAxis(Padding, axes) is not { } padding
            || context.PerAxis(OutputPadding, axes) is not { } outputPadding
            || !Spatial.RequireMap(context, axes))
        {
            return;
        }

        if (!ChannelGroups.DivideInput(context, kernel.Groups, Kernel.GroupsArgument, channels)
            || !ChannelGroups.DivideOutput(context, kernel.Groups, channels, Kernel.GroupsArgument)
            || Grow(context, channels, kernel, padding, outputPadding) is not { } shape)
        {
            return;
        }

        Spatial.CheckLayout(context);
        var input = context.Input;
        var width = input.Shape.Dims[1];
        var numbers = AxisNumbers.Tuples(kernel.Size, kernel.Stride, kernel.Dilation, padding, outputPadding);
        var options = Code.Of($"{numbers.Option("stride", kernel.Stride, 1)}{numbers.Option("padding", padding,
            0)}{numbers.Option("output_padding", outputPadding, 0)}{numbers.Option("dilation", kernel.Dilation, 1)}");
        var module = context.Module(
            $"global::TorchSharp.Modules.ConvTranspose{axes}d",
            $"global::TorchSharp.torch.nn.ConvTranspose{axes}d({width}, {channels}, "
                + $"{numbers.Write(kernel.Size)}{options}{kernel.Further})");
        context.Parameters((width * Dim.FloorDiv(channels, kernel.Groups) * kernel.Elements) + (kernel.HasBias ? channels : Dim.Zero));

        // TorchSharp's call takes the first number of output_padding for all axes; with the size it finds each.
        var isUniform = outputPadding.Distinct().Count() == 1;
        var sizes = shape.Dims.Skip(Spatial.First).Aggregate((Code?)null,
            (code, dim) => code is null ? Code.Of($"{dim}") : Code.Of($"{code}, {dim}"));
        if (isUniform)
        {
            context.Output(shape, ElementType.Float, $"global::ModelGen.Products.Convolution({module}, {input})");
        }
        else
        {
            context.Output(shape, ElementType.Float, $"{module}.forward({input}, new long[] {{ {sizes} }})");
        }
    }

    private static Shape? Grow(
        LayerContext context, Dim channels, Kernel kernel, ImmutableArray<Dim> padding, ImmutableArray<Dim> outputPadding)
    {
        var input = context.Input;
        var dims = new System.Collections.Generic.List<Dim> { input.Shape.Dims[0], channels };
        for (var axis = 0; axis < padding.Length; axis++)
        {
            var name = Spatial.Name(axis, padding.Length);
            var added = outputPadding[axis];

            // Where the axes differ, the size of the result is passed, which libtorch compares with the stride alone.
            var isUniform = outputPadding.Distinct().Count() == 1;
            var limit = isUniform ? "the stride or the dilation" : "the stride where its numbers differ";
            var most = context.Simplify((isUniform ? Dim.Max(kernel.Stride[axis], kernel.Dilation[axis]) : kernel.Stride[axis]) - 1);
            var isLess = context.RequireAtMost(added, most, () => $"{context.Use} needs OutputPadding less than {limit}",
                () => context.Report(
                    Descriptors.BadArgument,
                    context.At(OutputPadding),
                    $"OutputPadding of {context.Use} must be less than {limit}, so at most {most} along {name}, "
                        + $"not {added}{(isUniform ? string.Empty : ": use a smaller one, or the same along every axis")}."));
            if (!isLess)
            {
                return null;
            }

            var size =
                ((input.Shape.Dims[Spatial.First + axis] - 1) * kernel.Stride[axis]) + (kernel.Extent(axis) + added - (2 * padding[axis]));
            var remains = context.RequireAtMost(Dim.One, size, () => $"{context.Use} must leave at least 1 along {name}",
                () => context.Report(
                    Descriptors.EmptyFeatureMap,
                    context.At(Padding),
                    $"{context.Use} takes away {2 * padding[axis]} along {name} and leaves {context.Simplify(size)}, "
                        + $"since {input.Describe()}: use less padding.",
                    input));
            if (!remains)
            {
                return null;
            }

            dims.Add(size);
        }

        return new Shape(false, dims.ToEquatableArray());
    }
}
