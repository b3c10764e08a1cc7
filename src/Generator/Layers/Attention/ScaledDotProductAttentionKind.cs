using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using ModelGen.Generator.Arguments;
using ModelGen.Generator.Bind;
using ModelGen.Generator.Declarations;
using ModelGen.Generator.Diagnostics;
using ModelGen.Generator.Kinds;
using ModelGen.Generator.Shapes;
using static ModelGen.Generator.Layers.AttentionArguments;

namespace ModelGen.Generator.Layers;

internal sealed class ScaledDotProductAttentionKind : LayerKind
{

    public override string Name => "ScaledDotProductAttention";

    public override IReadOnlyList<AttributeArgument> Arguments { get; } =
        [Dropout, Mask, Scale, AttentionArguments.Window, Causal, CommonArguments.Port];

    public override LayerTraits Traits => LayerTraits.OneType;

    public override ImmutableArray<string> Ports(AttributeUse use, Declaration declaration) => ImmutableArray.Create("weights");

    // Its keys and values are stages, and only layers keep what earlier steps computed.
    public override TimeFlow AlongTime(TimeContext context) => context.Get(Causal)
        ? new TimeFlow.Unprovable("does not keep the keys and values of earlier positions",
            "use MultiHeadAttention with Causal = true, which keeps them")
        : new TimeFlow.NonCausal("lets a position attend to later ones", "use MultiHeadAttention with Causal = true");

    public override void Infer(LayerContext context)
    {
        var dropout = context.Get(Dropout);
        var isBroken = false;
        var mask = context.Tensor(Mask, mayBeAbsent: true, ref isBroken);
        var scale = context.Find(Scale);
        var window = context.Find(AttentionArguments.Window);
        if (isBroken
            || !MultiHeadAttentionOptions.WindowFits(context, window) || !TakesThree(context) || !Agree(context))
        {
            return;
        }

        var (query, key, value) = (context.Inputs[0], context.Inputs[1], context.Inputs[2]);
        // Without positions there is neither a query nor a key; a query without any key has no softmax.
        if (key.Shape.Dims[key.Shape.Count - 2] != query.Shape.Dims[query.Shape.Count - 2]
            && !context.RequireItem(key, key.Shape.Count - 2, "key"))
        {
            return;
        }

        var scores = query.Shape.WithLast(key.Shape.Dims[key.Shape.Count - 2]);
        if (mask is not null)
        {
            var trailing = Enumerable.Range(2, scores.Count - 1)
                .Select(count => new Shape(false, scores.Dims.Skip(scores.Count - count).ToEquatableArray())).ToList();
            if (scores.HasLeading)
            {
                trailing.Add(scores);
            }

            if (!AttentionMask.Fits(context, Mask, mask, trailing))
            {
                return;
            }
        }

        var result = query.Shape.WithLast(value.Shape.Last);
        var causal = context.Get(Causal);
        var options = window is null ? Code.Of($"") : Code.Of($", window: {window}");
        options = scale is null ? options : Code.Of($"{options}, scale: {scale.Value}");
        var rate = dropout.Value != 0 ? Code.Of($", dropout: training ? {dropout} : 0.0") : Code.Of($"");
        if (!context.IsPortUsed("weights"))
        {
            context.Output(result, ElementType.Float, $"global::ModelGen.Layers.ScaledDotProductAttention.Apply({query}, {key}, {value}, "
                + $"mask: {mask}, causal: {causal}{rate}{options})");
            return;
        }

        var output = context.NewValue(context.ResultName, result, ElementType.Float);
        var weights = context.NewValue(context.ResultName + "Weights", scores, ElementType.Float);
        context.Add(new Step(
            ImmutableArray.Create(output, weights),
            Code.Of($"global::ModelGen.Layers.ScaledDotProductAttention.WithWeights({query}, {key}, {value}, mask: "
                + $"{mask}, causal: {causal}{rate}{options})")));
        context.SetResult(output);
        context.SetPort("weights", weights);
    }

    private static bool TakesThree(LayerContext context)
    {
        if (context.Inputs.Length != 3)
        {
            context.Report(
                Descriptors.TensorCount,
                context.Use.Site,
                $"{context.Use} takes queries, keys and values, "
                    + $"but it is given {context.Inputs.Length} tensor{(context.Inputs.Length == 1 ? string.Empty : "s")}: "
                    + "put it first on a stage with [From(\"query\", \"key\", \"value\")].");
            return false;
        }

        return context.Inputs.All(input => context.RequirePresent(input, context.Use.Site)
            && context.RequireElement(input, ElementType.Float, context.Use.Site)
            && context.RequireRankAtLeast(input, 2, "..., T, d", "attention needs a time axis and a feature axis"));
    }

    private static bool Agree(LayerContext context)
    {
        var (query, key, value) = (context.Inputs[0], context.Inputs[1], context.Inputs[2]);
        foreach (var (name, other) in new[] { ("keys", key), ("values", value) })
        {
            if (other.Shape.Count != query.Shape.Count || other.Shape.HasLeading != query.Shape.HasLeading)
            {
                context.Report(Descriptors.Rank, context.Use.Site, $"{context.Use} needs queries, keys and values with as many axes, "
                    + $"but the queries are {query.Shape} and {other.Describe()}, the {name}: give all three the same axes.", other);
                return false;
            }

            for (var axis = 0; axis < query.Shape.Count - 2; axis++)
            {
                if (!Same(context, "queries", query, query.Shape.Dims[axis], name, other, other.Shape.Dims[axis]))
                {
                    return false;
                }
            }
        }

        return Same(context, "queries", query, query.Shape.Last, "keys", key, key.Shape.Last)
            && Same(context, "keys", key, key.Shape.Dims[key.Shape.Count - 2], "values", value, value.Shape.Dims[value.Shape.Count - 2]);
    }

    private static bool Same(
        LayerContext context, string leftName, Value left, Dim leftSize, string rightName, Value right, Dim rightSize) =>
        context.RequireEqual(leftSize, rightSize,
            () => $"{context.Use} needs {leftName} {left.Shape} and {rightName} {right.Shape} that fit", () => context.Report(
                Descriptors.Size,
                context.Use.Site,
                $"{context.Use} takes {leftName} {left.Shape} and {rightName} {right.Shape}, where {leftSize} and {rightSize} must be "
                    + $"equal, but {right.Describe()}: bring both to the same size, for example with a Linear.",
                right));
}
