using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Threading;
using TorchSharp;
using static TorchSharp.torch;

namespace ModelGen.Training;

/// <summary>One run, from its start or its last checkpoint to its end.</summary>
internal sealed class TrainingLoop<TModel, TBatch>(
    TrainerOptions options,
    BatchLoss<TModel, TBatch> loss,
    optim.Optimizer optimizer,
    IReadOnlyList<RateGroup> groups,
    TrainingMetrics<TBatch> metrics,
    Evaluation<TModel, TBatch> evaluation,
    MonitoredValue monitor,
    IBatchSource<TBatch> train,
    IBatchSource<TBatch>? validation)
    where TModel : nn.Module
{
    private static readonly IReadOnlyDictionary<string, double> _nothing = new Dictionary<string, double>();

    private readonly StepRunner<TModel, TBatch> _steps = new(options, loss, optimizer, metrics);
    private readonly RunLength _length = new(options, train.BatchesPerEpoch);
    private readonly Stopwatch _clock = new();
    private RunState _state = new();
    private RunState? _saved;
    private TimeSpan _before;
    private long _examplesBefore;
    private IReadOnlyList<ITrainingObserver> _observers = [];
    private RunStore _store = null!;
    private WeightAverage? _average;

    private TimeSpan Elapsed => _before + _clock.Elapsed;

    /// <summary>Runs to the end.</summary>
    public FitResult Run(IReadOnlyList<ITrainingObserver> observers, bool resume, CancellationToken stop)
    {
        _observers = observers;
        IReadOnlyList<string> measured = validation is null ? [] : evaluation.Names;
        using (_average = options.AverageDecay is { } decay ? new WeightAverage(loss.Model, decay) : null)
        using (_store = new RunStore(options, loss.Model, optimizer, _average, Identity, metrics.Names, measured, resume))
        {
            try
            {
                Begin();
                Notify(observer => observer.OnStart(new(
                    loss.Model.GetName(),
                    loss.Model.parameters().Where(parameter => parameter.requires_grad).Sum(parameter => parameter.numel()),
                    _state.Step, _length.Steps, metrics.Names, measured, [.. _store.History])));
                var reason = _state.EndedEarly ? StopReason.EarlyStopping : Train(stop);
                return End(reason);
            }
            finally
            {
                metrics.Reset();
            }
        }
    }

    private void Begin()
    {
        loss.Model.train();
        if (_store.Restore(metrics.Load) is { } restored)
        {
            _state = _saved = restored;
        }
        else if (options.Seed is { } seed)
        {
            manual_seed(seed);
            RandomState.Renew(loss.Model.parameters().FirstOrDefault()?.device ?? CPU, seed);
        }

        (_before, _examplesBefore) = (_state.Elapsed, _state.AllExamples);
        _clock.Start();
    }

    private StopReason Train(CancellationToken stop)
    {
        while (!IsDone())
        {
            using (var steps = BatchGroups.Of(train.Batches(_state.Epoch, _state.Batch), options.Accumulate).GetEnumerator())
            {
                while (true)
                {
                    if (stop.IsCancellationRequested)
                    {
                        return StopReason.Stopped;
                    }

                    if (IsDone())
                    {
                        return StopReason.Completed;
                    }

                    if (!steps.MoveNext())
                    {
                        break;
                    }

                    Step(steps.Current);
                    if (options.EvaluateEvery is { } every && _state.Step % every == 0 && validation is not null)
                    {
                        Record(Evaluate());
                    }

                    if (_state.EndedEarly)
                    {
                        return StopReason.EarlyStopping;
                    }

                    if (options.CheckpointEvery is { } period && _state.Step % period == 0)
                    {
                        Save();
                    }
                }
            }

            FinishEpoch();
            if (_state.EndedEarly)
            {
                return StopReason.EarlyStopping;
            }
        }

        return StopReason.Completed;
    }

    private void Step(IReadOnlyList<TBatch> batches)
    {
        StepRunner<TModel, TBatch>.Outcome outcome;
        try
        {
            options.Schedule.BeforeStep(groups, new(_state.Step, _state.Epoch, Share()));
            _state = _state with { LearningRate = groups.Count > 0 ? groups[0].Group.LearningRate : double.NaN };
            outcome = _steps.Run(batches, _state, _store.Latest);
        }
        finally
        {
            foreach (var batch in batches)
            {
                BatchOperations.Dispose(batch);
            }
        }

        _average?.Update();
        options.Schedule.AfterStep();
        _state = _state with
        {
            Step = _state.Step + 1,
            Batch = _state.Batch + batches.Count,
            LossSum = _state.LossSum + outcome.Loss * outcome.Examples,
            Examples = _state.Examples + outcome.Examples,
            AllExamples = _state.AllExamples + outcome.Examples,
        };
        if (_observers.Count > 0)
        {
            var report = new TrainingStep(
                _state.Step, _state.Epoch, _state.Batch, outcome.Loss, _state.LearningRate, outcome.GradientNorm, outcome.Examples,
                (_state.AllExamples - _examplesBefore) / _clock.Elapsed.TotalSeconds, Elapsed, Share());
            Notify(observer => observer.OnStep(report));
        }
    }

    private void FinishEpoch()
    {
        if (_state.Examples == 0)
        {
            throw new TrainingException(
                "There is no batch to train on: the data are empty, or fewer than one batch where incomplete batches are dropped.");
        }

        if (validation is null)
        {
            Consider(_state.LossSum / _state.Examples);
            Record(_nothing);
        }
        else if (options.EvaluateEvery is null)
        {
            Record(Evaluate());
        }
        else if (_state.EvaluatedStep != _state.Step)
        {
            Record(_nothing);
        }

        options.Schedule.AfterEpoch(double.IsNaN(_state.Monitored) ? _state.LossSum / _state.Examples : _state.Monitored);
        _state = _state with { Epoch = _state.Epoch + 1, Batch = 0, LossSum = 0, Examples = 0 };
        metrics.Reset();
        Save();
    }

    private IReadOnlyDictionary<string, double> Evaluate()
    {
        var values = _nothing;
        long? notFinite = null;
        _store.WithAverage(() =>
        {
            values = evaluation.Run(validation!);
            if (_state.EvaluatedStep < 0 && !double.IsFinite(values[TrainerOptions.Loss]))
            {
                notFinite = evaluation.FirstNotFinite(validation!);
                if (notFinite is not null)
                {
                    return;
                }
            }

            _state = _state with { EvaluatedStep = _state.Step };
            Consider(values[monitor.Name], withinAverage: true);
        });
        if (notFinite is { } batch)
        {
            // A loss that was never finite points to the data. Later, it points to weights that diverge, which early stopping handles.
            Save();
            throw new TrainingException(
                $"The loss on the validation data is {values[TrainerOptions.Loss]} at batch {batch}, counted from 0: look for such values "
                + "in that batch.");
        }

        return values;
    }

    /// <summary>Compares a value with the best one so far.</summary>
    private void Consider(double value, bool withinAverage = false)
    {
        if (monitor.IsBetter(value, _state.Best))
        {
            _state = _state with { Best = value, BestStep = _state.Step, SinceBest = 0, Monitored = value };
            if (withinAverage)
            {
                _store.KeepBest();
            }
            else
            {
                _store.WithAverage(_store.KeepBest);
            }
        }
        else
        {
            var since = _state.SinceBest + 1;
            _state = _state with { SinceBest = since, Monitored = value, EndedEarly = since >= options.Patience };
        }
    }

    private void Record(IReadOnlyDictionary<string, double> values)
    {
        var row = new HistoryRow(
            _state.Step, _state.Epoch + 1, Elapsed, _state.LossSum / _state.Examples, _state.LearningRate, metrics.Compute(), values);
        _store.Add(row);
        Notify(observer => observer.OnHistory(row));
    }

    private void Save()
    {
        if (_saved == _state)
        {
            return;
        }

        _saved = _state;
        if (_store.Save(_state with { Elapsed = Elapsed }, metrics.Save) is { } path)
        {
            Notify(observer => observer.OnCheckpoint(_state.Step, path));
        }
    }

    private FitResult End(StopReason reason)
    {
        if (reason == StopReason.Completed && validation is not null && _state.EvaluatedStep != _state.Step && _state.Step > 0)
        {
            Record(Evaluate());
        }

        if (_store.IsKept && _state.Step > 0)
        {
            Save();
        }

        if (!(options.RestoreBest && _store.RestoreBest()))
        {
            _average?.Swap();
        }

        loss.Model.eval();
        var result = new FitResult(reason, _state.Step, _state.Epoch, Elapsed, _state.Best, _state.BestStep, [.. _store.History]);
        Notify(observer => observer.OnEnd(result));
        return result;
    }

    private bool IsDone() => _length.IsReached(_state, Elapsed);

    private double Share() => _length.Share(_state, Elapsed);

    private RunIdentity Identity() => new(
        RunIdentity.CurrentFormat, loss.Model.GetType().Name, RunIdentity.Describe(loss.Model), optimizer.GetType().Name, train.Fingerprint,
        validation?.Fingerprint,
        options.Accumulate, options.AverageDecay);

    private void Notify(Action<ITrainingObserver> what)
    {
        foreach (var observer in _observers)
        {
            what(observer);
        }
    }
}
