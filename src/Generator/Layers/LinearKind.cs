using ModelGen.Generator.Diagnostics;
using ModelGen.Generator.Infer;
using ModelGen.Generator.Repairs;
using ModelGen.Generator.Shapes;

namespace ModelGen.Generator.Layers;

internal sealed class LinearKind : LayerKind
{
    public override string Name => "Linear";

    public override LayerTraits Traits => LayerTraits.Affine;

    public override TimeFlow AlongTime(TimeContext context) => context.OverLast();

    public override void Infer(LayerContext context)
    {
        var features = context.Dimension("features");
        var expected = context.Has("In") ? context.Dimension("In") : null;
        if (features is null || !context.TakesOne() || !context.RequireRankAtLeast(context.Input, 1, "..., in", "give it at least one axis"))
        {
            return;
        }

        var input = context.Input;
        if (expected is not null)
        {
            context.RequireEqual(expected, input.Shape.Last, () => $"{context.Use} expects {expected} features", () => context.Report(
                Descriptors.Width,
                context.At("In"),
                $"{context.Use} expects {expected} features, but {input.Describe()}: set In = {input.Shape.Last}, or leave In out.",
                input,
                Mend(context, expected)));
        }

        var bias = context.Flag("Bias", true);
        var width = input.Shape.Last;
        var linear = context.Module(
            "global::TorchSharp.Modules.Linear",
            $"global::TorchSharp.torch.nn.Linear({width}, {features}, hasBias: {bias}, device: device, dtype: dtype)");
        context.Parameters((width * features) + (bias ? features : Dim.Zero));
        context.Projection(string.Empty, width, features);
        context.Output(input.Shape.WithLast(features), ElementType.Float, $"{linear}.call({input})");
    }

    // A width that counts a whole map speaks of a Flatten that was forgotten.
    private static Repair[] Mend(LayerContext context, Dim expected)
    {
        var input = context.Input.Shape;
        Repair[] widths = [Repair.Set(context.Use, "In", input.Last), Repair.RemoveArgument(context.Use, "In")];
        return !input.HasLeading && input.Count > 2 && FlattenKind.Gives(context.Facts, input, Shape.Of(input.Dims[0], expected))
            ? [Repair.InsertBefore(context.Use, "Flatten"), .. widths]
            : widths;
    }
}
