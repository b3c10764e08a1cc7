using ModelGen;

namespace Zoo;

/// <summary>
/// ESPCN (Shi et al. 2016) with an upscale factor of three: all convolutions work at the low resolution, and a pixel shuffle rearranges
/// channels into spatial axes.
/// </summary>
[Model]
[Input("B", 1, "H", "W")]
[Conv(64, Kernel = 5, Padding = 2), Tanh]
[Conv(32, Kernel = 3, Padding = 1), Tanh]
[Conv(9, Kernel = 3, Padding = 1), PixelShuffle(3)]
[Output("B", 1, "3*H", "3*W")]
public partial class Espcn;
