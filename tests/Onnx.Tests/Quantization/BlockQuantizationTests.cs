using System;
using ModelGen.Onnx.Quantization;
using Xunit;
using static TorchSharp.torch;

namespace ModelGen.Onnx.Tests;

/// <summary>Rounding of weights to integers, and ONNX Runtime's reading of them.</summary>
public sealed class BlockQuantizationTests
{
    public static TheoryData<int, int, bool> Formats => new MatrixTheoryData<int, int, bool>([4, 8], [16, 32, 128], [false, true]);

    [Theory]
    [MemberData(nameof(Formats))]
    public void A_weight_changes_by_half_of_the_scale_of_its_block_at_most(int bits, int blockSize, bool symmetric)
    {
        using var scope = NewDisposeScope();
        manual_seed(2);

        // The last block is shorter. Some blocks have one sign, and some are zero.
        var weight = randn(7, 150);
        weight[1].abs_();
        weight[2] = 0;
        weight[3] *= 1e-3;
        var quantized = BlockQuantization.Of(weight, bits, blockSize, symmetric);
        var bound = quantized.Scales.repeat_interleave(blockSize, dim: 1)[.., ..150] * 0.5;
        var difference = (Dequantized(quantized, blockSize, 150) - weight).abs();
        Assert.True((difference <= (bound * 1.0001)).all().item<bool>(), $"{difference.max().item<float>()}");
        Assert.Equal(0, difference[2].max().item<float>());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_weight_of_8_bits_changes_by_half_of_the_scale_of_its_output_at_most(bool reduced)
    {
        using var scope = NewDisposeScope();
        manual_seed(2);
        var weight = randn(150, 7);
        weight[.., 2] = 0;
        var quantized = ChannelQuantization.Of(weight, inputs: 0, reduced);
        var difference = ((quantized.Integers.to(ScalarType.Float32) * quantized.Scales) - weight).abs();
        Assert.True((difference <= (quantized.Scales * 0.50001)).all().item<bool>());
        Assert.Equal(reduced ? 64 : 127, quantized.Integers.to(ScalarType.Int32).abs().max().item<int>());
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void The_operators_compute_with_the_dequantised_weights(int bits, int blockSize, bool symmetric)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        manual_seed(3);
        using var model = new TiedModel(vocabulary: 30, D: 150);
        var options = new OnnxExportOptions
        {
            Weights = bits == 4 ? WeightType.Int4 : WeightType.Int8,
            Quantization = new QuantizationOptions { BlockSize = blockSize, Symmetric = symmetric, Int8Products = false },
        };
        using var runtime = new Runtime(model.ToOnnx(options));
        var ids = arange(30, dtype: ScalarType.Int64).view(1, 30);
        var weight = model.state_dict()["embedding.weight"];
        var rows = Dequantized(BlockQuantization.Of(weight, bits, blockSize, symmetric), blockSize, 150);

        // Each row of the embedding times each column of the output layer, which are the same integers.
        Numbers.AssertEqual(runtime.Run([ids])[0], rows.matmul(rows.t()).unsqueeze(0), "product", tolerance: 1e-5);
    }

    private static Tensor Dequantized(BlockQuantization weight, int blockSize, long inputs)
    {
        var integers = Unpacked(weight.Packed, weight.Bits).to(ScalarType.Float32);
        var zeros = weight.ZeroPoints is { } packed
            ? Unpacked(packed, weight.Bits).narrow(-1, 0, weight.Scales.shape[1]).unsqueeze(-1).to(ScalarType.Float32)
            : full_like(weight.Scales, 1 << (weight.Bits - 1)).unsqueeze(-1);
        return ((integers - zeros) * weight.Scales.unsqueeze(-1)).view(integers.shape[0], -1).narrow(1, 0, inputs);
    }

    private static Tensor Unpacked(Tensor packed, int bits) => bits == 8
        ? packed
        : stack([packed.bitwise_and(15), packed.bitwise_right_shift(4)], -1).flatten(-2);
}
