using System;
using System.Collections.Generic;
using System.Linq;

namespace ModelGen.Training;

/// <summary>Windows over a series of rows of numbers: each input of some time steps is followed by a target of the next ones.</summary>
public sealed class SeriesDataset : IDataset<SeriesWindow>
{
    private readonly IReadOnlyList<float[]> _rows;
    private readonly int[] _targets;
    private readonly int _begin;
    private readonly int _end;
    private readonly Lazy<string> _fingerprint;

    /// <summary>Creates windows over a whole series.</summary>
    /// <param name="rows">The series: one row per time step, all of the same number of features.</param>
    /// <param name="inputSteps">The number of time steps of an input.</param>
    /// <param name="horizon">The number of time steps of a target.</param>
    /// <param name="stride">The number of time steps from one window to the next.</param>
    /// <param name="targets">The features that are predicted; all if it is not given.</param>
    /// <exception cref="TrainingException">The series is too short, a row has another number of features, or a number is NaN or
    /// infinite.</exception>
    public SeriesDataset(IReadOnlyList<float[]> rows, int inputSteps, int horizon = 1, int stride = 1, IReadOnlyList<int>? targets = null)
        : this(rows, inputSteps, horizon, stride, targets, 0, rows?.Count ?? 0)
    {
        Check();
    }

    private SeriesDataset(
        IReadOnlyList<float[]> rows, int inputSteps, int horizon, int stride, IReadOnlyList<int>? targets, int begin, int end)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentOutOfRangeException.ThrowIfLessThan(inputSteps, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(horizon, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(stride, 1);
        (_rows, InputSteps, Horizon, Stride, _begin, _end) = (rows, inputSteps, horizon, stride, begin, end);
        Features = rows.Count == 0 ? 0 : rows[0].Length;
        _targets = targets is null ? [.. Enumerable.Range(0, Features)] : [.. targets];
        if (Array.Exists(_targets, target => target < 0 || target >= Features))
        {
            throw new ArgumentOutOfRangeException(
                nameof(targets), $"The series has {Features} features, counted from 0, but the targets are {string.Join(", ", _targets)}.");
        }

        Count = end - begin < inputSteps + horizon ? 0 : (end - begin - inputSteps - horizon) / stride + 1;
        if (Count == 0)
        {
            throw new TrainingException(
                $"The series has {end - begin} time steps, and one window needs {inputSteps + horizon}: give a longer series or shorter "
                + $"windows.");
        }

        _fingerprint = new(() => $"{Fingerprints.Of(rows)}, {Fingerprints.OfParts(begin, end, inputSteps, horizon, stride, _targets)}");
    }

    /// <inheritdoc/>
    public int Count { get; }

    /// <inheritdoc/>
    public string Fingerprint => _fingerprint.Value;

    /// <summary>The number of features of a row.</summary>
    public int Features { get; }

    /// <summary>The number of features that are predicted.</summary>
    public int Targets => _targets.Length;

    /// <summary>The number of time steps of an input.</summary>
    public int InputSteps { get; }

    /// <summary>The number of time steps of a target.</summary>
    public int Horizon { get; }

    /// <summary>The number of time steps from one window to the next.</summary>
    public int Stride { get; }

    /// <summary>
    /// The rows of the series that occur in a window. Those of the training part are what a scaler is fitted to.
    /// </summary>
    public IReadOnlyList<float[]> Rows => [.. _rows.Skip(_begin).Take(_end - _begin)];

    /// <inheritdoc/>
    public SeriesWindow this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(index);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
            var start = _begin + index * Stride;
            var input = new float[InputSteps * Features];
            for (var step = 0; step < InputSteps; step++)
            {
                _rows[start + step].CopyTo(input, step * Features);
            }

            var target = new float[Horizon * _targets.Length];
            for (var step = 0; step < Horizon; step++)
            {
                for (var i = 0; i < _targets.Length; i++)
                {
                    target[step * _targets.Length + i] = _rows[start + InputSteps + step][_targets[i]];
                }
            }

            return new SeriesWindow(start, input, target);
        }
    }

    /// <summary>
    /// Splits by time. No time step of a held-out target occurs in a window that is trained on; held-out inputs may begin with time steps
    /// from before the split, which are known by then.
    /// </summary>
    /// <param name="heldOut">The share of the time steps whose values are held out.</param>
    /// <returns>The windows before the split, and the windows with targets after it.</returns>
    /// <exception cref="TrainingException">One side is too short for a window.</exception>
    public (SeriesDataset Train, SeriesDataset HeldOut) SplitByTime(double heldOut)
    {
        if (heldOut is not (> 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(heldOut), heldOut, "The share must be between 0 and 1.");
        }

        var split = _end - (int)Math.Round((_end - _begin) * heldOut, MidpointRounding.AwayFromZero);
        return (
            new SeriesDataset(_rows, InputSteps, Horizon, Stride, _targets, _begin, split),
            new SeriesDataset(_rows, InputSteps, Horizon, Stride, _targets, Math.Max(_begin, split - InputSteps), _end));
    }

    /// <summary>Scales inputs and targets.</summary>
    /// <param name="scaler">The scaler, fitted to the <see cref="Rows"/> of the training part.</param>
    /// <returns>The same windows over scaled rows.</returns>
    /// <exception cref="TrainingException">The scaler was fitted to another number of features.</exception>
    public SeriesDataset Scale(FeatureScaler scaler)
    {
        ArgumentNullException.ThrowIfNull(scaler);
        return new SeriesDataset([.. _rows.Select(row => scaler.Transform(row))], InputSteps, Horizon, Stride, _targets, _begin, _end);
    }

    private void Check()
    {
        for (var row = 0; row < _rows.Count; row++)
        {
            if (_rows[row].Length != Features)
            {
                throw new TrainingException(
                    $"Time step {row} of the series has {_rows[row].Length} features, and the first has {Features}.");
            }

            var wrong = Array.FindIndex(_rows[row], value => !float.IsFinite(value));
            if (wrong >= 0)
            {
                throw new TrainingException(
                    $"Feature {wrong} of time step {row} of the series is {_rows[row][wrong]}, both counted from 0: leave the step out, "
                    + $"or fill the value in.");
            }
        }
    }
}
