using System.Collections.Generic;
using ModelGen.Generator.Arguments;
using ModelGen.Generator.Bind;

namespace ModelGen.Generator.Kinds;

/// <summary>A kind of loss: what it compares, and the code it becomes. Most compare one output with one target.</summary>
internal abstract class LossKind : LossDescription
{
    public override IReadOnlyList<OutputArgument> Outputs { get; } = [LossArguments.Of];

    public override IReadOnlyList<LossTarget> Targets => LossTarget.Only;

    /// <summary>Null after a mistake was reported.</summary>
    public abstract InferredLoss? Infer(LossContext context);
}
