namespace ModelGen.Runtime.Tests;

[Model, Dim("B", Min = 2), Input("B", "C", "H", "W")]
[BatchNorm(Momentum = 0.3, Eps = 1e-3)]
public partial class NormedBatch;

[Model, Dim("B", Min = 2), Input("B", "C")]
[BatchNorm(Affine = false, TrackRunningStats = false)]
public partial class NormedFeatures;

[Model, Dim("L", Min = 2), Input("B", "C", "L")]
[InstanceNorm(Affine = true, TrackRunningStats = true)]
public partial class NormedInstances;

[Model, Dim("H", Min = 2), Input("B", "C", "H", "W")]
[InstanceNorm]
public partial class PlainInstances;

[Model, Dim("C", MultipleOf = "G"), Dim("L", Min = 2), Input("B", "C", "L")]
[GroupNorm("G", Eps = 1e-3)]
public partial class NormedGroups;
