using ModelGen;

namespace Zoo;

/// <summary>
/// U-Net (Ronneberger et al. 2015) as in the paper's figure 1: without padding, so that a tile of 572x572 yields the classes of its inner
/// 388x388 pixels.
/// </summary>
[Model]
[Dim("width", Default = 64)]
public partial class UNet
{
    [Input("B", 1, 572, 572)]
    private Stage image;

    [From(nameof(image)), Block<DoubleConv>(With = "channels = width")]
    private Stage level1;

    [MaxPool(2), Block<DoubleConv>(With = "channels = 2*width")]
    private Stage level2;

    [MaxPool(2), Block<DoubleConv>(With = "channels = 4*width")]
    private Stage level3;

    [MaxPool(2), Block<DoubleConv>(With = "channels = 8*width"), Dropout]
    private Stage level4;

    [MaxPool(2), Block<DoubleConv>(With = "channels = 16*width"), Dropout]
    private Stage bottom;

    [Block<UpConv>(Inputs = new[] { nameof(level4) })]
    private Stage up4;

    [Block<UpConv>(Inputs = new[] { nameof(level3) })]
    private Stage up3;

    [Block<UpConv>(Inputs = new[] { nameof(level2) })]
    private Stage up2;

    [Block<UpConv>(Inputs = new[] { nameof(level1) })]
    private Stage up1;

    [Conv(2, Kernel = 1), Output("B", 2, 388, 388)]
    private Stage classes;
}

/// <summary>Two convolutions without padding, each of which removes a pixel from every border.</summary>
[Model]
[Input("B", "C", "H", "W")]
[Conv("channels", Kernel = 3), Relu, Conv("channels", Kernel = 3), Relu]
public partial class DoubleConv;

/// <summary>
/// Doubles the spatial size, concatenates the centre of the feature map from the contracting path, and applies two convolutions.
/// </summary>
[Model]
public partial class UpConv
{
    [Input("B", "2*C", "h", "w")]
    private Stage below;

    [Input("B", "C", "H", "W")]
    private Stage across;

    [From(nameof(below)), ConvTranspose("C", Kernel = 2, Stride = 2)]
    private Stage enlarged;

    [From(nameof(across))]
    [Slice(Axis = 2, Start = "(H - 2*h)/2", End = "(H - 2*h)/2 + 2*h")]
    [Slice(Axis = 3, Start = "(W - 2*w)/2", End = "(W - 2*w)/2 + 2*w")]
    private Stage cropped;

    [From(nameof(cropped), nameof(enlarged)), Concat(Axis = 1), Block<DoubleConv>(With = "channels = C")]
    private Stage result;
}
