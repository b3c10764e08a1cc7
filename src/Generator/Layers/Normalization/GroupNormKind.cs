using ModelGen.Generator.Bind;
using ModelGen.Generator.Kinds;
using ModelGen.Generator.Shapes;








namespace ModelGen.Generator.Layers;

internal sealed class GroupNormKind : LayerKind
{
    public override string Name => "GroupNorm";

    public override LayerTraits Traits => LayerTraits.Spatial;

    public override TimeFlow AlongTime(TimeContext context) =>
        new TimeFlow.Ahead("takes the mean over all positions", "use LayerNorm or RmsNorm, which treat each position alone");

    public override void Infer(LayerContext context)
    {
        var groups = context.Dimension("groups");
        var eps = context.PositiveNumber("Eps", 1e-5);
        if (groups is null || eps is null || !ChannelGroups.HasChannels(context, 2) || !ChannelGroups.DivideInput(context, groups, "groups"))
        {
            return;
        }

        var input = context.Input;
        var channels = input.Shape.Dims[1];
        var affine = context.Flag("Affine", true);
        var epsilon = eps.Value == 1e-5 ? Code.Of($"") : Code.Of($", eps: {eps}");
        var norm = context.Module(
            "global::ModelGen.Layers.GroupNormLayer",
            $"new global::ModelGen.Layers.GroupNormLayer({groups}, {channels}{epsilon}{(affine ? string.Empty : ", affine: false")}, device: device, dtype: dtype, name: {Literals.Of(context.FullName)})");
        context.Parameters(affine ? 2 * channels : Dim.Zero);
        context.Output(input.Shape, ElementType.Float, $"{norm}.call({input})");
    }
}
