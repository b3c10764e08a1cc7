using TorchSharp;
using static TorchSharp.torch;

namespace ModelGen.Onnx.Quantization;

/// <summary>A matrix whose rows are cut into blocks of integers with one scale each, in the layout of <c>MatMulNBits</c>.</summary>
/// <param name="Bits">The bits of an integer, 4 or 8.</param>
/// <param name="Packed">
/// The integers, <c>(rows, blocks, block size * bits / 8)</c> of Byte. Of two that share a byte, the first is in the lower bits.
/// </param>
/// <param name="Scales">The scales, <c>(rows, blocks)</c>.</param>
/// <param name="ZeroPoints">
/// The integers that stand for zero, <c>(rows, ⌈blocks * bits / 8⌉)</c>, packed in the same way; null if all are half of the range.
/// </param>
internal sealed record BlockQuantization(int Bits, Tensor Packed, Tensor Scales, Tensor? ZeroPoints)
{
    /// <summary>Rounds each weight to the nearest integer of its block.</summary>
    /// <param name="rows">The matrix <c>(outputs, inputs)</c> of Float32.</param>
    /// <param name="bits">The bits of an integer, 4 or 8.</param>
    /// <param name="blockSize">The weights of a block.</param>
    /// <param name="symmetric">Whether the range of a block has zero in its middle.</param>
    /// <returns>The integers and scales. No weight changes by more than half of its block's scale.</returns>
    public static BlockQuantization Of(Tensor rows, int bits, int blockSize, bool symmetric)
    {
        using var scope = NewDisposeScope();
        var (count, inputs) = (rows.shape[0], rows.shape[1]);
        var blocks = (inputs + blockSize - 1) / blockSize;
        var levels = (1 << bits) - 1;
        var values = nn.functional.pad(rows, [0, (blocks * blockSize) - inputs]).view(count, blocks, blockSize);

        // The range contains zero, which is represented exactly: padding and sparse weights stay zero.
        var (low, high) = symmetric
            ? (null, values.abs().amax([-1]) * 2)
            : (values.amin([-1]).clamp_max(0), values.amax([-1]).clamp_min(0));
        var range = low is null ? high : high - low;
        var scales = range / (symmetric ? levels - 1 : levels);
        scales = where(scales == 0, ones_like(scales), scales);
        var zeros = low is null ? full_like(scales, 1 << (bits - 1)) : (-low / scales).round();
        var integers = ((values / scales.unsqueeze(-1)).round() + zeros.unsqueeze(-1)).clamp(0, levels).to(ScalarType.Byte);
        return new BlockQuantization(
            bits, Pack(integers, bits).MoveToOuterDisposeScope(), scales.MoveToOuterDisposeScope(),
            symmetric ? null : Pack(zeros.to(ScalarType.Byte), bits).MoveToOuterDisposeScope());
    }

    // Pairs along the last axis share a byte.
    private static Tensor Pack(Tensor integers, int bits)
    {
        if (bits == 8)
        {
            return integers.contiguous();
        }

        var even = nn.functional.pad(integers, [0, integers.shape[^1] % 2]);
        var pairs = even.view([.. even.shape[..^1], -1, 2]);
        return pairs.select(-1, 0) + (pairs.select(-1, 1) * 16);
    }
}
