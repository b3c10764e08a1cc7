using System;
using static TorchSharp.torch;

namespace ModelGen.Training;

/// <summary>A metric with the targets that it compares outputs with.</summary>
internal sealed record TrackedMetric<TBatch>(string Name, IMetric Metric, Func<TBatch, Tensor> Target);
