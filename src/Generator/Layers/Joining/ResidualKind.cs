using System.Collections.Generic;
using ModelGen.Generator.Arguments;
using ModelGen.Generator.Bind;
using ModelGen.Generator.Diagnostics;
using ModelGen.Generator.Kinds;
using ModelGen.Generator.Repairs;
using ModelGen.Generator.Shapes;

namespace ModelGen.Generator.Layers;

internal sealed class ResidualKind : LayerKind
{
    public override string Name => "Residual";

    public override IReadOnlyList<AttributeArgument> Arguments { get; } = [];

    public override LayerTraits Traits => LayerTraits.Joins | LayerTraits.AddsStart;

    public override TimeFlow AlongTime(TimeContext context) => context.Elementwise();

    public override void Infer(LayerContext context)
    {
        if (!context.TakesOne())
        {
            return;
        }

        var place = context.Stage.Name.Length == 0 ? "the chain" : $"stage '{context.Stage.Name}'";
        if (context.Start is not { } start)
        {
            context.Report(Descriptors.TensorCount, context.Use.Site, $"Residual adds the start of {place}, "
                + $"but it starts from {context.Stage.Starts.Length} tensors: join them on a stage of their own.");
            return;
        }

        var input = context.Input;
        if (!context.RequirePresent(start, context.Use.Site) || !context.RequireElement(start, ElementType.Float, context.Use.Site))
        {
            return;
        }

        void Mismatch() => context.Report(
            Descriptors.Residual,
            context.Use.Site,
            $"Residual adds the start of {place}, {start.Shape} from {start.Subject}, to {input.Shape} after "
                + $"{input.Producer?.Use.ToString() ?? "nothing"}{{line}}: {Advice(context, start.Shape, input.Shape)}.",
            input,
            Joining.Projection(input.Shape, start.Shape) is { } layer ? [Repair.InsertBefore(context.Use, layer)] : []);

        if (start.Shape.Count != input.Shape.Count || start.Shape.HasLeading != input.Shape.HasLeading)
        {
            Mismatch();
            return;
        }

        for (var axis = 0; axis < start.Shape.Count; axis++)
        {
            if (!context.RequireEqual(start.Shape.Dims[axis], input.Shape.Dims[axis],
                () => $"Residual in {place} needs equal shapes, and the start is {start.Shape} and the end {input.Shape}", Mismatch))
            {
                return;
            }
        }

        // The sum overwrites the new tensor and never the start, which other layers may read.
        context.Output(input.Shape, ElementType.Float,
            $"{input}.add({start}, {Code.One})", consuming: $"global::ModelGen.Owned.Add({input}, {start})", consumed: input);
    }

    private static string Advice(LayerContext context, Shape start, Shape input)
    {
        var isChain = context.Stage.Name.Length == 0;
        if (start.Count != input.Count || start.Count == 0 || (start.Last == input.Last && !Joining.DifferInChannels(start, input)))
        {
            return isChain
                ? "keep the shape within the chain, or declare stages and join them with Add or Concat"
                : "keep the shape within the stage, or join with Add or Concat from stages of their own";
        }

        if (Joining.IsMap(start) && !Joining.DifferInChannels(start, input))
        {
            return isChain
                ? "keep the size of the feature map within the chain with Stride = 1 and Padding, or declare stages, "
                    + "so that one can shrink the start as well"
                : "keep the size of the feature map within the stage with Stride = 1 and Padding, "
                    + "or add a stage that shrinks the start as well";
        }

        var channels = Spatial.First - 1;
        var (layer, width) = (Joining.Projection(input, start), Joining.IsMap(start) ? input.Dims[channels] : input.Last);
        return isChain
            ? $"put {layer} before it, or declare stages, so that one can project the start to {width}"
            : $"end the stage with {layer}, or add a stage that projects the start to {width}";
    }
}
