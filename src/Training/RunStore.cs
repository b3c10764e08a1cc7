using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using ModelGen.Checkpoints;
using TorchSharp;
using static TorchSharp.torch;

namespace ModelGen.Training;

/// <summary>Everything that a run needs to go on, kept in its folder, or in memory only where it has none.</summary>
internal sealed class RunStore : IDisposable
{
    private const string WeightsFile = "weights.safetensors";
    private const string AverageFile = "average.safetensors";
    private const string OptimizerFile = "optimizer.bin";
    private const string RandomFile = "random.bin";
    private const string MetricsFile = "metrics.bin";
    private const long LargestRandomState = 1 << 20;

    private readonly nn.Module _model;
    private readonly optim.Optimizer _optimizer;
    private readonly LearningRateSchedule _schedule;
    private readonly WeightAverage? _average;
    private readonly RunFolder? _folder;
    private readonly HistoryFile? _historyFile;
    private readonly List<HistoryRow> _history = [];
    private readonly bool _keepsBest;
    private Dictionary<string, Tensor>? _best;

    public RunStore(
        TrainerOptions options, nn.Module model, optim.Optimizer optimizer, WeightAverage? average, Func<RunIdentity> identity,
        IReadOnlyList<string> metrics, IReadOnlyList<string> measured, bool resume)
    {
        (_model, _optimizer, _schedule, _average, _keepsBest) = (model, optimizer, options.Schedule, average, options.RestoreBest);
        if (options.RunFolder is { } path)
        {
            OptimizerState.Require(optimizer);
            _folder = RunFolder.Open(path, identity(), resume);
            _historyFile = new HistoryFile(_folder.HistoryPath, metrics, measured);
        }
    }

    /// <summary>The rows so far.</summary>
    public IReadOnlyList<HistoryRow> History => _history;

    /// <summary>The newest checkpoint.</summary>
    public string? Latest => _folder?.Latest;

    /// <summary>Whether the run has a folder.</summary>
    public bool IsKept => _folder is not null;

    private Device Device => _model.parameters().FirstOrDefault()?.device ?? CPU;

    /// <summary>Restores the newest checkpoint.</summary>
    /// <param name="restoreMetrics">Reads what is accumulated in the metrics on the training data.</param>
    /// <returns>The state of the run, or <c>null</c> if there is no checkpoint.</returns>
    public RunState? Restore(Action<Stream, Device> restoreMetrics)
    {
        if (_folder?.Latest is not { } path)
        {
            return null;
        }

        var state = _folder.ReadState();
        try
        {
            if (_average is not null)
            {
                Checkpoint.Load(_model, Path.Combine(path, AverageFile));
                _average.Reset();
            }

            Checkpoint.Load(_model, Path.Combine(path, WeightsFile));
            _schedule.Restore(state.Schedule);
            using (var stream = File.OpenRead(Path.Combine(path, OptimizerFile)))
            {
                OptimizerState.Load(_optimizer, stream);
            }

            RandomState.Load(RegularFile.Read(Path.Combine(path, RandomFile), LargestRandomState));
            RandomState.Renew(Device, state.Step);
            using (var stream = File.OpenRead(Path.Combine(path, MetricsFile)))
            {
                restoreMetrics(stream, Device);
            }

        }
        catch (Exception cause) when (cause is IOException or CheckpointException or InvalidDataException or FormatException)
        {
            throw new TrainingException($"The checkpoint '{path}' is damaged: {cause.Message}", cause);
        }

        Guarded("history", () => _history.AddRange(_historyFile!.Restore(state.HistoryRows)));
        return state;
    }

    /// <summary>Writes a checkpoint, if the run has a folder.</summary>
    /// <param name="state">The state of the run.</param>
    /// <param name="saveMetrics">Writes what is accumulated in the metrics on the training data.</param>
    /// <returns>Its path.</returns>
    public string? Save(RunState state, Action<Stream> saveMetrics)
    {
        _folder?.Write(state with { Schedule = _schedule.State, HistoryRows = _history.Count }, path =>
        {
            Write(Path.Combine(path, OptimizerFile), stream => OptimizerState.Save(_optimizer, stream));
            Write(Path.Combine(path, RandomFile), RandomState.Save);
            Write(Path.Combine(path, MetricsFile), saveMetrics);
            Checkpoint.Save(_model, Path.Combine(path, WeightsFile));
            if (_average is not null)
            {
                WithAverage(() => Checkpoint.Save(_model, Path.Combine(path, AverageFile)));
            }
        });
        RandomState.Renew(Device, state.Step);
        return Latest;
    }

    /// <summary>Adds a row to the history.</summary>
    public void Add(HistoryRow row)
    {
        _history.Add(row);
        Guarded("history", () => _historyFile?.Append(row));
    }

    /// <summary>Keeps the weights that are in the model as the best.</summary>
    public void KeepBest()
    {
        if (_folder is not null)
        {
            Guarded("best weights", () => Checkpoint.Save(_model, _folder.BestPath));
        }
        else if (_keepsBest)
        {
            using var quiet = no_grad();
            DisposeBest();
            _best = _model.state_dict().ToDictionary(entry => entry.Key, entry => WeightAverage.Copy(entry.Value));
        }
    }

    /// <summary>Puts the best weights into the model.</summary>
    /// <returns>Whether there are any.</returns>
    public bool RestoreBest()
    {
        if (_folder is not null)
        {
            if (File.Exists(_folder.BestPath))
            {
                Checkpoint.Load(_model, _folder.BestPath);
                return true;
            }

            return false;
        }

        using var quiet = no_grad();
        foreach (var (name, tensor) in _best is null ? [] : _model.state_dict())
        {
            tensor.copy_(_best![name]);
        }

        return _best is not null;
    }

    /// <summary>Does something while the model has the average of its weights, if one is kept.</summary>
    public void WithAverage(Action action)
    {
        _average?.Swap();
        try
        {
            action();
        }
        finally
        {
            _average?.Swap();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _folder?.Dispose();
        DisposeBest();
    }

    private static void Write(string path, Action<Stream> write)
    {
        using var stream = new FileStream(path, FileMode.CreateNew, FileAccess.Write);
        write(stream);
        stream.Flush(flushToDisk: true);
    }

    private void Guarded(string what, Action write)
    {
        try
        {
            write();
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw new TrainingException(
                $"The {what} cannot be written{(Latest is null ? string.Empty : $", the checkpoint '{Latest}' is still there")}: "
                + $"{cause.Message}", cause);
        }
    }

    private void DisposeBest()
    {
        foreach (var tensor in _best?.Values ?? Enumerable.Empty<Tensor>())
        {
            tensor.Dispose();
        }
    }
}
