using ModelGen.Generator.Bind;
using ModelGen.Generator.Kinds;
using ModelGen.Generator.Shapes;








namespace ModelGen.Generator.Layers;

internal sealed class RmsNormKind : LayerKind
{
    public override string Name => "RmsNorm";

    public override LayerTraits Traits => LayerTraits.Promotes | LayerTraits.Pointwise;

    public override TimeFlow AlongTime(TimeContext context) => context.OverLast();

    public override void Infer(LayerContext context)
    {
        var eps = context.Has("Eps") ? context.PositiveNumber("Eps", 0) : null;
        if ((eps is null && context.Has("Eps")) || !context.TakesOne() || !context.RequireRankAtLeast(context.Input, 1, "..., D", "give it at least one axis"))
        {
            return;
        }

        var input = context.Input;
        var width = input.Shape.Last;
        var affine = context.Flag("Affine", true);
        var options = eps is null ? Code.Of($"") : Code.Of($"eps: {eps}, ");
        var norm = context.Module("global::ModelGen.Layers.RmsNorm", $"new global::ModelGen.Layers.RmsNorm({width}, {options}affine: {affine}, device: device, dtype: dtype)");
        context.Parameters(affine ? width : Dim.Zero);
        context.Output(input.Shape, ElementType.Float, $"{norm}.call({input})");
    }
}
