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

/// <summary>Pooling under a window: one table row each.</summary>
internal sealed class PoolKind : LayerKind
{
    private static readonly FlagArgument CeilMode = new("CeilMode", byDefault: false);
    private static readonly FlagArgument CountIncludePad = new("CountIncludePad", byDefault: true);
    private static readonly AxisSizesArgument Kernel = new("kernel", byDefault: null, least: 1);
    private static readonly AxisSizesArgument Stride = new("Stride", byDefault: null, least: 1);
    private static readonly AxisSizesArgument Padding = new("Padding", byDefault: 0, least: 0);
    private static readonly AxisSizesArgument Dilation = new("Dilation", byDefault: 1, least: 1);

    public static readonly ImmutableArray<LayerKind> Family = ImmutableArray.Create<LayerKind>(
        new PoolKind("MaxPool", "max_pool", isMaximum: true),
        new PoolKind("AvgPool", "avg_pool", isMaximum: false));

    private readonly string _function;
    private readonly bool _isMaximum;

    private PoolKind(string name, string function, bool isMaximum)
    {
        Name = name;
        _function = function;
        _isMaximum = isMaximum;
        Arguments = isMaximum ? [Kernel, Stride, Padding, CeilMode, Dilation] : [Kernel, Stride, Padding, CeilMode, CountIncludePad];
    }

    public override string Name { get; }

    public override IReadOnlyList<AttributeArgument> Arguments { get; }

    public override LayerTraits Traits => LayerTraits.Spatial;

    public override void Infer(LayerContext context)
    {
        if (Spatial.Axes(context) is not { } axes
            || context.PerAxis(Kernel, axes) is not { } kernel
            || context.PerAxis(Stride, axes, kernel) is not { } stride
            || context.PerAxis(Padding, axes) is not { } padding
            || Dilations(context, axes) is not { } dilation
            || !Spatial.RequireChannels(context))
        {
            return;
        }

        var ceil = context.Get(CeilMode);
        var windows = Enumerable.Range(0, axes)
            .Select(axis => new Window(Window.ExtentOf(kernel[axis], dilation[axis]), stride[axis], padding[axis], padding[axis], ceil))
            .ToImmutableArray();
        for (var axis = 0; axis < axes; axis++)
        {
            // The gaps that a dilation leaves do not count.
            var (added, most, name) = (padding[axis], Dim.FloorDiv(kernel[axis], 2), Spatial.Name(axis, axes));
            var isSeen = context.RequireAtMost(added, most, () => $"{context.Use} needs Padding of at most half its window along {name}",
                () => context.Report(
                    Descriptors.BadArgument,
                    context.At(Padding),
                    $"{context.Use} pads by {added} along {name}, more than half its window, so some windows would contain only padding: "
                        + $"set at most Padding = {Repair.Written(most)}.",
                    repairs: Repair.Set(context.Use, Padding,
                        PerAxis(padding.Select((size, i) => context.Simplify(Dim.Min(size, Dim.FloorDiv(kernel[i], 2)))).ToList()))));
            if (!isSeen || !ReachesMap(context, axis, axes, added, dilation[axis]))
            {
                return;
            }
        }

        var input = context.Input;
        if ((_isMaximum || axes < 3 || CoversKernel(context, kernel))
            && Spatial.Slide(context, input.Shape.Dims[1], windows, "remove this pooling", Repair.Remove(context.Use)) is { } shape)
        {
            // In three dimensions TorchSharp has no tuples, and another name for the strides.
            var numbers = axes == 3 ? AxisNumbers.Arrays() : AxisNumbers.Tuples(kernel, stride, padding, dilation);
            var strides = stride.SequenceEqual(kernel)
                ? Code.Of($"")
                : Code.Of($", {(axes == 3 && _isMaximum ? "strides" : "stride")}: {numbers.Write(stride)}");
            var flags = (ceil ? ", ceil_mode: true" : string.Empty)
                + (_isMaximum || context.Get(CountIncludePad) ? string.Empty : ", count_include_pad: false");
            var options = Code.Of($"{strides}{numbers.Option("padding", padding, 0)}{numbers.Option("dilation", dilation, 1)}{flags}");
            context.Output(shape, ElementType.Float,
                $"global::TorchSharp.torch.nn.functional.{_function}{axes}d({input}, {numbers.Write(kernel)}{options})");
        }
    }

    private ImmutableArray<Dim>? Dilations(LayerContext context, int axes) =>
        _isMaximum ? context.PerAxis(Dilation, axes) : Enumerable.Repeat(Dim.One, axes).ToImmutableArray();

    // All elements of a dilated window over a short axis may be in the padding: their maximum is -inf, and its gradient has no target.
    private static bool ReachesMap(LayerContext context, int axis, int axes, Dim padding, Dim dilation)
    {
        if (padding.IsZero || dilation == Dim.One)
        {
            return true;
        }

        var (size, name) = (context.Input.Shape.Dims[Spatial.First + axis], Spatial.Name(axis, axes));
        return context.RequireAtMost(dilation, size,
            () => $"{context.Use} needs at least {dilation} along {name}, or its window contains only padding", () => context.Report(
                Descriptors.EmptyFeatureMap,
                context.At(Dilation),
                $"{context.Use} has elements {dilation} apart along {name}, but {context.Input.Describe()}, "
                    + $"so a window would contain only padding: set Dilation to at most {size}, or leave Padding out.",
                context.Input));
    }

    // One number if all are equal, as a user would write it.
    private static string PerAxis(IReadOnlyList<Dim> numbers) =>
        numbers.Distinct().Count() == 1
            ? Repair.Written(numbers[0])
            : $"{(numbers.All(number => number.TryGetConstant(out _)) ? "new[]" : "new object[]")} {{ "
                + $"{string.Join(", ", numbers.Select(Repair.Written))} }}";

    // PyTorch's avg_pool3d requires the whole kernel within the feature map, regardless of padding and rounding.
    private static bool CoversKernel(LayerContext context, ImmutableArray<Dim> kernel)
    {
        var input = context.Input;
        return Enumerable.Range(0, kernel.Length).All(axis =>
        {
            var name = Spatial.Name(axis, kernel.Length);
            return context.RequireAtMost(
                kernel[axis],
                input.Shape.Dims[Spatial.First + axis],
                () => $"{context.Use} needs at least {kernel[axis]} along {name}",
                () => context.Report(
                    Descriptors.EmptyFeatureMap,
                    context.Use.Site,
                    $"{context.Use} needs at least {kernel[axis]} along {name}, but {input.Describe()}: "
                        + "use a smaller kernel, or shrink the feature map less before it.",
                    input));
        });
    }
}
