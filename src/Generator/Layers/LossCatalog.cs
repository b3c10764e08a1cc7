using System.Collections.Generic;
using ModelGen.Generator.Kinds;

namespace ModelGen.Generator.Layers;

/// <summary>Every kind of loss.</summary>
internal static class LossCatalog
{
    public static readonly IReadOnlyList<LossKind> All = [.. ClassLossKind.Family, .. ElementwiseLossKind.Family];

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
