using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using ModelGen.Generator.Kinds;
using ModelGen.Generator.Shapes;

namespace ModelGen.Generator.Infer;

/// <summary>How many parameters layers have, and how people read it.</summary>
internal static class ParameterCounts
{
    /// <summary>The sum; null if a layer does not know its number, or if the sum is too long an expression.</summary>
    public static Dim? Sum(IEnumerable<InferredLayer> layers)
    {
        try
        {
            return layers.Aggregate<InferredLayer, Dim?>(Dim.Zero,
                (sum, layer) => sum is null || layer.ParameterCount is null ? null : sum + layer.ParameterCount);
        }
        catch (DimLimitException)
        {
            return null;
        }
    }

    /// <summary><c>9,408</c>, <c>4*D*D + 4*D</c>.</summary>
    public static string Number(Dim count) =>
        count.TryGetConstant(out var value) ? value.ToString("N0", CultureInfo.InvariantCulture) : count.ToString();

    /// <summary><c>9,408 parameters</c>, <c>1 parameter</c>.</summary>
    public static string Phrase(Dim count) => Number(count) + Noun(count);

    /// <summary>The phrase in a documentation comment, where an expression is a <c>c</c> element.</summary>
    public static string Comment(Dim count) => (count.TryGetConstant(out _) ? Number(count) : $"<c>{Number(count)}</c>") + Noun(count);

    private static string Noun(Dim count) => count == Dim.One ? " parameter" : " parameters";
}
