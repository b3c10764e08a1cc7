using System.Collections.Generic;
using ModelGen.Generator.Infer;

namespace ModelGen.Generator.Layers;

/// <summary>A kind of loss: which target it takes and the code it becomes.</summary>
internal abstract class LossKind
{
    public abstract string Name { get; }

    /// <summary>Null after a mistake was reported.</summary>
    public abstract InferredLoss? Infer(LossContext context);
}

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
