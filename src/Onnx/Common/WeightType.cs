namespace ModelGen.Onnx;

/// <summary>How an exported model stores its weights and computes with them.</summary>
public enum WeightType
{
    /// <summary>The type that the weights of the model have.</summary>
    Unchanged,

    /// <summary>Floating-point numbers of 32 bits, in the whole model.</summary>
    Float32,

    /// <summary>
    /// Floating-point numbers of 16 bits, in the whole model. The largest number is 65,504. ONNX Runtime's CPU computes most operators in
    /// 32 bits.
    /// </summary>
    Float16,

    /// <summary>
    /// Floating-point numbers of 16 bits with the range of 32 bits and 3 significant digits, from which the file computes in 32 bits. To
    /// compute in this type, which ONNX Runtime's CPU cannot, convert the model: <c>model.to(ScalarType.BFloat16)</c>.
    /// </summary>
    BFloat16,

    /// <summary>
    /// Products of integers of 8 bits: a weight has one scale per output, and the runtime finds one scale for each tensor that is
    /// multiplied with it (<c>DynamicQuantizeLinear</c>, <c>MatMulInteger</c>, and for LSTMs <c>DynamicQuantizeLSTM</c>).
    /// </summary>
    Int8Dynamic,

    /// <summary>Weights of 8 bits in blocks with one scale each (<c>MatMulNBits</c> of ONNX Runtime).</summary>
    Int8,

    /// <summary>Weights of 4 bits in blocks with one scale each (<c>MatMulNBits</c> of ONNX Runtime).</summary>
    Int4,
}
