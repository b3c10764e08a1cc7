using System.Collections.Generic;
using System.Collections.Immutable;
using ModelGen.Generator.Arguments;
using ModelGen.Generator.Bind;
using ModelGen.Generator.Declarations;
using ModelGen.Generator.Diagnostics;
using ModelGen.Generator.Kinds;
using ModelGen.Generator.Repairs;
using ModelGen.Generator.Shapes;
using static ModelGen.Generator.Layers.AttentionArguments;

namespace ModelGen.Generator.Layers;

internal sealed class MultiHeadAttentionKind : LayerKind
{

    public override string Name => "MultiHeadAttention";

    public override IReadOnlyList<AttributeArgument> Arguments { get; } =
        [.. MultiHeadAttentionOptions.Arguments, Causal, Memory, Mask, KeyPaddingMask, CommonArguments.Port, .. CommonArguments.OfWeights];

    public override LayerTraits Traits => LayerTraits.FeaturesLast | LayerTraits.OneType | LayerTraits.TakesSequences;

    public override ImmutableArray<string> Ports(AttributeUse use, Declaration declaration) => ImmutableArray.Create("weights");

    // A step takes no mask of the whole sequence, because the positions that it attends to follow from its index.
    public override TimeFlow AlongTime(TimeContext context)
    {
        var memory = context.Tensor(Memory);
        if (context.Axis != 2)
        {
            return new TimeFlow.NonCausal("attends along another axis than the positions", "move the positions to axis 1");
        }

        if (memory is not null)
        {
            if (context.AxisOf(memory) is not null || !context.IsInputAlong)
            {
                return new TimeFlow.NonCausal(
                    "attends to a Memory that depends on all positions", "leave Memory out and set Causal = true");
            }

            var padding = context.Tensor(KeyPaddingMask);
            return context.Tensor(Mask) is null
                ? new TimeFlow.Stateful(
                    2,
                    "global::ModelGen.Decoding.CrossAttentionCache",
                    Code.Of($"new global::ModelGen.Decoding.CrossAttentionCache()"),
                    state => Code.Of($"{context.Module}.StepCrossAttention({context.Input}, {memory}, {state}, {padding})"))
                : new TimeFlow.Unprovable("has a Mask of all positions", "mask the memory's padding with KeyPaddingMask");
        }

        if (context.Tensor(Mask) is { IsOptional: false })
        {
            return new TimeFlow.Unprovable("has a Mask that may show later positions", "remove Mask and set Causal = true");
        }

        return context.Get(Causal)
            ? new TimeFlow.Stateful(
                2,
                "global::ModelGen.Decoding.KeyValueCache",
                Code.Of($"{context.Module}.NewCache()"),
                state => Code.Of($"{context.Module}.Step({context.Input}, {state}, at)"))
            : new TimeFlow.NonCausal("lets a position attend to later ones", "set Causal = true");
    }

    public override void Infer(LayerContext context)
    {
        if (MultiHeadAttentionOptions.Read(context) is not { } options || !context.TakesOne()
            || !context.RequireRank(context.Input, "B, T, D", "give it one batch axis, one time axis and one feature axis"))
        {
            return;
        }

        BatchFirst.Check(context);
        var input = context.Input;
        var isBroken = false;
        var memory = context.Tensor(Memory, mayBeAbsent: false, ref isBroken);
        var mask = context.Tensor(Mask, mayBeAbsent: true, ref isBroken);
        var padding = context.Tensor(KeyPaddingMask, mayBeAbsent: true, ref isBroken);
        if (isBroken || !HeadsFit(context, options) || !MemoryFits(context, memory))
        {
            return;
        }

        TellCausalMemory(context, memory);
        var (batch, queries, keys) = (input.Shape.Dims[0], input.Shape.Dims[1], (memory ?? input).Shape.Dims[1]);
        if (AttentionMask.FitsScores(context, Mask, mask, batch, options.Heads, queries, keys)
            && AttentionMask.FitsKeys(context, KeyPaddingMask, padding, batch, keys))
        {
            Build(context, options, memory, mask, padding);
        }
    }

    private static bool HeadsFit(LayerContext context, MultiHeadAttentionOptions options)
    {
        if (options.HeadDim is null && !AttentionHeads.Divide(context, options.Heads, ", or give HeadDim"))
        {
            return false;
        }

        if (options.KeyValueHeads is { } shared && !context.RequireDivides(shared, options.Heads,
            () => $"{context.Use} needs its {options.Heads} heads to divide by {shared} key and value heads", () => context.Report(
                Descriptors.Heads,
                context.At(MultiHeadAttentionOptions.KeyValueHeadsArgument),
                $"{context.Use} cannot share {shared} key and value heads equally among {options.Heads} query heads: "
                    + $"choose KeyValueHeads that divides {options.Heads}.",
                repairs: Repair.SetDivisor(context.Use, MultiHeadAttentionOptions.KeyValueHeadsArgument, shared, options.Heads))))
        {
            return false;
        }

        return options.Rotary is null || options.Rotary.Fits(context, options.Width(context));
    }

    private static bool MemoryFits(LayerContext context, Value? memory)
    {
        if (memory is null)
        {
            return true;
        }

        var site = context.At(Memory);
        if (!context.RequireElement(memory, ElementType.Float, site)
            || !context.RequireRank(memory, "B, S, E", "give it one batch axis, one time axis and one feature axis", site))
        {
            return false;
        }

        // A query without any key has no softmax.
        if (!context.RequireItem(memory, 1, "position", site) || !context.RequireItem(memory, 2, "feature", site))
        {
            return false;
        }

        var input = context.Input;
        return context.RequireEqual(input.Shape.Dims[0], memory.Shape.Dims[0], () => $"{context.Use} needs one batch size for "
            + $"{context.Input.Subject} {input.Shape} and its Memory, {memory.Subject} {memory.Shape}", () => context.Report(
            Descriptors.Size,
            site,
            $"{context.Use} works on {input.Shape} but its Memory {memory.Describe()}: the first axis is the batch and must be equal; "
                + "use the same symbol for both inputs.",
            memory));
    }

    // With a memory of another length, Causal is usually left over from self-attention.
    private static void TellCausalMemory(LayerContext context, Value? memory)
    {
        if (memory is null || !context.Get(Causal)
            || context.Decide(new DimRelation(Comparison.Equal, context.Input.Shape.Dims[1], memory.Shape.Dims[1])) == Truth.Proved)
        {
            return;
        }

        context.Report(
            Descriptors.CausalMemory,
            context.At(Causal),
            $"{context.Use} lets step t of {context.Input.Shape} attend only to steps up to t of its Memory, but {memory.Describe()}, "
                + "a sequence of another length: remove Causal, or give both sequences the same length.",
            memory);
    }

    private static void Build(LayerContext context, MultiHeadAttentionOptions options, Value? memory, Value? mask, Value? padding)
    {
        var input = context.Input;
        var features = input.Shape.Last;
        var memoryFeatures = (memory ?? input).Shape.Last;
        var source = memoryFeatures == features ? Code.Of($"") : Code.Of($"memoryFeatures: {memoryFeatures}, ");
        var attention = context.Module(
            "global::ModelGen.Layers.MultiHeadAttention",
            $"new global::ModelGen.Layers.MultiHeadAttention({features}, {options.Heads}, {options.WidthInCode}{source}bias: "
                + $"{options.Bias}, dropout: {options.Dropout}, causal: "
                + $"{context.Get(Causal)}, {options.FurtherInCode}device: device, dtype: dtype)");
        var inner = options.HeadDim is null ? features : options.Heads * options.HeadDim;
        var shared = options.KeyValueHeads is null ? inner : options.KeyValueHeads * options.Width(context);
        context.Parameters((2 * features * inner) + (2 * memoryFeatures * shared)
            + (options.Bias ? inner + (2 * shared) : Dim.Zero)
            + (options.OutputBias ? features : Dim.Zero)
            + (options.QueryKeyNormEps is null ? Dim.Zero : 2 * options.Width(context)));

        context.Projection("query", features, inner);
        context.Projection("key", memoryFeatures, shared);
        context.Projection("value", memoryFeatures, shared);
        context.Projection("output", inner, features);

        var arguments = Code.Of($"{input}");
        foreach (var (name, tensor) in new[] { ("memory", memory), ("mask", mask), ("keyPaddingMask", padding) })
        {
            arguments = tensor is null ? arguments : Code.Of($"{arguments}, {name}: {tensor}");
        }

        if (!context.IsPortUsed("weights"))
        {
            context.Output(input.Shape, ElementType.Float, $"{attention}.call({arguments})");
            return;
        }

        var result = context.NewValue(context.ResultName, input.Shape, ElementType.Float);
        var weights = context.NewValue(
            context.ResultName + "Weights",
            Shape.Of(input.Shape.Dims[0], options.Heads, input.Shape.Dims[1], (memory ?? input).Shape.Dims[1]),
            ElementType.Float);
        context.Add(new Step(ImmutableArray.Create(result, weights), Code.Of($"{attention}.WithWeights({arguments})")));
        context.SetResult(result);
        context.SetPort("weights", weights);
    }
}
