using TorchSharp;
using static TorchSharp.torch;

namespace ModelGen.Onnx.Quantization;

/// <summary>A matrix of signed integers of 8 bits with one scale per output, for products of integers.</summary>
/// <param name="Integers">The integers of SByte, in the shape of the weights.</param>
/// <param name="Scales">The scales, without the axis of the inputs.</param>
internal sealed record ChannelQuantization(Tensor Integers, Tensor Scales)
{
    /// <summary>Rounds each weight to the nearest integer.</summary>
    /// <param name="weights">The weights of Float32.</param>
    /// <param name="inputs">The axis of the inputs, along which the weights of one output lie.</param>
    /// <param name="reduced">
    /// Whether the integers are at most 64. Then the sum of two products with unsigned integers of 8 bits fits into 16 bits.
    /// </param>
    public static ChannelQuantization Of(Tensor weights, long inputs, bool reduced)
    {
        using var scope = NewDisposeScope();
        var scales = weights.abs().amax([inputs], keepdim: true) / (reduced ? 64 : 127);
        scales = where(scales == 0, ones_like(scales), scales);
        return new ChannelQuantization(
            (weights / scales).round().to(ScalarType.Int8).contiguous().MoveToOuterDisposeScope(),
            scales.squeeze(inputs).contiguous().MoveToOuterDisposeScope());
    }
}
