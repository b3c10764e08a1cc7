using System.Collections.Generic;
using ModelGen.Generator.Arguments;
using ModelGen.Generator.Bind;
using ModelGen.Generator.Kinds;
using ModelGen.Generator.Shapes;
using ModelGen.Generator.Signatures;

namespace ModelGen.Generator.Layers;

internal sealed class DropPathKind : LayerKind
{
    private static readonly NumberOrSettingArgument Probability = new("probability", 0.5, SettingRange.Share);

    public override string Name => "DropPath";

    public override IReadOnlyList<AttributeArgument> Arguments { get; } = [Probability];

    public override LayerTraits Traits => LayerTraits.Dropout;

    public override TimeFlow AlongTime(TimeContext context) => context.Elementwise();

    public override void Infer(LayerContext context)
    {
        if (context.TakesOne()
            && context.RequireRankAtLeast(context.Input, 1, "B, ...", "give it a batch axis"))
        {
            // In evaluation mode it returns its input's memory.
            var input = context.Input;
            context.Output(
                input.Shape,
                ElementType.Float,
                $"global::ModelGen.Layers.StochasticDepth.Apply({input}, {context.Get(Probability)}, training)",
                aliasOf: input,
                consuming: $"global::ModelGen.Owned.DropPath({input}, {context.Get(Probability)}, training)",
                consumed: input);
        }
    }
}
