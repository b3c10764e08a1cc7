using ModelGen.Generator.Bind;
using ModelGen.Generator.Diagnostics;
using ModelGen.Generator.Kinds;

namespace ModelGen.Generator.Layers;

/// <summary>Layers over sequences take <c>(B, T, ...)</c>, where PyTorch's take <c>(T, B, ...)</c> by default.</summary>
internal static class BatchFirst
{
    /// <summary>Warns if, by their names, the batch stands after the steps; only at the first such layer.</summary>
    public static void Check(LayerContext context)
    {
        var shape = context.Input.Shape;
        if (!IsBatch(shape.Dims[1].ToString()) || !shape.Dims[0].TryGetSymbol(out var steps) || IsBatch(steps) || IsOfSequences(context))
        {
            return;
        }

        var input = context.Input;
        var repair = input.Input is null ? string.Empty : $", or declare {input.Subject} as ({shape.Dims[1]}, {steps}, {shape.Last})";
        context.Report(
            Descriptors.BatchElsewhere,
            context.Use.Site,
            $"{context.Use} takes (B, T, features), so it would read {steps} sequences of {shape.Dims[1]} steps, and {input.Describe()}: "
                + $"put Permute(1, 0, 2) before it{repair}.",
            input);
    }

    /// <summary>Whether a symbol is what a batch axis is usually named.</summary>
    public static bool IsBatch(string symbol) => symbol is "B" or "batch";

    // Whether a layer before it has been reported already, followed through layers of one input.
    private static bool IsOfSequences(LayerContext context)
    {
        var value = context.Input;
        while (value.Producer is { } producer && context.Inferred(producer) is { Inputs.Length: > 0 } layer)
        {
            if (producer.Kind.Traits.Has(LayerTraits.TakesSequences))
            {
                return true;
            }

            value = layer.Inputs[0];
        }

        return false;
    }
}
