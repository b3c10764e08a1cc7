using ModelGen;

namespace Zoo;

/// <summary>
/// VGG-16, configuration D (Simonyan and Zisserman 2014): images of 32x32 or more to 1000 classes. The last three layers have nine tenths
/// of the weights.
/// </summary>
[Model]
[Dim("hidden", Default = 4096)]
[Input("B", 3, "H", "W")]
[Conv(64, Kernel = 3, Padding = 1), Relu, Conv(64, Kernel = 3, Padding = 1), Relu, MaxPool(2)]
[Conv(128, Kernel = 3, Padding = 1), Relu, Conv(128, Kernel = 3, Padding = 1), Relu, MaxPool(2)]
[Conv(256, Kernel = 3, Padding = 1), Relu, Conv(256, Kernel = 3, Padding = 1), Relu, Conv(256, Kernel = 3, Padding = 1), Relu, MaxPool(2)]
[Conv(512, Kernel = 3, Padding = 1), Relu, Conv(512, Kernel = 3, Padding = 1), Relu, Conv(512, Kernel = 3, Padding = 1), Relu, MaxPool(2)]
[Conv(512, Kernel = 3, Padding = 1), Relu, Conv(512, Kernel = 3, Padding = 1), Relu, Conv(512, Kernel = 3, Padding = 1), Relu, MaxPool(2)]
[AdaptiveAvgPool(7), Flatten]
[Linear("hidden"), Relu, Dropout, Linear("hidden"), Relu, Dropout, Linear(1000)]
[Output("B", 1000)]
public partial class Vgg16;
