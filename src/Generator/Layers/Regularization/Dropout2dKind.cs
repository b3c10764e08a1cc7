using System.Collections.Generic;
using ModelGen.Generator.Arguments;
using ModelGen.Generator.Bind;
using ModelGen.Generator.Kinds;
using ModelGen.Generator.Shapes;
using ModelGen.Generator.Signatures;

namespace ModelGen.Generator.Layers;

internal sealed class Dropout2dKind : LayerKind
{
    private static readonly NumberOrSettingArgument Probability = new("probability", 0.5, SettingRange.Share);

    public override string Name => "Dropout2d";

    public override IReadOnlyList<AttributeArgument> Arguments { get; } = [Probability];

    public override LayerTraits Traits => LayerTraits.Dropout | LayerTraits.Spatial;

    public override TimeFlow AlongTime(TimeContext context) => context.Elementwise();

    public override void Infer(LayerContext context)
    {
        if (Spatial.Axes(context) is not null)
        {
            // In evaluation mode dropout returns its input's memory. TorchSharp's dropout2d takes feature maps with any number of
            // spatial axes, and dropout1d leaks.
            var input = context.Input;
            context.Output(
                input.Shape,
                ElementType.Float,
                $"global::TorchSharp.torch.nn.functional.dropout2d({input}, {context.Get(Probability)}, training)",
                aliasOf: input,
                consuming: $"global::ModelGen.Owned.Dropout2d({input}, {context.Get(Probability)}, training)",
                consumed: input);
        }
    }
}
