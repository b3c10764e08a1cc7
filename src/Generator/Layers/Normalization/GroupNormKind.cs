using System.Collections.Generic;
using ModelGen.Generator.Arguments;
using ModelGen.Generator.Bind;
using ModelGen.Generator.Kinds;
using ModelGen.Generator.Shapes;
using ModelGen.Generator.Signatures;

namespace ModelGen.Generator.Layers;

internal sealed class GroupNormKind : LayerKind
{
    private static readonly SizeArgument Groups = new("groups");
    private static readonly NumberOrSettingArgument Eps = new("Eps", 1e-5, SettingRange.Positive);
    private static readonly FlagArgument Affine = new("Affine", byDefault: true);

    public override string Name => "GroupNorm";

    public override IReadOnlyList<AttributeArgument> Arguments { get; } = [Groups, Eps, Affine];

    public override LayerTraits Traits => LayerTraits.Spatial;

    public override TimeFlow AlongTime(TimeContext context) =>
        new TimeFlow.NonCausal("takes the mean over all positions", "use LayerNorm or RmsNorm, which treat each position independently");

    public override void Infer(LayerContext context)
    {
        var groups = context.Get(Groups);
        var eps = context.Get(Eps);
        if (!ChannelGroups.HasChannels(context, 2) || !ChannelGroups.DivideInput(context, groups, Groups))
        {
            return;
        }

        var input = context.Input;
        var channels = input.Shape.Dims[1];
        var affine = context.Get(Affine);
        var epsilon = eps.Value == Eps.DefaultValue ? Code.Of($"") : Code.Of($", eps: {eps}");
        var norm = context.Module(
            "global::ModelGen.Layers.GroupNormLayer",
            $"new global::ModelGen.Layers.GroupNormLayer({groups}, {channels}{epsilon}{(affine ? string.Empty : ", affine: false")}, "
                + $"device: device, dtype: dtype, name: {Literals.Of(context.FullName)})");
        context.Parameters(affine ? 2 * channels : Dim.Zero);
        context.Output(input.Shape, ElementType.Float, $"{norm}.call({input})");
    }
}
