namespace ModelGen.Runtime.Tests;

[Model, Input("B", "C", "L")]
[Dropout2d(0.4), Residual]
public partial class DroppedChannels;

[Model, Input("B", "D")]
[Linear("D"), DropPath(0.25), Residual]
public partial class DroppedPath;
