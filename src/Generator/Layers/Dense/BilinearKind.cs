using System.Collections.Generic;
using ModelGen.Generator.Arguments;
using ModelGen.Generator.Bind;
using ModelGen.Generator.Diagnostics;
using ModelGen.Generator.Kinds;
using ModelGen.Generator.Shapes;

namespace ModelGen.Generator.Layers;

internal sealed class BilinearKind : LayerKind
{
    private static readonly TensorArgument Other = new("other");

    public override string Name => "Bilinear";

    public override IReadOnlyList<AttributeArgument> Arguments { get; } =
        [CommonArguments.Features, Other, CommonArguments.Bias, .. CommonArguments.OfWeights];

    public override LayerTraits Traits => LayerTraits.OneType;

    public override TimeFlow AlongTime(TimeContext context) => context.OverLast();

    public override void Infer(LayerContext context)
    {
        var features = context.Get(CommonArguments.Features);
        if (Joining.Two(context, Other) is not var (left, right)
            || !context.RequireRankAtLeast(left, 1, "..., in1", "give it at least one axis")
            || !context.RequireRankAtLeast(right, 1, "..., in2", "give it at least one axis"))
        {
            return;
        }

        var (outer, outerOther) = (left.Shape.Without(left.Shape.Count - 1), right.Shape.Without(right.Shape.Count - 1));
        var shared = Joining.Pairwise(context, outer, outerOther, broadcast: false, () => context.Report(
            Descriptors.Join,
            context.Use.Site,
            $"{context.Use} joins {left.Subject} {left.Shape} and {right.Subject} {right.Shape}{{line}}, "
                + $"which differ before the last axis: bring {outer} and {outerOther} to one shape.",
            right));
        if (shared is null)
        {
            return;
        }

        var bias = context.Get(CommonArguments.Bias);
        var (width, otherWidth) = (left.Shape.Last, right.Shape.Last);
        var bilinear = context.Module(
            "global::TorchSharp.Modules.Bilinear",
            $"global::TorchSharp.torch.nn.Bilinear({width}, {otherWidth}, {features}, hasBias: {bias}, device: device, dtype: dtype)");
        context.Parameters((width * otherWidth * features) + (bias ? features : Dim.Zero));
        context.Output(
            left.Shape.WithLast(features), ElementType.Float, $"global::ModelGen.Products.Bilinear({bilinear}, {left}, {right})");
    }
}
