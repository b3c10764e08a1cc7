using System.Collections.Generic;
using System.Collections.Immutable;
using ModelGen.Generator.Arguments;
using ModelGen.Generator.Bind;
using ModelGen.Generator.Diagnostics;
using ModelGen.Generator.Kinds;
using ModelGen.Generator.Shapes;
using ModelGen.Generator.Signatures;
using static ModelGen.Generator.Layers.AttentionArguments;

namespace ModelGen.Generator.Layers;

/// <summary>The layers of an encoder and of a decoder.</summary>
internal sealed class TransformerLayerKind : LayerKind
{
    private static readonly NumberOrSettingArgument Eps = new("Eps", 1e-5, SettingRange.Positive);
    private static readonly NumberOrSettingArgument Dropout = new("Dropout", 0.1, SettingRange.Share);
    private static readonly FlagArgument NormFirst = new("NormFirst", byDefault: false);
    private static readonly ActivationArgument Activation = new("Activation", "Relu");
    private static readonly TensorArgument MemoryMask = new("MemoryMask") { IsMask = true };
    private static readonly TensorArgument MemoryKeyPaddingMask = new("MemoryKeyPaddingMask") { IsMask = true };

    public static readonly ImmutableArray<LayerKind> Family = ImmutableArray.Create<LayerKind>(
        new TransformerLayerKind("TransformerEncoderLayer", "TransformerEncoderBlock", hasMemory: false),
        new TransformerLayerKind("TransformerDecoderLayer", "TransformerDecoderBlock", hasMemory: true));

    private readonly string _module;
    private readonly bool _hasMemory;

    private TransformerLayerKind(string name, string module, bool hasMemory)
    {
        Name = name;
        _module = $"global::ModelGen.Layers.{module}";
        _hasMemory = hasMemory;
        Arguments =
        [
            Heads, CommonArguments.Hidden,
            Dropout, Eps, Activation, NormFirst, CommonArguments.Bias, Causal, Mask, KeyPaddingMask, .. CommonArguments.OfWeights,
            .. hasMemory ? [Memory, MemoryMask, MemoryKeyPaddingMask] : (IReadOnlyList<AttributeArgument>)[],
        ];
    }

    public override string Name { get; }

    public override IReadOnlyList<AttributeArgument> Arguments { get; }

    public override LayerTraits Traits => LayerTraits.FeaturesLast | LayerTraits.OneType | LayerTraits.TakesSequences;

    public override TimeFlow AlongTime(TimeContext context)
    {
        var memory = _hasMemory ? context.Tensor(Memory) : null;
        if (context.Axis != 2 || !context.IsInputAlong || (memory is not null && context.AxisOf(memory) is not null))
        {
            return new TimeFlow.NonCausal("attends along another axis than the positions",
                "move the positions to axis 1, and give it a Memory that does not depend on them");
        }

        if (!context.Get(Causal))
        {
            return new TimeFlow.NonCausal("lets a position attend to later ones", "set Causal = true");
        }

        if (context.Tensor(Mask) is { IsOptional: false } || (_hasMemory && context.Tensor(MemoryMask) is not null))
        {
            return new TimeFlow.Unprovable("has a mask of all positions", "leave it out, since Causal = true hides later positions");
        }

        var further = _hasMemory ? Code.Of($", {memory}, {context.Tensor(MemoryKeyPaddingMask)}") : Code.Of($"");
        return new TimeFlow.Stateful(
            2,
            "global::ModelGen.Decoding.ModelState",
            Code.Of($"{context.Module}.NewState()"),
            state => Code.Of($"{context.Module}.Step({context.Input}, {state}, at{further})"));
    }

    public override void Infer(LayerContext context)
    {
        var heads = context.Get(Heads);
        var hidden = context.Get(CommonArguments.Hidden);
        var dropout = context.Get(Dropout);
        var eps = context.Get(Eps);
        var activation = context.Get(Activation);
        if (!context.TakesOne()
            || !context.RequireRank(context.Input, "B, T, D", "give it one batch axis, one time axis and one feature axis"))
        {
            return;
        }

        BatchFirst.Check(context);
        if (AttentionHeads.Divide(context, heads) && Tensors(context, heads) is { } arguments)
        {
            Build(context, heads, hidden, dropout, eps, activation, arguments);
        }
    }

    private Code? Tensors(LayerContext context, Dim heads)
    {
        var isBroken = false;
        var memory = _hasMemory ? context.Tensor(Memory, mayBeAbsent: false, ref isBroken) : null;
        var mask = context.Tensor(Mask, mayBeAbsent: true, ref isBroken);
        var padding = context.Tensor(KeyPaddingMask, mayBeAbsent: true, ref isBroken);
        var memoryMask = _hasMemory ? context.Tensor(MemoryMask, mayBeAbsent: true, ref isBroken) : null;
        var memoryPadding = _hasMemory ? context.Tensor(MemoryKeyPaddingMask, mayBeAbsent: true, ref isBroken) : null;
        if (isBroken || (_hasMemory && !MemoryFits(context, memory)))
        {
            return null;
        }

        var input = context.Input;
        var (batch, queries) = (input.Shape.Dims[0], input.Shape.Dims[1]);
        var keys = memory is null ? queries : memory.Shape.Dims[1];
        if (!AttentionMask.FitsScores(context, Mask, mask, batch, heads, queries, queries)
            || !AttentionMask.FitsKeys(context, KeyPaddingMask, padding, batch, queries)
            || !AttentionMask.FitsScores(context, MemoryMask, memoryMask, batch, heads, queries, keys)
            || !AttentionMask.FitsKeys(context, MemoryKeyPaddingMask, memoryPadding, batch, keys))
        {
            return null;
        }

        var arguments = memory is null ? Code.Of($"{input}") : Code.Of($"{input}, {memory}");
        foreach (var (name, tensor) in new[] { ("mask", mask),
            ("keyPaddingMask", padding), ("memoryMask", memoryMask), ("memoryKeyPaddingMask", memoryPadding) })
        {
            arguments = tensor is null ? arguments : Code.Of($"{arguments}, {name}: {tensor}");
        }

        return arguments;
    }

    private static bool MemoryFits(LayerContext context, Value? memory)
    {
        if (memory is null)
        {
            context.Report(Descriptors.TensorCount, context.Use.Site,
                $"{context.Use} reads an encoder's result, but none is named: set Memory = nameof(…), or use TransformerEncoderLayer.");
            return false;
        }

        var site = context.At(Memory);
        if (!context.RequireElement(memory, ElementType.Float, site)
            || !context.RequireRank(memory, "B, S, D", "give it one batch axis, one time axis and one feature axis", site)
            || !context.RequireItem(memory, 1, "position", site))
        {
            return false;
        }

        var (input, others) = (context.Input.Shape, memory.Shape);
        return context.RequireEqual(
            input.Dims[0],
            others.Dims[0],
            () => $"{context.Use} needs one batch size for {context.Input.Subject} {input} and its Memory, {memory.Subject} {memory.Shape}",
            () => context.Report(
                Descriptors.Size,
                site,
                $"{context.Use} works on {input} but its Memory {memory.Describe()}: the first axis is the batch and must be equal; "
                    + "use the same symbol for both inputs.",
                memory))
            && context.RequireEqual(
                input.Last,
                others.Last,
                () => $"{context.Use} needs one number of features for {context.Input.Subject} {input} and its Memory, "
                    + $"{memory.Subject} {memory.Shape}",
                () => context.Report(
                    Descriptors.Size,
                    site,
                    $"{context.Use} works on {input} but its Memory {memory.Describe()}: both must have {input.Last} features; "
                        + $"put Linear({input.Last}) after the encoder.",
                    memory));
    }

    private void Build(
        LayerContext context,
        Dim heads,
        Dim hidden,
        NumberOrSetting dropout,
        NumberOrSetting eps,
        ActivationOrSetting activation,
        Code arguments)
    {
        var input = context.Input;
        var width = input.Shape.Last;
        var bias = context.Get(CommonArguments.Bias);
        var layer = context.Module(
            _module,
            $"new {_module}({width}, {heads}, {hidden}, dropout: {dropout}, activation: {activation}, normFirst: "
                + $"{context.Get(NormFirst)}, eps: {eps}, bias: {bias}, causal: {context.Get(Causal)}, device: device, dtype: dtype)");
        var attentions = _hasMemory ? 2 : 1;
        var weights = (4 * attentions * width * width) + (2 * width * hidden) + ((attentions + 1) * width);
        var biases = (4 * attentions * width) + hidden + width + ((attentions + 1) * width);
        context.Parameters(bias ? weights + biases : weights);
        foreach (var attention in _hasMemory ? new[] { "self_attn", "multihead_attn" } : ["self_attn"])
        {
            foreach (var projection in new[] { "query", "key", "value", "output" })
            {
                context.Projection($"{attention}.{projection}", width, width);
            }
        }

        context.Projection("linear1", width, hidden);
        context.Projection("linear2", hidden, width);
        context.Output(input.Shape, ElementType.Float, $"{layer}.call({arguments})");
    }
}
