using ModelGen;

namespace Zoo;

/// <summary>
/// LeNet-5 (LeCun et al. 1998): images of digits of 32x32 to ten classes. As in current implementations, every channel of the second
/// convolution reads all channels of the first.
/// </summary>
[Model]
[Input("B", 1, 32, 32)]
[Conv(6, Kernel = 5), Tanh, AvgPool(2)]              // (B, 6, 14, 14)
[Conv(16, Kernel = 5), Tanh, AvgPool(2)]             // (B, 16, 5, 5)
[Flatten]
[Linear(120), Tanh, Linear(84), Tanh, Linear(10)]
[Output("B", 10)]
[CrossEntropyLoss]
public partial class LeNet5;
