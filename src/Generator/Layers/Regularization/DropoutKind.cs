using System.Collections.Generic;
using ModelGen.Generator.Arguments;
using ModelGen.Generator.Bind;
using ModelGen.Generator.Kinds;
using ModelGen.Generator.Shapes;
using ModelGen.Generator.Signatures;

namespace ModelGen.Generator.Layers;

internal sealed class DropoutKind : LayerKind
{
    private static readonly NumberOrSettingArgument Probability = new("probability", 0.5, SettingRange.Share);

    public override string Name => "Dropout";

    public override IReadOnlyList<AttributeArgument> Arguments { get; } = [Probability];

    public override LayerTraits Traits => LayerTraits.Dropout;

    public override TimeFlow AlongTime(TimeContext context) => context.Elementwise();

    public override void Infer(LayerContext context)
    {
        if (context.TakesOne())
        {
            // In evaluation mode dropout returns its input's memory.
            var input = context.Input;
            context.Output(
                input.Shape,
                ElementType.Float,
                $"global::TorchSharp.torch.nn.functional.dropout({input}, {context.Get(Probability)}, training)",
                aliasOf: input,
                consuming: $"global::ModelGen.Owned.Dropout({input}, {context.Get(Probability)}, training)",
                consumed: input);
        }
    }
}
