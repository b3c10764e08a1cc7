using System.Threading.Tasks;
using Xunit;

namespace ModelGen.Generator.Tests;

/// <summary>Mistakes around maps, each with a corrected twin that is silent.</summary>
public sealed class MapDiagnosticsTests
{
    [Fact]
    public Task APoolingOfASinglePlace() => Diagnostics.Verify("""
        [Model, Input("B", 3, 32, 32)]
        [Conv(16, Kernel = 3, Padding = 1), Relu, MaxPool(2), MaxPool(2), MaxPool(2)]
        [Conv(64, Kernel = 3, Padding = 1), Relu, MaxPool(2), MaxPool(2)]
        [{|MG0104:MaxPool(2)|}]
        [Flatten, Linear(10)]
        public partial class Net;
        """,
        "MaxPool(2) needs at least 2 along height, but the tensor is (B, 64, 1, 1) after MaxPool(2) on line 3: "
            + "remove this pooling, or start from an input of at least 64x64.");

    [Fact]
    public Task A_dilated_pooling_window_that_covers_only_padding() => Diagnostics.Verify("""
        [Model, Input("B", 3, 2, 9), MaxPool(2, Stride = 1, Padding = 1, Dilation = {|MG0104:3|})]
        public partial class Net;
        """,
        "MaxPool(2, Stride = 1, Padding = 1, Dilation = 3) has elements 3 apart along height, but input 'input' on line 1 is (B, 3, 2, 9), "
            + "so a window would contain only padding: set Dilation to at most 2, or leave Padding out.");

    [Fact]
    public Task A_dilated_pooling_window_that_covers_only_padding_Corrected() => Diagnostics.Verify("""
        [Model, Input("B", 3, 2, 9), MaxPool(2, Stride = 1, Padding = 1, Dilation = 2)]
        public partial class Net;
        """);

    [Fact]
    public Task APoolingOfASinglePlace_Corrected() => Diagnostics.Verify("""
        [Model, Input("B", 3, 64, 64)]
        [Conv(16, Kernel = 3, Padding = 1), Relu, MaxPool(2), MaxPool(2), MaxPool(2)]
        [Conv(64, Kernel = 3, Padding = 1), Relu, MaxPool(2), MaxPool(2)]
        [MaxPool(2)]
        [Flatten, Linear(10)]
        public partial class Net;
        """);

    [Fact]
    public Task APoolingOfASinglePlaceInAStage() => Diagnostics.Verify("""
        [Model]
        public partial class Net
        {
            [Input("B", 3, 2, 2)] Stage image;
            [MaxPool(2), Conv(64, Kernel = 1)]
            Stage features;
            [{|MG0104:MaxPool(2)|}] Stage pooled;
        }
        """,
        "MaxPool(2) needs at least 2 along height, but 'features' is (B, 64, 1, 1) after Conv(64, Kernel = 1) on line 5: "
            + "remove this pooling, or start from an input of at least 4x4.");

    [Theory]
    [InlineData("29", "Conv(8, Kernel = 29) needs at least 29 along height, but input 'input' on line 1 is (B, 1, 28, 28): use a smaller kernel or more padding, or start from an input of at least 29x29.")]
    [InlineData("new[] { 3, 29 }", "Conv(8, Kernel = [3, 29]) needs at least 29 along width, but input 'input' on line 1 is (B, 1, 28, 28): use a smaller kernel or more padding, or start from an input of at least 3x29.")]
    public Task AKernelLargerThanTheMap(string kernel, string message) => Diagnostics.Verify($$"""
        [Model, Input("B", 1, 28, 28)]
        [{|MG0104:Conv(8, Kernel = {{kernel}})|}]
        public partial class Net;
        """,
        message);

    [Fact]
    public Task AKernelLargerThanTheMap_Corrected() => Diagnostics.Verify("""
        [Model, Input("B", 1, 28, 28)]
        [Conv(8, Kernel = 29, Padding = 1)]
        [Output("B", 8, 2, 2)]
        public partial class Net;
        """);

    [Fact]
    public Task AKernelLongerThanTheSequence() => Diagnostics.Verify("""
        [Model, Input("B", 3, 1)]
        [{|MG0104:Conv(8, Kernel = 10)|}]
        public partial class Net;
        """,
        "Conv(8, Kernel = 10) needs at least 10 along length, but input 'input' on line 1 is (B, 3, 1): "
            + "use a smaller kernel or more padding, or start from an input of at least 10.");

    [Fact]
    public Task ADilatedKernelCoversMore() => Diagnostics.Verify("""
        [Model, Input("B", 3, 16)]
        [Conv(8, Kernel = 3, Dilation = 4), {|MG0104:Conv(8, Kernel = 3, Dilation = 4)|}]
        public partial class Net;
        """,
        "Conv(8, Kernel = 3, Dilation = 4) needs at least 9 along length, but the tensor is (B, 8, 8) after "
            + "Conv(8, Kernel = 3, Dilation = 4) on line 2: use a smaller kernel or more padding, or start from an input of at least 17.");

    [Fact]
    public Task WhatIsKnownOfASymbolRefutes() => Diagnostics.Verify("""
        [Model, Dim("L", Max = 9), Input("B", 3, "L")]
        [AvgPool(2), {|MG0104:AvgPool(5)|}]
        public partial class Net;
        """,
        "AvgPool(5) needs at least 5 along length, but the tensor is (B, 3, L/2) after AvgPool(2) on line 2: "
            + "remove this pooling, or start from an input of at least 10.");

    [Fact]
    public Task TheOriginOfAJoinedMapIsNotTheInput() => Diagnostics.Verify("""
        [Model]
        public partial class Net
        {
            [Input("B", 3, 4)] Stage left;
            [Input("B", 3, 4)] Stage right;
            [From(nameof(left), nameof(right)), Add, {|MG0104:MaxPool(5)|}] Stage pooled;
        }
        """,
        "MaxPool(5) needs at least 5 along length, but 'pooled' is (B, 3, 4) after Add on line 6: "
            + "remove this pooling, or shrink the feature map less before it.");

    [Fact]
    public Task ChannelsAtTheEnd() => Diagnostics.Verify("""
        [Model, Input("B", 224, 224, 3)]
        [{|MG0104:Conv(8, Kernel = 7)|}]
        public partial class Net;
        """,
        "Conv(8, Kernel = 7) needs at least 7 along width, but input 'input' on line 1 is (B, 224, 224, 3): "
            + "channels follow the batch axis, so declare input 'input' as (B, 3, 224, 224).");

    [Theory]
    [InlineData("\"B\", 224, 224, 3", "Conv(8, Kernel = 3) reads (B, 224, 224, 3) as 224 channels of 224x3: channels follow the batch axis, so declare input 'input' on line 1 as (B, 3, 224, 224) if this is an image.")]
    [InlineData("\"B\", \"H\", \"W\", 3", "Conv(8, Kernel = 3) reads (B, H, W, 3) as H channels of Wx3: channels follow the batch axis, so declare input 'input' on line 1 as (B, 3, H, W) if this is an image.")]
    [InlineData("\"B\", 28, 28", "Conv(8, Kernel = 3) reads (B, 28, 28) as 28 channels of 28: channels follow the batch axis, so declare input 'input' on line 1 as (B, 1, 28, 28) if this is an image.")]
    public Task ChannelsSeemElsewhere(string axes, string message) => Diagnostics.Verify($$"""
        [Model, Input({{axes}})]
        [{|MG0208:Conv(8, Kernel = 3)|}]
        public partial class Net;
        """.Replace("\"H\", \"W\", 3)]", "\"H\", \"W\", 3), Dim(\"W\", Min = 3)]"),
        message);

    [Theory]
    [InlineData("\"B\", 3, 224, 224")]
    [InlineData("\"B\", 3, \"H\", \"W\"")]
    [InlineData("\"B\", 1, 28, 28")]
    [InlineData("\"B\", 64, 100")]
    [InlineData("\"B\", 3, 3, 3")]
    public Task ChannelsWhereTheyBelong(string axes) => Diagnostics.Verify($$"""
        [Model, Input({{axes}})]
        [Conv(8, Kernel = 3)]
        public partial class Net;
        """);

    [Fact]
    public Task AMissingChannelAxis() => Diagnostics.Verify("""
        [Model, Input("B", 28, 28)]
        [Conv(8, Kernel = {|MG0101:new[] { 3, 3 }|})]
        public partial class Net;
        """,
        "Conv's Kernel has 2 entries, one per spatial axis, but input 'input' on line 1 is (B, 28, 28), which has 1: "
            + "put the channel axis after the batch axis, as in (B, 1, 28, 28).");

    [Theory]
    [InlineData("28, 28", "Conv(8, Kernel = 3)", "Conv(8, Kernel = 3) takes (B, C, L), (B, C, H, W) or (B, C, D, H, W), but input 'input' on line 1 is (28, 28): declare an image of 28 by 28 as (B, 1, 28, 28), with a batch axis and a channel axis.")]
    [InlineData("\"...\", 3, 28, 28", "MaxPool(2)", "MaxPool(2) takes (B, C, L), (B, C, H, W) or (B, C, D, H, W), but input 'input' on line 1 is (..., 3, 28, 28): declare every axis instead of \"...\".")]
    [InlineData("\"B\", 2, 3, 4, 5, 6", "GlobalAvgPool", "GlobalAvgPool takes (B, C, L), (B, C, H, W) or (B, C, D, H, W), but input 'input' on line 1 is (B, 2, 3, 4, 5, 6): join axes first, for example with Flatten.")]
    [InlineData("\"B\"", "BatchNorm", "BatchNorm takes (B, C) or (B, C, spatial...), but input 'input' on line 1 is (B): give it a batch axis and a channel axis.")]
    [InlineData("\"B\", 8", "InstanceNorm", "InstanceNorm takes (B, C, spatial...), but input 'input' on line 1 is (B, 8): give it spatial axes after the channels.")]
    [InlineData("\"B\", 4", "PixelShuffle(2)", "PixelShuffle(2) takes (..., C, H, W), but input 'input' on line 1 is (B, 4): give it a channel axis, height and width.")]
    public Task AnotherNumberOfAxes(string axes, string layer, string message) => Diagnostics.Verify($$"""
        [Model, Input({{axes}})]
        [{|MG0101:{{layer}}|}]
        public partial class Net;
        """,
        message);

    [Theory]
    [InlineData("MaxPool(2, Padding = {|MG0011:2|})", "MaxPool(2, Padding = 2) pads by 2 along height, more than half its window, so some windows would contain only padding: set at most Padding = 1.")]
    [InlineData("MaxPool(2, Padding = {|MG0011:2|}, Dilation = 4)", "MaxPool(2, Padding = 2, Dilation = 4) pads by 2 along height, more than half its window, so some windows would contain only padding: set at most Padding = 1.")]
    [InlineData("AvgPool(new[] { 3, 2 }, Padding = {|MG0011:new[] { 1, 2 }|})", "AvgPool([3, 2], Padding = [1, 2]) pads by 2 along width, more than half its window, so some windows would contain only padding: set at most Padding = 1.")]
    [InlineData("{|MG0011:Conv(4)|}", "Conv(4) has no kernel size: set Kernel, for example Kernel = 3.")]
    [InlineData("Conv(4, Kernel = {|MG0011:0|})", "Conv's Kernel must be at least 1, not 0.")]
    [InlineData("Conv(4, Kernel = new[] { 3, {|MG0011:-3|} })", "Conv's Kernel must be at least 1, not -3.")]
    [InlineData("Conv(4, Kernel = {|MG0011:1.5|})", "Conv's Kernel must be an integer or a dimension expression, or an array with one per spatial axis such as new[] { 3, 5 }, not 1.5.")]
    [InlineData("Conv(4, Kernel = {|MG0010:\"0\"|})", "Conv's Kernel must be at least 1, but \"0\" is 0.")]
    [InlineData("{|MG0104:Conv(4, Kernel = \"k + 20\")|}", "Conv(4, Kernel = \"k + 20\") needs at least k + 20 along height, but input 'input' on line 1 is (B, 3, 20, 20): use a smaller kernel or more padding, or start from an input of at least k + 20 by k + 20.")]
    [InlineData("Conv(4, Kernel = 3, Stride = \"s\", Padding = {|MG0011:\"same\"|})", "Conv(4, Kernel = 3, Stride = \"s\", Padding = \"same\") cannot keep the size, since its stride may be more than 1: set Padding = 1, which divides the size by the stride, or leave Stride out.")]
    [InlineData("Conv(4, Kernel = 3, Padding = {|MG0011:\"Same\"|})", "Conv's Padding must be an integer, a dimension, an array with one per spatial axis, \"same\" or \"valid\", not \"Same\".")]
    [InlineData("MaxPool(\"k\", Padding = {|MG0011:\"k\"|})", "MaxPool(\"k\", Padding = \"k\") pads by k along height, more than half its window, so some windows would contain only padding: set at most Padding = \"k/2\".")]
    [InlineData("ConvTranspose(4, Kernel = 3, Stride = \"s\", OutputPadding = {|MG0011:\"s\"|})", "OutputPadding of ConvTranspose(4, Kernel = 3, Stride = \"s\", OutputPadding = \"s\") must be less than the stride or the dilation, so at most s - 1 along height, not s.")]
    [InlineData("Conv(4, Kernel = 3, Stride = {|MG0101:new[] { 1, 2, 3 }|})", "Conv's Stride has 3 entries, one per spatial axis, but input 'input' on line 1 is (B, 3, 20, 20), which has 2: put the channel axis after the batch axis, as in (B, 1, 3, 20, 20).")]
    [InlineData("Conv(4, Kernel = 3, Stride = 2, Padding = {|MG0011:\"same\"|})", "Conv(4, Kernel = 3, Stride = 2, Padding = \"same\") cannot keep the size, since its stride is more than 1: set Padding = 1, which divides the size by the stride, or leave Stride out.")]
    [InlineData("Conv(4, Kernel = 3, Padding = {|MG0011:\"full\"|})", "Conv's Padding must be an integer, a dimension, an array with one per spatial axis, \"same\" or \"valid\", not \"full\".")]
    [InlineData("{|MG0104:Conv(4, Kernel = 3, Padding = 20, PaddingMode = PaddingMode.Reflect)|}", "Conv(4, Kernel = 3, Padding = 20, PaddingMode = Reflect) pads with 20 elements of the feature map itself, so it needs at least 21 along height, but input 'input' on line 1 is (B, 3, 20, 20): pad less, or with zeros.")]
    [InlineData("ConvTranspose(4, Kernel = 2, Stride = 2, OutputPadding = {|MG0011:2|})", "OutputPadding of ConvTranspose(4, Kernel = 2, Stride = 2, OutputPadding = 2) must be less than the stride or the dilation, so at most 1 along height, not 2.")]
    [InlineData("ConvTranspose(4, Kernel = 3, Stride = 2, Dilation = 3, OutputPadding = {|MG0011:new[] { 2, 1 }|})", "OutputPadding of ConvTranspose(4, Kernel = 3, Stride = 2, Dilation = 3, OutputPadding = [2, 1]) must be less than the stride where its numbers differ, so at most 1 along height, not 2: use a smaller one, or the same along every axis.")]
    [InlineData("ConvTranspose(4, Kernel = 3, Padding = {|MG0104:11|})", "ConvTranspose(4, Kernel = 3, Padding = 11) takes away 22 along height and leaves 0, since input 'input' on line 1 is (B, 3, 20, 20): use less padding.")]
    [InlineData("MaxPool({|MG0011:null!|})", "MaxPool's kernel must be an integer or a dimension expression, or an array with one per spatial axis such as new[] { 3, 5 }, not null.")]
    [InlineData("{|MG0011:Upsample|}", "Upsample has neither a factor nor a size: give a factor, Upsample(2), or Size.")]
    [InlineData("Upsample(2, Size = {|MG0011:40|})", "Upsample(2, Size = 40) gives both a factor and a size: leave one out.")]
    [InlineData("Upsample(2, AlignCorners = {|MG0011:true|})", "Upsample(2, AlignCorners = true) interpolates to the nearest element, which AlignCorners does not affect: set Mode = Interpolation.Linear, or leave AlignCorners out.")]
    [InlineData("BatchNorm(Momentum = {|MG0011:1.5|})", "BatchNorm's Momentum must be from 0 to 1, not 1.5.")]
    [InlineData("InstanceNorm(Momentum = {|MG0201:0.2|})", "InstanceNorm(Momentum = 0.2) keeps no running mean, so Momentum has no effect: set TrackRunningStats = true, or leave Momentum out.")]
    [InlineData("DropPath({|MG0011:2|})", "DropPath's probability must be from 0 to 1, not 2.")]
    [InlineData("Dropout2d({|MG0011:-1|})", "Dropout2d's probability must be from 0 to 1, not -1.")]
    public Task AnArgumentThatDoesNotFit(string layer, string message) => Diagnostics.Verify($$"""
        [Model, Input("B", 3, 20, 20)]
        [{{layer}}]
        public partial class Net;
        """,
        message);

    [Theory]
    [InlineData("MaxPool(3, Padding = 1)")]
    [InlineData("Conv(4, Kernel = new[] { 3, 5 }, Stride = new[] { 1, 2 }, Padding = new[] { 1, 2 })")]
    [InlineData("Conv(4, Kernel = 3, Stride = 2, Padding = 1)")]
    [InlineData("Conv(4, Kernel = 3, Padding = \"valid\")")]
    [InlineData("Conv(4, Kernel = 3, Padding = 19, PaddingMode = PaddingMode.Reflect)")]
    [InlineData("Conv(4, Kernel = 3, Padding = 20, PaddingMode = PaddingMode.Circular)")]
    [InlineData("ConvTranspose(4, Kernel = 2, Stride = 2, OutputPadding = 1)")]
    [InlineData("ConvTranspose(4, Kernel = 3, Stride = 2, Dilation = 3, OutputPadding = 2)")]
    [InlineData("ConvTranspose(4, Kernel = 3, Stride = 2, Dilation = 3, OutputPadding = new[] { 1, 0 })")]
    [InlineData("ConvTranspose(4, Kernel = 3, Padding = 10)")]
    [InlineData("Upsample(Size = 40)")]
    [InlineData("InstanceNorm(Momentum = 0.2, TrackRunningStats = true)")]
    [InlineData("DropPath(0.2)")]
    public Task AnArgumentThatFits(string layer) => Diagnostics.Verify($$"""
        [Model, Input("B", 3, 20, 20)]
        [{{layer}}]
        public partial class Net;
        """);

    [Theory]
    [InlineData("Conv(64, Kernel = 1, Groups = {|MG0120:8|})", "Conv(64, Kernel = 1, Groups = 8) splits channels into 8 groups, but input 'input' on line 1 is (B, 12, 20, 20) with 12 channels, which do not divide by 8: choose a divisor of 12 such as 4.")]
    [InlineData("Conv(10, Kernel = 1, Groups = {|MG0120:4|})", "Conv(10, Kernel = 1, Groups = 4) gives 10 channels from 4 groups, which do not divide: choose a divisor of 10 such as 2.")]
    [InlineData("ConvTranspose(10, Kernel = 1, Groups = {|MG0120:4|})", "ConvTranspose(10, Kernel = 1, Groups = 4) gives 10 channels from 4 groups, which do not divide: choose a divisor of 10 such as 2.")]
    [InlineData("GroupNorm({|MG0120:5|})", "GroupNorm(5) splits channels into 5 groups, but input 'input' on line 1 is (B, 12, 20, 20) with 12 channels, which do not divide by 5: choose a divisor of 12.")]
    [InlineData("PixelShuffle({|MG0120:4|})", "PixelShuffle(4) turns every 16 channels into 4x4 spatial positions, but input 'input' on line 1 is (B, 12, 20, 20) with 12 channels: give the layer before it a multiple of 16.")]
    public Task ChannelsThatDoNotDivide(string layer, string message) => Diagnostics.Verify($$"""
        [Model, Input("B", 12, 20, 20)]
        [{{layer}}]
        public partial class Net;
        """,
        message);

    [Theory]
    [InlineData("Conv(64, Kernel = 1, Groups = 4)")]
    [InlineData("Conv(24, Kernel = 1, Groups = 12)")]
    [InlineData("GroupNorm(6)")]
    [InlineData("PixelShuffle(2)")]
    public Task ChannelsThatDivide(string layer) => Diagnostics.Verify($$"""
        [Model, Input("B", 12, 20, 20)]
        [{{layer}}]
        public partial class Net;
        """);

    [Fact]
    public Task ANormOfOnePlace() => Diagnostics.Verify("""
        [Model, Input("B", 8, 4)]
        [MaxPool(4), {|MG0104:InstanceNorm|}]
        public partial class Net;
        """,
        "InstanceNorm subtracts the mean of each channel, but the tensor is (B, 8, 1) after MaxPool(4) on line 2 with one spatial position "
            + "per channel, so every value would become 0: remove it, or shrink the feature map less before it.");

    [Theory]
    [InlineData("Conv(8, Kernel = 3, Padding = 1)", "\"B\", 8, \"H\", \"W\"")]
    [InlineData("Conv(8, Kernel = 4, Padding = \"same\")", "\"B\", 8, \"H\", \"W\"")]
    [InlineData("Conv(8, Kernel = 3, Stride = 2, Padding = 1), Conv(8, Kernel = 3, Stride = 2, Padding = 1)", "\"B\", 8, \"(H + 3)/4\", \"(W + 3)/4\"")]
    [InlineData("MaxPool(2), MaxPool(2)", "\"B\", 3, \"H/4\", \"W/4\"")]
    [InlineData("MaxPool(2, CeilMode = true), MaxPool(2, CeilMode = true)", "\"B\", 3, \"(H + 3)/4\", \"(W + 3)/4\"")]
    [InlineData("MaxPool(3, Stride = 2, Padding = 1)", "\"B\", 3, \"(H + 1)/2\", \"(W + 1)/2\"")]
    [InlineData("ConvTranspose(8, Kernel = 2, Stride = 2), MaxPool(2)", "\"B\", 8, \"H\", \"W\"")]
    [InlineData("ConvTranspose(8, Kernel = 4, Stride = 2, Padding = 1), Conv(3, Kernel = 4, Stride = 2, Padding = 1)", "\"B\", 3, \"H\", \"W\"")]
    [InlineData("Conv(8, Kernel = 4, Stride = 2, Padding = 1), ConvTranspose(8, Kernel = 4, Stride = 2, Padding = 1)", "\"B\", 8, \"2*(H/2)\", \"2*(W/2)\"")]
    [InlineData("Pad(2), Conv(8, Kernel = 5)", "\"B\", 8, \"H\", \"W\"")]
    [InlineData("Upsample(2), AvgPool(2)", "\"B\", 3, \"H\", \"W\"")]
    [InlineData("Conv(12, Kernel = 1), PixelShuffle(2)", "\"B\", 3, \"2*H\", \"2*W\"")]
    public Task SymbolicSizesAreExact(string layers, string output) => Diagnostics.Verify($$"""
        [Model, Input("B", 3, "H", "W")]
        [{{layers}}]
        [Output({{output}})]
        public partial class Net;
        """);

    [Fact]
    public Task AnEvenSizeComesBack() => Diagnostics.Verify("""
        [Model, Dim("H", MultipleOf = 16)]
        public partial class Net
        {
            [Input("B", 3, "H", "H")] Stage image;
            [Conv(8, Kernel = 3, Stride = 2, Padding = 1), Relu, Conv(3, Kernel = 3, Stride = 2, Padding = 1)] Stage small;
            [Upsample(4)] Stage same;
            [From(nameof(same), nameof(image)), Add] Stage sum;
        }
        """);

    [Fact]
    public Task ABiasBeforeBatchNorm() => Diagnostics.Verify("""
        [Model, Input("B", 3, 8, 8)]
        [{|MG0204:Conv(8, Kernel = 3)|}, BatchNorm]
        public partial class Net;
        """,
        "BatchNorm on line 2 subtracts the mean, which cancels the bias of Conv(8, Kernel = 3): set Bias = false.");

    [Fact]
    public Task ABiasBeforeBatchNormOfOtherChannels() => Diagnostics.Verify("""
        [Model, Input("B", 3, 8)]
        [Linear(8), BatchNorm]
        public partial class Net;
        """);
}
