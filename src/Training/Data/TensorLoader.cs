using System;
using System.Collections.Generic;
using System.Linq;
using static TorchSharp.torch;

namespace ModelGen.Training;

/// <summary>Batches of the rows of tensors that are in memory.</summary>
internal sealed class TensorLoader<TBatch> : IBatchSource<TBatch>
{
    private const int Samples = 64;

    private readonly Tensor _inputs;
    private readonly Tensor _targets;
    private readonly Func<Tensor, Tensor, TBatch> _create;
    private readonly DataLoaderOptions _options;
    private readonly int _count;

    public TensorLoader(Tensor inputs, Tensor targets, Func<Tensor, Tensor, TBatch> create, DataLoaderOptions options)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(targets);
        ArgumentNullException.ThrowIfNull(create);
        options.Validate();
        if (inputs.dim() == 0 || targets.dim() == 0 || inputs.size(0) != targets.size(0))
        {
            throw new TrainingException(
                $"Inputs and targets need the same number of rows, but they are {Describe.Shape(inputs)} and {Describe.Shape(targets)}.");
        }

        (_inputs, _targets, _create, _options, _count) = (inputs, targets, create, options, checked((int)inputs.size(0)));
        if (_count == 0)
        {
            throw new TrainingException("The data are empty: there is no example to make a batch of.");
        }
    }

    public long? BatchesPerEpoch => BatchPlan.Count(_count, _options);

    public string Fingerprint
    {
        get
        {
            var samples = Math.Min(Samples, _count);
            using var rows =
                Index([.. Enumerable.Range(0, samples).Select(i => (int)((long)i * (_count - 1) / Math.Max(1, samples - 1)))], _inputs);
            using var input = _inputs.index_select(0, rows);
            using var target = _targets.index_select(0, rows);
            return $"{_count} rows, {Fingerprints.OfParts(input, target)}, {_options.Fingerprint}";
        }
    }

    public IEnumerable<TBatch> Batches(int epoch, long skip = 0)
    {
        foreach (var indices in BatchPlan.Of(_count, _options, epoch, lengths: null).Skip((int)Math.Min(skip, int.MaxValue)))
        {
            yield return Gather(indices.Span);
        }
    }

    private static Tensor Index(ReadOnlySpan<int> indices, Tensor of) =>
        tensor(Array.ConvertAll(indices.ToArray(), index => (long)index), device: of.device);

    private TBatch Gather(ReadOnlySpan<int> indices)
    {
        using var scope = NewDisposeScope();
        using var rows = Index(indices, _inputs);
        return _create(scope.Detach(_inputs.index_select(0, rows)), scope.Detach(_targets.index_select(0, rows)));
    }
}
