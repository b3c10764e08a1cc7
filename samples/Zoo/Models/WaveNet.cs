using ModelGen;

namespace Zoo;

/// <summary>
/// One stack of WaveNet (van den Oord et al. 2016): audio as 256 levels to the logits of each next level, from the 1024 preceding ones.
/// Dilations double from layer to layer, and all padding precedes the signal, which makes the convolutions causal.
/// </summary>
[Model]
[Dim("channels", Default = 32)]
[Dim("skips", Default = 256)]
public partial class WaveNet
{
    [Input("B", "T", Type = DType.Int64)]
    private Stage levels;

    [From(nameof(levels)), Embedding(256, "channels"), Permute(0, 2, 1)]
    private Stage signal;

    [From(nameof(signal)), Block<GatedLayer>(With = "dilation = 1")]
    private Stage layer1;

    [Block<GatedLayer>(With = "dilation = 2")]
    private Stage layer2;

    [Block<GatedLayer>(With = "dilation = 4")]
    private Stage layer3;

    [Block<GatedLayer>(With = "dilation = 8")]
    private Stage layer4;

    [Block<GatedLayer>(With = "dilation = 16")]
    private Stage layer5;

    [Block<GatedLayer>(With = "dilation = 32")]
    private Stage layer6;

    [Block<GatedLayer>(With = "dilation = 64")]
    private Stage layer7;

    [Block<GatedLayer>(With = "dilation = 128")]
    private Stage layer8;

    [Block<GatedLayer>(With = "dilation = 256")]
    private Stage layer9;

    [Pad(Before = 512), Conv("2*channels", Kernel = 2, Dilation = 512), Block<Gate>, Conv("skips", Kernel = 1)]
    private Stage layer10;

    [From(
        nameof(layer1) + ".skip", nameof(layer2) + ".skip", nameof(layer3) + ".skip", nameof(layer4) + ".skip",
        nameof(layer5) + ".skip", nameof(layer6) + ".skip", nameof(layer7) + ".skip", nameof(layer8) + ".skip",
        nameof(layer9) + ".skip", nameof(layer10))]
    [Add, Relu, Conv("skips", Kernel = 1), Relu, Conv(256, Kernel = 1), Permute(0, 2, 1), Output("B", "T", 256)]
    private Stage logits;
}

/// <summary>
/// A residual block: the gated result is added to the signal and, through other channels, to the skip connection to the output.
/// </summary>
[Model]
public partial class GatedLayer
{
    [Input("B", "channels", "T")]
    private Stage signal;

    [Pad(Before = "dilation"), Conv("2*channels", Kernel = 2, Dilation = "dilation"), Block<Gate>]
    private Stage passed;

    [Conv("channels", Kernel = 1), Add(nameof(signal)), Output]
    private Stage result;

    [From(nameof(passed)), Conv("skips", Kernel = 1), Output]
    private Stage skip;
}

/// <summary>Gated activation unit: the tanh of the first half of the channels times the sigmoid of the second half.</summary>
[Model]
[Dim("C", MultipleOf = 2)]
public partial class Gate
{
    [Input("B", "C", "T")]
    private Stage x;

    [From(nameof(x)), Slice(Axis = 1, End = "C/2"), Tanh]
    private Stage found;

    [From(nameof(x)), Slice(Axis = 1, Start = "C/2"), Sigmoid, Multiply(nameof(found))]
    private Stage result;
}
