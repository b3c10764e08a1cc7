using System.Collections.Generic;
using ModelGen.Generator.Arguments;
using ModelGen.Generator.Bind;
using ModelGen.Generator.Kinds;
using ModelGen.Generator.Shapes;
using ModelGen.Generator.Signatures;

namespace ModelGen.Generator.Layers;

internal sealed class RmsNormKind : LayerKind
{
    private static readonly NumberOrSettingArgument Eps = new("Eps", null, SettingRange.Positive);
    private static readonly FlagArgument Affine = new("Affine", byDefault: true);

    public override string Name => "RmsNorm";

    public override IReadOnlyList<AttributeArgument> Arguments { get; } = [Eps, Affine];

    public override LayerTraits Traits => LayerTraits.Promotes | LayerTraits.Pointwise;

    public override TimeFlow AlongTime(TimeContext context) => context.OverLast();

    public override void Infer(LayerContext context)
    {
        var eps = context.Find(Eps);
        if (!context.TakesOne() || !context.RequireRankAtLeast(context.Input, 1, "..., D", "give it at least one axis"))
        {
            return;
        }

        var input = context.Input;
        var width = input.Shape.Last;
        var affine = context.Get(Affine);
        var options = eps is null ? Code.Of($"") : Code.Of($"eps: {eps}, ");
        var norm = context.Module("global::ModelGen.Layers.RmsNorm",
            $"new global::ModelGen.Layers.RmsNorm({width}, {options}affine: {affine}, device: device, dtype: dtype)");
        context.Parameters(affine ? width : Dim.Zero);
        context.Output(input.Shape, ElementType.Float, $"{norm}.call({input})");
    }
}
