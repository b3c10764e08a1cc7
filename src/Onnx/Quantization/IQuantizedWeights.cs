using ModelGen.Onnx.Graph;

namespace ModelGen.Onnx.Quantization;

/// <summary>Computes with quantised weights, each of which is stored once.</summary>
internal interface IQuantizedWeights
{
    /// <summary>The product of the last axis of a tensor with a weight.</summary>
    /// <param name="use">The use of the weight.</param>
    /// <param name="x">The tensor <c>(..., inputs)</c>.</param>
    Value Product(WeightUse use, Value x);

    /// <summary>Rows of a weight that is stored as <c>(rows, features)</c>.</summary>
    /// <param name="use">The use of the weight.</param>
    /// <param name="ids">The numbers of the rows.</param>
    Value Rows(WeightUse use, Value ids);
}
