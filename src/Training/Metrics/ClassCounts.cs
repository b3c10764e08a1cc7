using System;
using System.Collections.Generic;
using System.Linq;
using TorchSharp;
using static TorchSharp.torch;

namespace ModelGen.Training;

/// <summary>How often each class was taken for each other one, counted on the device.</summary>
internal sealed class ClassCounts
{
    private readonly long _classAxis;
    private readonly Scalar _threshold;
    private readonly long _ignored;
    private Tensor? _counts;
    private int _classes;

    public ClassCounts(long classAxis, double threshold, long ignored)
        : this(classAxis, Scalars.Of(threshold), ignored)
    {
    }

    private ClassCounts(long classAxis, Scalar threshold, long ignored) =>
        (_classAxis, _threshold, _ignored) = (classAxis, threshold, ignored);

    /// <summary>Whether there are no examples.</summary>
    public bool IsEmpty => _counts is null;

    /// <summary>Creates counts of no examples with the same settings.</summary>
    public ClassCounts CreateEmpty() => new(_classAxis, _threshold, _ignored);

    /// <summary>A copy of the counts; empty before the first examples.</summary>
    public IReadOnlyList<Tensor> GetState() => _counts is null ? [] : [_counts.clone()];

    /// <summary>Restores what <see cref="GetState"/> returned.</summary>
    public void SetState(IReadOnlyList<Tensor> state)
    {
        Reset();
        if (state.Count > 0)
        {
            _counts = state[0].clone().DetachFromDisposeScope();
            _classes = (int)Math.Sqrt(_counts.numel() - 1);
        }
    }

    /// <summary>Counts the examples of a batch.</summary>
    /// <param name="outputs">A score for each class along the class axis; or, of the targets' shape, one score for class 1.</param>
    /// <param name="targets">The numbers of the classes.</param>
    public void Add(Tensor outputs, Tensor targets)
    {
        using var quiet = no_grad();
        using var scope = NewDisposeScope();
        var isBinary = outputs.dim() == targets.dim() && outputs.shape.SequenceEqual(targets.shape);
        var classes = isBinary ? 2 : checked((int)outputs.size((int)_classAxis));
        if (_counts is not null && _classes != classes)
        {
            throw new TrainingException($"The outputs have {classes} classes, and those before had {_classes}.");
        }

        var predicted = isBinary ? outputs.gt(_threshold).to(ScalarType.Int64) : outputs.argmax(_classAxis);
        if (!predicted.shape.SequenceEqual(targets.shape))
        {
            throw new TrainingException(
                $"Outputs of {Describe.Shape(outputs)} need targets of {Describe.Shape(predicted)}, but they are "
                + $"{Describe.Shape(targets)}.");
        }

        _classes = classes;

        // One place more than there are pairs of classes: for targets that are none, which are found when the counts are read.
        _counts ??= zeros((long)classes * classes + 1, ScalarType.Int64, outputs.device).DetachFromDisposeScope();
        var target = targets.to(ScalarType.Int64).reshape(-1);
        var isClass = target.ge(Scalars.Of(0L)).logical_and_(target.lt(Scalars.Of((long)classes)));
        var place = target.mul(Scalars.Of((long)classes)).add_(predicted.reshape(-1), Scalars.One);
        place = where(isClass, place, full_like(place, (long)classes * classes));
        _counts.scatter_add_(0, place, target.ne(Scalars.Of(_ignored)).to(ScalarType.Int64));
    }

    /// <summary>Reads the counts: targets by rows, predictions by columns.</summary>
    /// <exception cref="TrainingException">A target was none of the classes.</exception>
    public long[,] Read()
    {
        var matrix = new long[_classes, _classes];
        if (_counts is null)
        {
            return matrix;
        }

        using var host = _counts.cpu();
        var counts = host.data<long>().ToArray();
        if (counts[^1] > 0)
        {
            throw new TrainingException($"{counts[^1]} targets are none of the {_classes} classes 0 to {_classes - 1}.");
        }

        Buffer.BlockCopy(counts, 0, matrix, 0, sizeof(long) * _classes * _classes);
        return matrix;
    }

    /// <summary>Begins anew.</summary>
    public void Reset()
    {
        _counts?.Dispose();
        _counts = null;
    }
}
