using ModelGen;

namespace Zoo;

/// <summary>
/// MLP-Mixer-B/16 (Tolstikhin et al. 2021): images to 1000 classes with linear layers over patches and over channels in turn.
/// </summary>
[Model]
[Dim("D", Default = 768)]
[Dim("depth", Default = 12)]
[Input("B", 3, 224, 224)]
[Conv("D", Kernel = 16, Stride = 16), Flatten(StartAxis = 2), Permute(0, 2, 1)]    // (B, 196, D)
[Block<MixerBlock>("depth", With = "patchHidden = D/2, hidden = 4*D")]
[LayerNorm, Mean(Axis = 1), Linear(1000)]
[Output("B", 1000)]
public partial class MlpMixer;

/// <summary>A mixer layer, which mixes patches and then channels.</summary>
[Model]
[Input("B", "patches", "D")]
public partial class MixerBlock
{
    [LayerNorm, Permute(0, 2, 1), FeedForward("patchHidden", Activation = Activation.Gelu), Permute(0, 2, 1), Residual]
    private Stage acrossPatches;

    [LayerNorm, FeedForward("hidden", Activation = Activation.Gelu), Residual]
    private Stage acrossChannels;
}
