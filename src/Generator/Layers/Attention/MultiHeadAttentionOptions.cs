using System.Collections.Generic;
using ModelGen.Generator.Arguments;
using ModelGen.Generator.Bind;
using ModelGen.Generator.Diagnostics;
using ModelGen.Generator.Kinds;
using ModelGen.Generator.Repairs;
using ModelGen.Generator.Shapes;
using ModelGen.Generator.Signatures;

namespace ModelGen.Generator.Layers;

/// <summary>The arguments of MultiHeadAttention that name no tensors.</summary>
internal sealed record MultiHeadAttentionOptions(
    Dim Heads, Dim? HeadDim,
    Dim? KeyValueHeads, Dim? Window, NumberOrSetting Dropout, bool Bias, bool OutputBias, NumberOrSetting? QueryKeyNormEps,
    RotaryArguments? Rotary, bool Alibi, double? Scale)
{
    private static readonly SizeArgument HeadDimArgument = new("HeadDim");
    private static readonly NumberOrSettingArgument QueryKeyNormEpsArgument = new("QueryKeyNormEps", 1e-6, SettingRange.Positive);
    private static readonly FlagArgument QueryKeyNorm = new("QueryKeyNorm", byDefault: false);
    private static readonly OptionalFlagArgument OutputBiasArgument = new("OutputBias");
    private static readonly FlagArgument AlibiArgument = new("Alibi", byDefault: false);

    /// <summary>How many heads the keys and values have; as many as the queries if it is not given.</summary>
    public static readonly SizeArgument KeyValueHeadsArgument = new("KeyValueHeads");

    /// <summary>The arguments that the options are read from.</summary>
    public static readonly IReadOnlyList<AttributeArgument> Arguments =
    [
        AttentionArguments.Heads,
        AttentionArguments.Dropout, HeadDimArgument, KeyValueHeadsArgument, AttentionArguments.Window, AttentionArguments.Scale,
        QueryKeyNorm, QueryKeyNormEpsArgument, .. RotaryArguments.All, CommonArguments.Bias, OutputBiasArgument, AlibiArgument,
    ];

    public Code WidthInCode => HeadDim is null ? Code.Of($"") : Code.Of($"headDim: {HeadDim}, ");

    /// <summary>What differs from the defaults.</summary>
    public Code FurtherInCode
    {
        get
        {
            var code = KeyValueHeads is null ? Code.Of($"") : Code.Of($"keyValueHeads: {KeyValueHeads}, ");
            code = Window is null ? code : Code.Of($"{code}window: {Window}, ");
            code = OutputBias == Bias ? code : Code.Of($"{code}outputBias: {OutputBias}, ");
            code = QueryKeyNormEps is null ? code : Code.Of($"{code}queryKeyNorm: true, queryKeyNormEps: {QueryKeyNormEps}, ");
            code = Rotary is null ? code : Code.Of($"{code}rotary: {Rotary.InCode}, ");
            code = Alibi ? Code.Of($"{code}alibi: true, ") : code;
            return Scale is null ? code : Code.Of($"{code}scale: {Scale.Value}, ");
        }
    }

    /// <summary>The arguments; null after a mistake in one.</summary>
    public static MultiHeadAttentionOptions? Read(LayerContext context)
    {
        var isBroken = false;
        var rotary = RotaryArguments.Read(context, ref isBroken);
        if (isBroken || !Agree(context, context.Find(AttentionArguments.Window)))
        {
            return null;
        }

        var normalizes = context.Get(QueryKeyNorm);
        if (!normalizes && context.Has(QueryKeyNormEpsArgument))
        {
            context.Report(
                Descriptors.NoEffect,
                context.At(QueryKeyNormEpsArgument),
                $"QueryKeyNormEps of {context.Use} is for normalised queries and keys only: set QueryKeyNorm = true, or remove it.",
                repairs: [Repair.Set(context.Use, QueryKeyNorm, "true"), Repair.RemoveArgument(context.Use, QueryKeyNormEpsArgument)]);
        }

        var bias = context.Get(CommonArguments.Bias);
        return new MultiHeadAttentionOptions(
            context.Get(AttentionArguments.Heads),
            context.Find(HeadDimArgument),
            context.Find(KeyValueHeadsArgument),
            context.Find(AttentionArguments.Window),
            context.Get(AttentionArguments.Dropout),
            bias,
            context.Get(OutputBiasArgument) ?? bias,
            normalizes ? context.Get(QueryKeyNormEpsArgument) : null,
            rotary,
            context.Get(AlibiArgument),
            context.Find(AttentionArguments.Scale));
    }

    /// <summary>The features of each head.</summary>
    public Dim Width(LayerContext context) => HeadDim ?? context.Simplify(Dim.FloorDiv(context.Input.Shape.Last, Heads));

    /// <summary>A window needs <c>Causal</c>.</summary>
    public static bool WindowFits(LayerContext context, Dim? window)
    {
        if (window is not null && !context.Get(AttentionArguments.Causal))
        {
            context.Report(
                Descriptors.BadArgument,
                context.At(AttentionArguments.Window),
                $"Window of {context.Use} limits how many earlier positions a position attends to, "
                    + "but without Causal it attends to later ones too: set Causal = true, or use a Mask instead.",
                repairs: Repair.Set(context.Use, AttentionArguments.Causal, "true"));
            return false;
        }

        return true;
    }

    private static bool Agree(LayerContext context, Dim? window)
    {
        if (!WindowFits(context, window))
        {
            return false;
        }

        var (isRotary, isAlibi, hasMemory) =
            (RotaryArguments.IsGiven(context), context.Get(AlibiArgument), context.Has(AttentionArguments.Memory));
        if (hasMemory && isRotary)
        {
            context.Report(
                Descriptors.BadArgument,
                context.At(RotaryArguments.Rotary),
                $"{context.Use} uses rotary positions, but its Memory is another sequence with positions of its own: "
                    + "use Rotary for self-attention only.");
            return false;
        }

        if (hasMemory && isAlibi)
        {
            context.Report(
                Descriptors.BadArgument,
                context.At(AlibiArgument),
                $"{context.Use} lowers scores with the distance of the positions, but its Memory is another sequence: "
                    + "use Alibi for self-attention only.");
            return false;
        }

        if (isRotary && isAlibi)
        {
            context.Report(
                Descriptors.TwoPositions,
                context.At(AlibiArgument),
                $"{context.Use} encodes positions twice, with Rotary and with Alibi: keep one of the two.");
        }

        return true;
    }
}
