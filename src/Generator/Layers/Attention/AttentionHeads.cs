using ModelGen.Generator.Diagnostics;
using ModelGen.Generator.Kinds;
using ModelGen.Generator.Repairs;
using ModelGen.Generator.Shapes;

namespace ModelGen.Generator.Layers;

/// <summary>Checks the heads of attention layers.</summary>
internal static class AttentionHeads
{
    /// <summary>The heads divide the input's features.</summary>
    /// <param name="context">The attention layer.</param>
    /// <param name="heads">Its heads.</param>
    /// <param name="alternative">A repair besides another number of heads.</param>
    public static bool Divide(LayerContext context, Dim heads, string alternative = "")
    {
        var input = context.Input;
        var features = input.Shape.Last;
        return context.RequireDivides(heads, features, () => $"{context.Use} needs its {features} features to divide by "
            + $"{(heads.TryGetConstant(out _) ? $"{heads} heads" : $"its number of heads, {heads}")}", () => context.Report(
            Descriptors.Heads,
            context.At(AttentionArguments.Heads),
            $"{context.Use} cannot split {features} features into {heads} equal heads, and {input.Describe()}: "
                + $"choose a number of heads that divides {features}{alternative}.",
            input,
            Repair.SetDivisor(context.Use, AttentionArguments.Heads, heads, features)));
    }
}
