using ModelGen;

namespace Zoo;

/// <summary>
/// One stack of WaveNet (van den Oord et al. 2016): a sound as 256 levels to the logits of each next level, from the 1024 before it. Dilations double from
/// layer to layer, and all padding stands before the signal, so that nothing sees the future.
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

    [From(nameof(signal)), Pad(Before = 1), Conv("2*channels", Kernel = 2)]
    private Stage filtered1;

    [From(nameof(signal)), Block<GatedUnit>(Inputs = new[] { nameof(filtered1) })]
    private Stage layer1;

    [From(nameof(layer1)), Pad(Before = 2), Conv("2*channels", Kernel = 2, Dilation = 2)]
    private Stage filtered2;

    [From(nameof(layer1)), Block<GatedUnit>(Inputs = new[] { nameof(filtered2) })]
    private Stage layer2;

    [From(nameof(layer2)), Pad(Before = 4), Conv("2*channels", Kernel = 2, Dilation = 4)]
    private Stage filtered3;

    [From(nameof(layer2)), Block<GatedUnit>(Inputs = new[] { nameof(filtered3) })]
    private Stage layer3;

    [From(nameof(layer3)), Pad(Before = 8), Conv("2*channels", Kernel = 2, Dilation = 8)]
    private Stage filtered4;

    [From(nameof(layer3)), Block<GatedUnit>(Inputs = new[] { nameof(filtered4) })]
    private Stage layer4;

    [From(nameof(layer4)), Pad(Before = 16), Conv("2*channels", Kernel = 2, Dilation = 16)]
    private Stage filtered5;

    [From(nameof(layer4)), Block<GatedUnit>(Inputs = new[] { nameof(filtered5) })]
    private Stage layer5;

    [From(nameof(layer5)), Pad(Before = 32), Conv("2*channels", Kernel = 2, Dilation = 32)]
    private Stage filtered6;

    [From(nameof(layer5)), Block<GatedUnit>(Inputs = new[] { nameof(filtered6) })]
    private Stage layer6;

    [From(nameof(layer6)), Pad(Before = 64), Conv("2*channels", Kernel = 2, Dilation = 64)]
    private Stage filtered7;

    [From(nameof(layer6)), Block<GatedUnit>(Inputs = new[] { nameof(filtered7) })]
    private Stage layer7;

    [From(nameof(layer7)), Pad(Before = 128), Conv("2*channels", Kernel = 2, Dilation = 128)]
    private Stage filtered8;

    [From(nameof(layer7)), Block<GatedUnit>(Inputs = new[] { nameof(filtered8) })]
    private Stage layer8;

    [From(nameof(layer8)), Pad(Before = 256), Conv("2*channels", Kernel = 2, Dilation = 256)]
    private Stage filtered9;

    [From(nameof(layer8)), Block<GatedUnit>(Inputs = new[] { nameof(filtered9) })]
    private Stage layer9;

    [From(nameof(layer9)), Pad(Before = 512), Conv("2*channels", Kernel = 2, Dilation = 512)]
    private Stage filtered10;

    [Block<Gate>, Conv("skips", Kernel = 1)]
    private Stage layer10;

    [From(
        nameof(layer1) + ".skip", nameof(layer2) + ".skip", nameof(layer3) + ".skip", nameof(layer4) + ".skip",
        nameof(layer5) + ".skip", nameof(layer6) + ".skip", nameof(layer7) + ".skip", nameof(layer8) + ".skip",
        nameof(layer9) + ".skip", nameof(layer10))]
    [Add, Relu, Conv("skips", Kernel = 1), Relu, Conv(256, Kernel = 1), Permute(0, 2, 1), Output("B", "T", 256)]
    private Stage logits;
}

/// <summary>What a filter found and its gate lets pass, added to the signal, and in other channels for the result of the whole.</summary>
[Model]
public partial class GatedUnit
{
    [Input("B", "channels", "T")]
    private Stage signal;

    [Input("B", "2*channels", "T")]
    private Stage filtered;

    [From(nameof(filtered)), Block<Gate>]
    private Stage passed;

    [Conv("channels", Kernel = 1), Add(nameof(signal)), Output]
    private Stage result;

    [From(nameof(passed)), Conv("skips", Kernel = 1), Output]
    private Stage skip;
}

/// <summary>The first half of the channels, as far as the second half lets it pass.</summary>
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
