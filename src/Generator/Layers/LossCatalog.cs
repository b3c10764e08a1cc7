using System.Collections.Generic;
using ModelGen.Generator.Bind;
using ModelGen.Generator.Kinds;

namespace ModelGen.Generator.Layers;

/// <summary>Every kind of loss.</summary>
internal static class LossCatalog
{
    public static readonly IReadOnlyList<LossKind> All =
        [.. ClassLossKind.Family, .. ElementwiseLossKind.Family, new CtcLossKind(), new TripletMarginLossKind()];

    /// <summary>The kind that a description is of.</summary>
    public static LossKind Of(LossDescription kind) => (LossKind)kind;

    public static LossKind? Find(string name)
    {
        foreach (var kind in All)
        {
            if (kind.Name == name)
            {
                return kind;
            }
        }

        return null;
    }
}
