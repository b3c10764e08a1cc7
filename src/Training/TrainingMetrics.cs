using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using TorchSharp;
using static TorchSharp.torch;

namespace ModelGen.Training;

/// <summary>
/// The metrics on the training data, from the outputs of the training steps: in training mode, while the weights change, and over the
/// examples of the epoch so far.
/// </summary>
internal sealed class TrainingMetrics<TBatch>
{
    private readonly List<TrackedMetric<TBatch>> _metrics;

    /// <summary>Creates an empty metric for each of those that can be computed on the training data.</summary>
    public TrainingMetrics(IEnumerable<TrackedMetric<TBatch>> tracked) => _metrics =
        [.. tracked.Select(metric => (metric, Empty: metric.Metric.CreateEmpty())).Where(pair => pair.Empty is not null)
            .Select(pair => pair.metric with { Metric = pair.Empty! })];

    /// <summary>The names of the metrics.</summary>
    public IReadOnlyList<string> Names => [.. _metrics.Select(metric => metric.Name)];

    /// <summary>Adds the outputs of a batch.</summary>
    public void Add(Tensor? outputs, TBatch batch) => _metrics.ForEach(metric => metric.Add(outputs, batch));

    /// <summary>Computes the metrics.</summary>
    public IReadOnlyDictionary<string, double> Compute() => _metrics.ToDictionary(metric => metric.Name, metric => metric.Metric.Compute());

    /// <summary>Begins an epoch.</summary>
    public void Reset() => _metrics.ForEach(metric => metric.Metric.Reset());

    /// <summary>Writes what is accumulated.</summary>
    public void Save(Stream stream)
    {
        using var scope = NewDisposeScope();
        using var writer = new BinaryWriter(stream, System.Text.Encoding.UTF8, leaveOpen: true);
        writer.Write(_metrics.Count);
        foreach (var metric in _metrics)
        {
            var state = metric.Metric.GetState();
            writer.Write(metric.Name);
            writer.Write(state.Count);
            foreach (var tensor in state)
            {
                tensor.cpu().Save(writer);
            }
        }
    }

    /// <summary>Reads what <see cref="Save"/> wrote. A metric that was not tracked then begins without examples.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="device">The device of the model.</param>
    public void Load(Stream stream, Device device)
    {
        using var scope = NewDisposeScope();
        using var reader = new BinaryReader(stream, System.Text.Encoding.UTF8, leaveOpen: true);
        for (var count = reader.ReadInt32(); count > 0; count--)
        {
            var name = reader.ReadString();
            Tensor[] state = [.. Enumerable.Range(0, reader.ReadInt32()).Select(_ => Tensor.Load(reader).to(device))];
            _metrics.Find(metric => metric.Name == name)?.Metric.SetState(state);
        }
    }
}
