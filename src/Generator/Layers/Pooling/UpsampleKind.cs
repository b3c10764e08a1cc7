using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using ModelGen.Generator.Arguments;
using ModelGen.Generator.Bind;
using ModelGen.Generator.Diagnostics;
using ModelGen.Generator.Kinds;
using ModelGen.Generator.Shapes;

namespace ModelGen.Generator.Layers;

internal sealed class UpsampleKind : LayerKind
{
    private static readonly FlagArgument AlignCorners = new("AlignCorners", byDefault: false);
    private static readonly ChoiceArgument Mode = new("Mode", "Nearest");
    private static readonly AxisSizesArgument ScaleFactor = new("scaleFactor", byDefault: null, least: 1) { IsOptional = true };
    private static readonly AxisSizesArgument Size = new("Size", byDefault: null, least: 1);

    public override string Name => "Upsample";

    public override IReadOnlyList<AttributeArgument> Arguments { get; } = [ScaleFactor, Size, Mode, AlignCorners];

    public override LayerTraits Traits => LayerTraits.Spatial;

    public override void Infer(LayerContext context)
    {
        if (Spatial.Axes(context) is not { } axes
            || context.PerAxis(ScaleFactor, axes, otherwise: ImmutableArray<Dim>.Empty) is not { } factors
            || context.PerAxis(Size, axes, otherwise: ImmutableArray<Dim>.Empty) is not { } sizes
            || ModeInCode(context, axes) is not { } mode)
        {
            return;
        }

        var isSized = context.Has(Size);
        if (isSized == context.Has(ScaleFactor))
        {
            context.Report(
                Descriptors.BadArgument,
                isSized ? context.At(Size) : context.Use.Site,
                isSized
                    ? $"{context.Use} gives both a factor and a size: leave one out."
                    : $"{context.Use} has neither a factor nor a size: give a factor, Upsample(2), or Size.");
            return;
        }

        if (!Spatial.RequireMap(context, axes))
        {
            return;
        }

        var input = context.Input;
        var spatial = input.Shape.Dims.Skip(Spatial.First).Select((dim, axis) => isSized ? sizes[axis] : dim * factors[axis]);
        var amount = isSized
            ? Code.Of($"size: {AxisNumbers.Arrays().Write(sizes)}")
            : Code.Of($"scale_factor: new double[] {{ {Views.List(factors)} }}");
        context.Output(
            new Shape(false, [.. input.Shape.Dims.Take(Spatial.First), .. spatial]),
            ElementType.Float,
            $"global::TorchSharp.torch.nn.functional.interpolate({input}, {amount}{mode})");
    }

    private static string? ModeInCode(LayerContext context, int axes)
    {
        var mode = context.Get(Mode);
        if (mode == "Bicubic" && axes != 2)
        {
            context.Report(
                Descriptors.Rank,
                context.At(Mode),
                $"{context.Use} interpolates along height and width, but {context.Input.Describe()}: use Interpolation.Linear.",
                context.Input);
            return null;
        }

        if (mode == "Nearest")
        {
            if (!context.Get(AlignCorners))
            {
                return string.Empty;
            }

            context.Report(Descriptors.BadArgument, context.At(AlignCorners), $"{context.Use} interpolates to the nearest element, "
                + "which AlignCorners does not affect: set Mode = Interpolation.Linear, or leave AlignCorners out.");
            return null;
        }

        var name = mode == "Bicubic" ? mode : axes switch { 1 => "Linear", 2 => "Bilinear", _ => "Trilinear" };
        return $", mode: global::TorchSharp.torch.InterpolationMode.{name}, align_corners: "
            + $"{(context.Get(AlignCorners) ? "true" : "false")}";
    }
}
