using ModelGen.Generator.Diagnostics;
using ModelGen.Generator.Kinds;
using ModelGen.Generator.Repairs;
using ModelGen.Generator.Shapes;








namespace ModelGen.Generator.Layers;

/// <summary>The arguments of MultiHeadAttention that name no tensors.</summary>
internal sealed record MultiHeadAttentionOptions(
    Dim Heads, Dim? HeadDim, Dim? KeyValueHeads, Dim? Window, Number Dropout, bool Bias, bool OutputBias, Number? QueryKeyNormEps,
    RotaryArguments? Rotary, bool Alibi, double? Scale)
{
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
        var heads = context.Dimension("heads");
        var dropout = context.Share("Dropout", 0);
        var headDim = Size("HeadDim");
        var keyValueHeads = Size("KeyValueHeads");
        var window = Size("Window");
        var scale = context.Has("Scale") ? context.Positive("Scale", 0) : null;
        var eps = context.PositiveNumber("QueryKeyNormEps", 1e-6);
        var rotary = RotaryArguments.Read(context, ref isBroken);
        if (heads is null || dropout is null || eps is null || isBroken || (scale is null && context.Has("Scale")) || !Agree(context, window))
        {
            return null;
        }

        var normalizes = context.Flag("QueryKeyNorm", false);
        if (!normalizes && context.Has("QueryKeyNormEps"))
        {
            context.Report(
                Descriptors.NoEffect,
                context.At("QueryKeyNormEps"),
                $"QueryKeyNormEps of {context.Use} is for normalised queries and keys only: set QueryKeyNorm = true, or remove it.",
                repairs: [Repair.Set(context.Use, "QueryKeyNorm", "true"), Repair.RemoveArgument(context.Use, "QueryKeyNormEps")]);
        }

        var bias = context.Flag("Bias", true);
        return new MultiHeadAttentionOptions(
            heads, headDim, keyValueHeads, window, dropout, bias, context.Flag("OutputBias", bias), normalizes ? eps : null, rotary, context.Flag("Alibi", false), scale);

        Dim? Size(string argument)
        {
            var size = context.Has(argument) ? context.Dimension(argument) : null;
            isBroken |= size is null && context.Has(argument);
            return size;
        }
    }

    /// <summary>The features of each head.</summary>
    public Dim Width(LayerContext context) => HeadDim ?? context.Simplify(Dim.FloorDiv(context.Input.Shape.Last, Heads));

    /// <summary>A window needs <c>Causal</c>.</summary>
    public static bool WindowFits(LayerContext context, Dim? window)
    {
        if (window is not null && !context.Flag("Causal", false))
        {
            context.Report(
                Descriptors.BadArgument,
                context.At("Window"),
                $"Window of {context.Use} counts the positions up to t that t sees, but without Causal it sees later ones too: set Causal = true, or give a Mask instead.",
                repairs: Repair.Set(context.Use, "Causal", "true"));
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

        var (isRotary, isAlibi, hasMemory) = (RotaryArguments.IsGiven(context), context.Flag("Alibi", false), context.Has("Memory"));
        if (hasMemory && isRotary)
        {
            context.Report(
                Descriptors.BadArgument,
                context.At("Rotary"),
                $"{context.Use} turns queries and keys by their distance, but the positions of its Memory are those of another sequence: leave Rotary to attention over the input itself.");
            return false;
        }

        if (hasMemory && isAlibi)
        {
            context.Report(
                Descriptors.BadArgument,
                context.At("Alibi"),
                $"{context.Use} lowers scores by their distance, but the positions of its Memory are those of another sequence: leave Alibi to attention over the input itself.");
            return false;
        }

        if (isRotary && isAlibi)
        {
            context.Report(
                Descriptors.TwoPositions,
                context.At("Alibi"),
                $"{context.Use} tells positions twice, by turning queries and keys and by lowering scores with the distance: keep Rotary or Alibi.");
        }

        return true;
    }
}
