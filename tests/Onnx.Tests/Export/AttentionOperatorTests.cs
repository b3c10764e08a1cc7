using System;
using System.Linq;
using ModelGen.Onnx.Schema;
using ModelGen.Runtime.Tests;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace ModelGen.Onnx.Tests;

/// <summary>Attention is exported to the operators that a version has, with the masks of this project.</summary>
public sealed class AttentionOperatorTests
{
    private static readonly string[] _operators = ["Attention", "RMSNormalization", "RotaryEmbedding"];

    [Fact]
    public void Attention_is_one_operator_from_version_23_on()
    {
        using var scope = NewDisposeScope();
        using var model = new NormalizedAttention();
        Assert.DoesNotContain(Operators(model, 17), _operators.Contains);
        var operators = Operators(model, 23);
        Assert.Equal(_operators, operators.Where(_operators.Contains).Distinct().Order());
        Assert.DoesNotContain("Softmax", operators);
    }

    /// <summary>The operators have no kernels for float64 in ONNX Runtime.</summary>
    [Fact]
    public void Attention_in_double_precision_consists_of_products()
    {
        using var scope = NewDisposeScope();
        using var model = new NormalizedAttention(dtype: ScalarType.Float64);
        Assert.DoesNotContain(Operators(model, 23), name => name is "Attention" or "RotaryEmbedding");
    }

    [Theory]
    [InlineData(17, ScalarType.Float32)]
    [InlineData(23, ScalarType.Float32)]
    [InlineData(17, ScalarType.Float64)]
    [InlineData(23, ScalarType.Float64)]
    public void A_float_mask_hides_keys_by_infinity_and_not_by_the_lowest_number(int opset, ScalarType type)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        using var model = new FloatMaskedAttention(dtype: type);
        using var runtime = new Runtime(model.ToOnnx(new OnnxExportOptions { Opset = opset }));
        var x = randn(2, 4, 8, dtype: type);
        var mask = randn(4, 4, dtype: type);
        mask[0] = float.NegativeInfinity;
        mask[1] = type == ScalarType.Float64 ? double.MinValue : float.MinValue;
        mask[2, 1] = float.NegativeInfinity;
        mask[2, 3] = -1e9f;
        mask[3] = mask[0];
        mask[3, 2] = mask[1, 2];
        var expected = model.call(x, mask);
        Numbers.AssertEqual(runtime.Run([x, mask]).Single(), expected, "attention");
    }

    private static string[] Operators(nn.Module model, int opset) =>
        [.. ModelProto.Parser.ParseFrom(model.ToOnnx(new OnnxExportOptions { Opset = opset })).Graph.Node.Select(node => node.OpType)];
}
