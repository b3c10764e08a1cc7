using System.Collections.Immutable;
using ModelGen.Generator.Diagnostics;
using ModelGen.Generator.Infer;
using ModelGen.Generator.Shapes;

namespace ModelGen.Generator.Layers;

internal sealed class MultiHeadAttentionKind : LayerKind
{
    public override string Name => "MultiHeadAttention";

    public override LayerTraits Traits => LayerTraits.FeaturesLast;

    public override ImmutableArray<string> TensorArguments => ImmutableArray.Create("Memory", "Mask", "KeyPaddingMask");

    public override ImmutableArray<string> Ports => ImmutableArray.Create("weights");

    // Masks of the whole sequence have no place in a step: which positions may be seen follows from where they stand.
    public override TimeFlow AlongTime(TimeContext context)
    {
        var memory = context.Tensor("Memory");
        if (context.Axis != 2)
        {
            return new TimeFlow.Ahead("attends along another axis than the positions", "bring the positions to axis 1");
        }

        if (memory is not null)
        {
            if (context.AxisOf(memory) is not null || !context.IsInputAlong)
            {
                return new TimeFlow.Ahead("attends to a Memory that depends on all positions", "leave Memory out and set Causal = true");
            }

            var padding = context.Tensor("KeyPaddingMask");
            return context.Tensor("Mask") is null
                ? new TimeFlow.Remembering(
                    2,
                    "global::ModelGen.Decoding.MemoryCache",
                    Code.Of($"new global::ModelGen.Decoding.MemoryCache()"),
                    state => Code.Of($"{context.Module}.StepOver({context.Input}, {memory}, {state}, {padding})"))
                : new TimeFlow.Unprovable("has a Mask of all positions", "mask the memory's padding with KeyPaddingMask");
        }

        if (context.Tensor("Mask") is { IsOptional: false })
        {
            return new TimeFlow.Unprovable("has a Mask that may show later positions", "remove Mask and set Causal = true");
        }

        return context.Flag("Causal", false)
            ? new TimeFlow.Remembering(
                2,
                "global::ModelGen.Decoding.KeyValueCache",
                Code.Of($"{context.Module}.NewCache()"),
                state => Code.Of($"{context.Module}.Step({context.Input}, {state}, at)"))
            : new TimeFlow.Ahead("lets position t see later ones", "set Causal = true");
    }

    public override void Infer(LayerContext context)
    {
        if (Options.Read(context) is not { } options || !context.TakesOne()
            || !context.RequireRank(context.Input, "B, T, D", "give it one batch axis, one time axis and one feature axis"))
        {
            return;
        }

        var input = context.Input;
        var isBroken = false;
        var memory = context.Tensor("Memory", mayBeAbsent: false, ref isBroken);
        var mask = context.Tensor("Mask", mayBeAbsent: true, ref isBroken);
        var padding = context.Tensor("KeyPaddingMask", mayBeAbsent: true, ref isBroken);
        if (isBroken || !HeadsFit(context, options) || !MemoryFits(context, memory))
        {
            return;
        }

        var (batch, queries, keys) = (input.Shape.Dims[0], input.Shape.Dims[1], (memory ?? input).Shape.Dims[1]);
        if (AttentionMask.FitsScores(context, "Mask", mask, batch, options.Heads, queries, keys)
            && AttentionMask.FitsKeys(context, "KeyPaddingMask", padding, batch, keys))
        {
            Build(context, options, memory, mask, padding);
        }
    }

    private static bool HeadsFit(LayerContext context, Options options)
    {
        if (options.HeadDim is null && !AttentionHeads.Divide(context, options.Heads, ", or give HeadDim"))
        {
            return false;
        }

        if (options.KeyValueHeads is { } shared && !context.RequireDivides(shared, options.Heads, $"{context.Use} needs its {options.Heads} heads to divide by {shared} key and value heads", () => context.Report(
            Descriptors.Heads,
            context.At("KeyValueHeads"),
            $"{context.Use} cannot share {shared} key and value heads equally among {options.Heads} query heads: choose KeyValueHeads that divides {options.Heads}.")))
        {
            return false;
        }

        var width = options.Width(context);
        return !options.IsRotary || context.RequireDivides(2, width, $"{context.Use} turns pairs of features, so the {width} features of each head must be an even number", () => context.Report(
            Descriptors.Heads,
            context.At("Rotary"),
            $"{context.Use} turns pairs of features, but each head has {width}: choose heads, or HeadDim, so that it is even."));
    }

    private static bool MemoryFits(LayerContext context, Value? memory)
    {
        if (memory is null)
        {
            return true;
        }

        var site = context.At("Memory");
        if (!context.RequireElement(memory, ElementType.Float, site) || !context.RequireRank(memory, "B, S, E", "give it one batch axis, one time axis and one feature axis", site))
        {
            return false;
        }

        var input = context.Input;
        return context.RequireEqual(input.Shape.Dims[0], memory.Shape.Dims[0], $"{context.Use} and its Memory need one batch size", () => context.Report(
            Descriptors.Size,
            site,
            $"{context.Use} works on {input.Shape} but its Memory {memory.Describe()}: the first axis is the batch and must agree; use the same symbol for both inputs.",
            memory));
    }

    private static void Build(LayerContext context, Options options, Value? memory, Value? mask, Value? padding)
    {
        var input = context.Input;
        var features = input.Shape.Last;
        var memoryFeatures = (memory ?? input).Shape.Last;
        var bias = context.Flag("Bias", true);
        var source = memoryFeatures == features ? Code.Of($"") : Code.Of($"memoryFeatures: {memoryFeatures}, ");
        var attention = context.Module(
            "global::ModelGen.Layers.MultiHeadAttention",
            $"new global::ModelGen.Layers.MultiHeadAttention({features}, {options.Heads}, {options.WidthInCode}{source}bias: {bias}, dropout: {options.Dropout}, causal: {context.Flag("Causal", false)}, {options.FurtherInCode}device: device, dtype: dtype)");
        var inner = options.HeadDim is null ? features : options.Heads * options.HeadDim;
        var shared = options.KeyValueHeads is null ? inner : options.KeyValueHeads * options.Width(context);
        context.Parameters((2 * features * inner) + (2 * memoryFeatures * shared) + (bias ? inner + (2 * shared) + features : Dim.Zero));

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

    private sealed record Options(Dim Heads, Dim? HeadDim, Dim? KeyValueHeads, Dim? Window, double? RotaryBase, double? Scale, double Dropout)
    {
        public bool IsRotary => RotaryBase is not null;

        public Code WidthInCode => HeadDim is null ? Code.Of($"") : Code.Of($"headDim: {HeadDim}, ");

        public Code FurtherInCode
        {
            get
            {
                var code = KeyValueHeads is null ? Code.Of($"") : Code.Of($"keyValueHeads: {KeyValueHeads}, ");
                code = Window is null ? code : Code.Of($"{code}window: {Window}, ");
                code = RotaryBase is null ? code : Code.Of($"{code}rotaryBase: {RotaryBase.Value}, ");
                return Scale is null ? code : Code.Of($"{code}scale: {Scale.Value}, ");
            }
        }

        /// <summary>The arguments; null after a mistake in one.</summary>
        public static Options? Read(LayerContext context)
        {
            var isBroken = false;
            var heads = context.Dimension("heads");
            var dropout = context.Probability("Dropout", 0);
            var headDim = Size("HeadDim");
            var keyValueHeads = Size("KeyValueHeads");
            var window = Size("Window");
            var scale = context.Has("Scale") ? context.Positive("Scale", 0) : null;
            var rotaryBase = context.Positive("RotaryBase", 10000);
            if (heads is null || dropout is null || rotaryBase is null || isBroken || (scale is null && context.Has("Scale")))
            {
                return null;
            }

            if (window is not null && !context.Flag("Causal", false))
            {
                context.Report(
                    Descriptors.BadArgument,
                    context.At("Window"),
                    $"Window of {context.Use} counts the positions up to t that t sees, but without Causal it sees later ones too: set Causal = true, or give a Mask instead.");
                return null;
            }

            var isRotary = context.Flag("Rotary", false);
            if (isRotary && context.Has("Memory"))
            {
                context.Report(
                    Descriptors.BadArgument,
                    context.At("Rotary"),
                    $"{context.Use} turns queries and keys by their distance, but the positions of its Memory are those of another sequence: leave Rotary to attention over the input itself.");
                return null;
            }

            if (!isRotary && context.Has("RotaryBase"))
            {
                context.Report(Descriptors.NoEffect, context.At("RotaryBase"), $"RotaryBase of {context.Use} is for rotary positions only: set Rotary = true, or remove it.");
            }

            return new Options(heads, headDim, keyValueHeads, window, isRotary ? rotaryBase : null, scale, dropout.Value);

            Dim? Size(string argument)
            {
                var size = context.Has(argument) ? context.Dimension(argument) : null;
                isBroken |= size is null && context.Has(argument);
                return size;
            }
        }

        /// <summary>The features of each head.</summary>
        public Dim Width(LayerContext context) => HeadDim ?? context.Simplify(Dim.FloorDiv(context.Input.Shape.Last, Heads));
    }
}
