using System.Collections.Generic;
using System.Linq;
using ModelGen.Generator.Arguments;
using ModelGen.Generator.Bind;
using ModelGen.Generator.Diagnostics;
using ModelGen.Generator.Kinds;
using ModelGen.Generator.Shapes;

namespace ModelGen.Generator.Layers;

internal sealed class PixelShuffleKind : LayerKind
{
    private static readonly IntegerArgument UpscaleFactor = new("upscaleFactor", 1, least: 1);

    public override string Name => "PixelShuffle";

    public override IReadOnlyList<AttributeArgument> Arguments { get; } = [UpscaleFactor];

    public override LayerTraits Traits => LayerTraits.Spatial;

    public override void Infer(LayerContext context)
    {
        if (!context.TakesOne()
            || !context.RequireRankAtLeast(context.Input, 3, "..., C, H, W", "give it a channel axis, height and width"))
        {
            return;
        }

        var factor = context.Get(UpscaleFactor);
        var input = context.Input;
        var dims = input.Shape.Dims;
        var first = dims.Count - 3;
        var channels = dims[first];
        var square = (Dim)factor * factor;
        var divides = context.RequireDivides(square, channels, () => $"{context.Use} needs channels that are a multiple of {square}",
            () => context.Report(
                Descriptors.Groups,
                context.At(UpscaleFactor),
                $"{context.Use} turns every {square} channels into {factor}x{factor} spatial positions, "
                    + $"but {input.Describe()} with {channels} channels: give the layer before it a multiple of {square}.",
                input));
        if (divides)
        {
            var shape = new Shape(input.Shape.HasLeading,
                [.. dims.Take(first), Dim.FloorDiv(channels, square), dims[first + 1] * factor, dims[first + 2] * factor]);
            context.Output(shape, ElementType.Float, $"global::TorchSharp.torch.nn.functional.pixel_shuffle({input}, {factor})");
        }
    }
}
