using ModelGen.Generator.Shapes;

namespace ModelGen.Generator.Kinds;

/// <summary>What the <c>Loss</c> method is.</summary>
/// <param name="Target">The target's shape and type.</param>
/// <param name="Call">The expression.</param>
/// <param name="OutputValue">The value in it that stands for the model's output.</param>
/// <param name="TargetValue">The value in it that stands for the target.</param>
/// <param name="OutputIndex">The number of the output that it is of.</param>
/// <param name="ResultShape">The result's shape, for people.</param>
internal sealed record InferredLoss(TensorType Target, Code Call, Value OutputValue, Value TargetValue, int OutputIndex, string ResultShape);
