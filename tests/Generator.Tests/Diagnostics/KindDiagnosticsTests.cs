using System.Threading.Tasks;
using Xunit;

namespace ModelGen.Generator.Tests;

/// <summary>What kinds of layer say to a tensor that they cannot take; those of whom no other test tells.</summary>
public sealed class KindDiagnosticsTests
{
    [Theory]
    [InlineData("{|MG0103:Gelu|}")]
    [InlineData("{|MG0103:Silu|}")]
    [InlineData("{|MG0103:Elu|}")]
    [InlineData("{|MG0103:Mish|}")]
    [InlineData("{|MG0103:Relu6|}")]
    [InlineData("{|MG0103:Hardswish|}")]
    [InlineData("{|MG0103:Normalize|}")]
    public Task IdsAreNoFeatures(string layer) => Diagnostics.Verify(
        $"""[Model, Input("B", "T", Type = DType.Int64), {layer}] public partial class Net;""",
        $"{Markup.Parse(layer).Source} takes Float, but input 'input' on line 1 is (B, T) of Int64: "
            + "put an Embedding before it, or declare the input as Float.");

    [Theory]
    [InlineData("{|MG0103:LocalResponseNorm(3, Alpha = 0.1)|}")]
    [InlineData("{|MG0103:Selu|}")]
    [InlineData("{|MG0103:AdaptiveMaxPool(3)|}")]
    public Task Ids_are_refused(string layer) => Diagnostics.Verify(
        $"""[Model, Input("B", "C", "T", Type = DType.Int64), {layer}] public partial class Net;""");

    [Theory]
    [InlineData("\"B\", \"T\", 4", "Normalize(Axis = {|MG0108:3|})", "Normalize(Axis = 3) asks for axis 3, but input 'input' on line 1 is (B, T, 4): its axes are 0 to 2, or -3 to -1 from the end.")]
    [InlineData("\"B\", \"T\", 4", "Max(Axis = {|MG0108:3|})", "Max(Axis = 3) asks for axis 3, but input 'input' on line 1 is (B, T, 4): its axes are 0 to 2, or -3 to -1 from the end.")]
    [InlineData("\"B\", 4", "{|MG0101:GlobalAvgPool|}", "GlobalAvgPool takes (B, C, L), (B, C, H, W) or (B, C, D, H, W), but input 'input' on line 1 is (B, 4): (B, C) has no spatial axes, so put GlobalAvgPool where the feature map still has them.")]
    [InlineData("\"B\", 4", "{|MG0101:AdaptiveAvgPool(1)|}", "AdaptiveAvgPool(1) takes (B, C, L), (B, C, H, W) or (B, C, D, H, W), but input 'input' on line 1 is (B, 4): (B, C) has no spatial axes, so put AdaptiveAvgPool where the feature map still has them.")]
    [InlineData("\"B\", 4", "{|MG0101:Pad(1)|}", "Pad(1) takes (B, C, L), (B, C, H, W) or (B, C, D, H, W), but input 'input' on line 1 is (B, 4): (B, C) has no spatial axes, so put Pad where the feature map still has them.")]
    [InlineData("\"B\", 4, 8", "Pad({|MG0011:-1|})", "Pad's padding must be at least 0, not -1.")]
    [InlineData("\"B\", 4, 2", "{|MG0104:Pad(2, Mode = PaddingMode.Reflect)|}", "Pad(2, Mode = Reflect) pads with 2 elements of the feature map itself, so it needs at least 3 along length, but input 'input' on line 1 is (B, 4, 2): pad less, or with zeros.")]
    [InlineData("\"B\"", "{|MG0101:SinusoidalPositions|}", "SinusoidalPositions takes (..., T, D), but input 'input' on line 1 is (B): positions need a time axis and a feature axis.")]
    [InlineData("\"B\", 4", "Cast(DType.Int64), {|MG0103:BceWithLogitsLoss|}", "BceWithLogitsLoss takes Float, but the tensor is (B, 4) after Cast(Int64) on line 1 of Int64: compare a Float output, or use CrossEntropyLoss for classes.")]
    [InlineData("\"B\", 4", "{|MG0018:Subtract|}", "Subtract joins several tensors, but there is only input 'input' (B, 4): name another, as in Subtract(nameof(other)), or several in [From].")]
    [InlineData("\"B\", 4", "Linear(2), SmoothL1Loss(Beta = {|MG0011:0|})", "SmoothL1Loss's Beta must be above 0, not 0: use L1Loss for the absolute difference alone.")]
    public Task IsRefused(string shape, string layers, string message) => Diagnostics.Verify(
        $"[Model, Input({shape}), {layers}] public partial class Net;",
        message);
}
