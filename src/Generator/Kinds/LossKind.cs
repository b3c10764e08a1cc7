using System.Collections.Generic;

namespace ModelGen.Generator.Kinds;

/// <summary>A kind of loss: which target it takes and the code it becomes.</summary>
internal abstract class LossKind
{
    public abstract string Name { get; }

    /// <summary>Null after a mistake was reported.</summary>
    public abstract InferredLoss? Infer(LossContext context);
}
