using static TorchSharp.torch;

namespace ModelGen.Training;

/// <summary>A parameter group of an optimizer.</summary>
/// <param name="Group">The group.</param>
/// <param name="Initial">The learning rate that the group had when the trainer was created.</param>
internal readonly record struct RateGroup(optim.ILearningRateController Group, double Initial);
