using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using ModelGen.Runtime.Tests;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace ModelGen.Training.Tests.Fitting;

/// <summary>What a run does, step by step.</summary>
public sealed class TrainerTests
{
    private static readonly TrainerOptions _quiet = new() { ShowProgress = false, StopOnCtrlC = false };

    [Fact]
    public void Fit_takes_the_steps_of_a_loop_written_by_hand()
    {
        using var expected = TinyTask.CreateNet();
        using (var optimizer = optim.AdamW(expected.parameters(), 0.01))
        {
            expected.train();
            foreach (var batch in Enumerable.Range(0, 3).SelectMany(epoch => TinyTask.Data().Batches(epoch)))
            {
                optimizer.zero_grad();
                using var loss = TinyTask.Loss(expected, batch);
                loss.backward();
                optimizer.step();
                batch.Dispose();
            }
        }

        using var model = TinyTask.CreateNet();
        using var own = optim.AdamW(model.parameters(), 0.01);
        var result = Trainer.Create<TinyTask.Net, Batch>(model, own, TinyTask.Loss, _quiet with { Epochs = 3 }).Fit(TinyTask.Data());

        Assert.Equal(TinyTask.Weights(expected), TinyTask.Weights(model));
        Assert.Equal((StopReason.Completed, 18L, 3), (result.StopReason, result.Steps, result.Epochs));
        Assert.Equal([6L, 12, 18], result.History.Select(row => row.Step));
        Assert.True(result.History[^1].Loss < result.History[0].Loss);
        Assert.False(model.training);
    }

    [Fact]
    public void Accumulated_steps_equal_steps_on_large_batches()
    {
        // 22 examples: the last step of an epoch has batches of 4 and 2.
        var large = Train(new TrainerOptions { Epochs = 5 }, TinyTask.Data(22, batchSize: 8));
        var accumulated = Train(new TrainerOptions { Epochs = 5, Accumulate = 2 }, TinyTask.Data(22, batchSize: 4));
        Assert.Equal(large.Steps.Count, accumulated.Steps.Count);
        Assert.All(large.Weights.Zip(accumulated.Weights), pair => Assert.Equal(pair.First, pair.Second, 1e-5f));
        Assert.All(large.Steps.Zip(accumulated.Steps), pair => Assert.Equal(pair.First.Loss, pair.Second.Loss, 1e-5));
        Assert.Equal(large.Steps.Select(step => step.Examples), accumulated.Steps.Select(step => step.Examples));
    }

    [Fact]
    public void Gradients_are_clipped_by_norm_and_by_value()
    {
        // One step of plain gradient descent with a rate of 1 shows the gradient.
        var before = TinyTask.Weights(TinyTask.CreateNet());
        var free = Train(new TrainerOptions { Steps = 1 }, TinyTask.Data(), learningRate: 1);
        var norm = Norm(before, free.Weights);
        var clipped = Train(new TrainerOptions { Steps = 1, ClipNorm = norm / 4 }, TinyTask.Data(), learningRate: 1);
        Assert.Equal(norm, clipped.Steps[0].GradientNorm, 1e-4);
        Assert.Equal(norm / 4, Norm(before, clipped.Weights), 1e-4);
        Assert.True(double.IsNaN(free.Steps[0].GradientNorm));

        var cut = Train(new TrainerOptions { Steps = 1, ClipValue = 0.01 }, TinyTask.Data(), learningRate: 1);
        Assert.All(before.Zip(cut.Weights), pair => Assert.InRange(Math.Abs(pair.First - pair.Second), 0, 0.01f + 1e-6f));
        Assert.Contains(before.Zip(free.Weights), pair => Math.Abs(pair.First - pair.Second) > 0.02f);

        static double Norm(float[] from, float[] to) => Math.Sqrt(from.Zip(to).Sum(pair => Math.Pow(pair.First - pair.Second, 2)));
    }

    [Fact]
    public void Biases_and_norms_are_not_decayed()
    {
        using var model = TinyTask.CreateNet();
        var (decayed, undecayed) = ParameterGroups.SplitForDecay(model);
        Assert.Equal([2L, 2], decayed.Select(parameter => parameter.dim()));
        Assert.Equal(4, undecayed.Count);

        // Without a gradient, decay is all that a step does.
        using var optimizer = ParameterGroups.AdamW(model, learningRate: 0.5, weightDecay: 0.1);
        var before = model.named_parameters().ToDictionary(entry => entry.name, entry => entry.parameter.clone());
        foreach (var parameter in model.parameters())
        {
            parameter.grad = zeros_like(parameter);
        }

        optimizer.step();
        foreach (var (name, parameter) in model.named_parameters())
        {
            using var expected = parameter.dim() >= 2 ? before[name] * 0.95 : before[name];
            Assert.True(expected.allclose(parameter), name);
        }
    }

    [Fact]
    public void Weights_are_averaged_and_the_average_is_evaluated_and_kept()
    {
        const double Decay = 0.8;
        using var model = TinyTask.CreateNet();
        using var optimizer = optim.SGD(model.parameters(), 0.1);
        double[] average = [.. TinyTask.Weights(model).Select(weight => (double)weight)];
        var recorder =
            new TinyTask.Recorder(
                _ => average = [.. average.Zip(TinyTask.Weights(model), (old, current) => Decay * old + (1 - Decay) * current)]);
        var trainer = Trainer.Create<TinyTask.Net, Batch>(model, optimizer, TinyTask.Loss, _quiet with { Steps = 9, AverageDecay = Decay });
        trainer.Observers.Add(recorder);
        var result = trainer.Fit(TinyTask.Data(), TinyTask.Data(8, 8, seed: 2));

        Assert.All(average.Zip(TinyTask.Weights(model)), pair => Assert.Equal(pair.First, pair.Second, 1e-5));
        Assert.Equal(result.History[^1].Validation["loss"], trainer.Evaluate(TinyTask.Data(8, 8, seed: 2))["loss"]);
    }

    [Fact]
    public void A_run_ends_early_and_the_best_weights_come_back()
    {
        // From the fifth epoch on, the weights climb instead of descending.
        using var model = TinyTask.CreateNet();
        using var optimizer = optim.SGD(model.parameters(), 0.05);
        var options =
            _quiet with { Epochs = 100, Patience = 3, RestoreBest = true,
                Schedule = LearningRateSchedule.From(progress => progress.Epoch < 4 ? 1 : -0.5) };
        var trainer = Trainer.Create<TinyTask.Net, Batch>(model, optimizer, TinyTask.Loss, options);
        var result = trainer.Fit(TinyTask.Data(), TinyTask.Data(8, 8, seed: 2));

        Assert.Equal(StopReason.EarlyStopping, result.StopReason);
        var losses = result.History.Select(row => row.Validation["loss"]).ToList();
        var best = losses.IndexOf(losses.Min());
        Assert.Equal(best + 4, losses.Count);
        Assert.Equal((losses[best], result.History[best].Step), (result.Best, result.BestStep));
        Assert.Equal(result.Best, trainer.Evaluate(TinyTask.Data(8, 8, seed: 2))["loss"]);
    }

    [Fact]
    public void A_seed_repeats_dropout()
    {
        var options = new TrainerOptions { Epochs = 2, Seed = 5 };
        var first = TinyTask.Bits(Train(options, TinyTask.Data(), dropout: 0.5).Steps);
        rand(17).Dispose();
        Assert.Equal(first, TinyTask.Bits(Train(options, TinyTask.Data(), dropout: 0.5).Steps));
        Assert.NotEqual(first, TinyTask.Bits(Train(options with { Seed = 6 }, TinyTask.Data(), dropout: 0.5).Steps));
    }

    [Fact]
    public void A_run_stops_after_the_step_at_hand()
    {
        using var source = new CancellationTokenSource();
        using var model = TinyTask.CreateNet();
        using var optimizer = optim.SGD(model.parameters(), 0.1);
        var trainer = Trainer.Create<TinyTask.Net, Batch>(model, optimizer, TinyTask.Loss, _quiet with { Epochs = 100 });
        trainer.Observers.Add(new TinyTask.Recorder(step =>
        {
            if (step.Step == 8)
            {
                source.Cancel();
            }
        }));
        var result = trainer.Fit(TinyTask.Data(), cancellation: source.Token);
        Assert.Equal((StopReason.Stopped, 8L, 1), (result.StopReason, result.Steps, result.Epochs));
    }

    [Fact]
    public void Observers_are_told_in_order()
    {
        using var folder = new ModelGen.Runtime.Tests.Checkpoints.TemporaryFolder();
        var run =
            Train(new TrainerOptions { Epochs = 2, EvaluateEvery = 2, CheckpointEvery = 2, RunFolder = folder["run"] }, TinyTask.Data(12),
                validation: TinyTask.Data(4));
        Assert.Equal(
            [
                "start 0 of 6", "step 1", "step 2", "history 2", "checkpoint 2", "step 3", "history 3", "checkpoint 3", "step 4",
                "history 4", "checkpoint 4", "step 5", "step 6", "history 6",
                "checkpoint 6", "checkpoint 6", "end Completed",
            ],
            run.Events);
    }

    [Fact]
    public void A_loss_that_is_not_finite_names_the_batch_and_leaves_the_weights()
    {
        using var model = TinyTask.CreateNet();
        using var optimizer = optim.SGD(model.parameters(), 0.1);
        var recorder = new TinyTask.Recorder(_ => { });
        float[] before = [];
        var trainer =
            Trainer.Create<TinyTask.Net, Batch>(model, optimizer, (net, batch) => TinyTask.Loss(net, batch), _quiet with { Epochs = 3 });
        trainer.Observers.Add(new TinyTask.Recorder(_ => before = TinyTask.Weights(model)));
        var data = BatchSource.From(epoch => TinyTask.Data().Batches(epoch).Select((batch, index) =>
        {
            if ((epoch, index) == (1, 2))
            {
                batch.Target.fill_(double.NaN);
            }

            return batch;
        }));
        var fault = Assert.Throws<NonFiniteLossException>(() => trainer.Fit(data));
        Assert.Equal((8L, 1, 2L, null), (fault.Step, fault.Epoch, fault.Batch, fault.Checkpoint));
        Assert.StartsWith(
            "The loss is NaN in step 8, at batch 2 of epoch 1, both counted from 0: ", fault.Message, StringComparison.Ordinal);
        Assert.Equal(before, TinyTask.Weights(model));
    }

    [Fact]
    public void No_tensor_is_left_behind()
    {
        using var model = TinyTask.CreateNet(dropout: 0.1);
        using var optimizer = optim.SGD(model.parameters(), 0.1);
        var trainer =
            Trainer.Create<TinyTask.Net, Batch>(
                model, optimizer, TinyTask.LossAndOutputs,
                _quiet with { Epochs = 2, Accumulate = 4, AverageDecay = 0.9, RestoreBest = true });
        trainer.Track(new R2Score(), batch => batch.Target).Track(new RocAuc(), batch => batch.Target.gt(0));
        trainer.Fit(TinyTask.Data(), TinyTask.Data(8));
        Handles.None(() => trainer.Fit(TinyTask.Data(), TinyTask.Data(8)));
    }

    [Fact]
    public void Batches_may_be_tuples_of_tensors()
    {
        using var model = TinyTask.CreateNet();
        using var optimizer = optim.SGD(model.parameters(), 0.1);
        var data = BatchSource.From(epoch => TinyTask.Data().Batches(epoch).Select(batch => (batch.Input, batch.Target)));
        var trainer =
            Trainer.Create(
                model, optimizer, (TinyTask.Net net, (Tensor Input, Tensor Target) batch) =>
                    TinyTask.Loss(net, new Batch(batch.Input, batch.Target)), _quiet with { Epochs = 1 });
        trainer.Fit(data);
        Handles.None(() => trainer.Fit(data));
    }

    [Fact]
    public void LBFGS_evaluates_the_loss_as_often_as_it_needs()
    {
        using var model = TinyTask.CreateNet();
        using var optimizer = optim.LBFGS(model.parameters(), 0.1, max_iter: 5);
        var trainer = Trainer.Create<TinyTask.Net, Batch>(model, optimizer, TinyTask.LossAndOutputs, _quiet with { Epochs = 5 });
        trainer.Track(new Examples(), batch => batch.Target);
        var result = trainer.Fit(TinyTask.Data(24, batchSize: 24));
        Assert.True(result.History[^1].Loss < result.History[0].Loss / 2);
        Assert.All(result.History, row => Assert.Equal(24, row.Training["examples"]));
    }

    public static TheoryData<string, TrainerOptions> Refused => new()
    {
        { "Nothing says how long to train: set Epochs, Steps or Time.", new TrainerOptions() },
        { "Epochs is 0, expected more than 0.", new TrainerOptions { Epochs = 0 } },
        { "Accumulate is -1, expected more than 0.", new TrainerOptions { Epochs = 1, Accumulate = -1 } },
        { "ClipNorm is NaN, expected more than 0.", new TrainerOptions { Epochs = 1, ClipNorm = double.NaN } },
        {
            "ClipNorm is 1E+39, expected at most 3.4028235E+38: leave it out to clip nothing.",
            new TrainerOptions { Epochs = 1, ClipNorm = 1e39 }
        },
        { "AverageDecay is 1, expected a number between 0 and 1, such as 0.999.", new TrainerOptions { Epochs = 1, AverageDecay = 1 } },
        { "'accuracy' is monitored, but no metric of that name is tracked: track it, or set Monitor to one of loss.",
            new TrainerOptions { Epochs = 1, Monitor = "accuracy" } },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void Options_that_make_no_sense_are_refused(string message, TrainerOptions options) =>
        Assert.Equal(message, Assert.Throws<ArgumentException>(() => Train(options, TinyTask.Data())).Message);

    [Fact]
    public void Empty_data_are_refused()
    {
        var fault = Assert.Throws<TrainingException>(() => Train(new TrainerOptions { Epochs = 1 }, BatchSource.From<Batch>(_ => [])));
        Assert.StartsWith("There is no batch to train on", fault.Message, StringComparison.Ordinal);
        fault =
            Assert.Throws<TrainingException>(
                () => Train(new TrainerOptions { Epochs = 1 }, TinyTask.Data(), validation: BatchSource.From<Batch>(_ => [])));
        Assert.StartsWith("There is no batch to evaluate the model on", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_loss_of_several_numbers_is_refused()
    {
        using var model = TinyTask.CreateNet();
        using var optimizer = optim.SGD(model.parameters(), 0.1);
        var trainer =
            Trainer.Create(model, optimizer, (TinyTask.Net net, Batch batch) => net.call(batch.Input), _quiet with { Epochs = 1 });
        Assert.Equal(
            "The loss must be one number, but is (4, 1): reduce it to a mean.",
            Assert.Throws<TrainingException>(() => trainer.Fit(TinyTask.Data())).Message);
    }

    [Fact]
    public void Metrics_on_the_training_data_come_from_the_outputs_of_the_steps()
    {
        using var model = TinyTask.CreateNet(dropout: 0.3);
        using var optimizer = optim.SGD(model.parameters(), 0.05);
        var errors = new List<double>();
        var forwards = 0;
        var trainer = Trainer.Create<TinyTask.Net, Batch>(
            model, optimizer, LossAndOutputs, _quiet with { Epochs = 2, EvaluateEvery = 4, Accumulate = 2 });
        trainer.Track(new MeanAbsoluteError(), batch => batch.Target).Track(new OnlyInEvaluation(), batch => batch.Target);
        var result = trainer.Fit(TinyTask.Data(22), TinyTask.Data(8));

        // 6 batches per epoch are 3 steps: rows after the steps 3 (an epoch), 4 (an evaluation) and 6 (an epoch, and the end).
        Assert.Equal([3L, 4, 6, 6], result.History.Select(row => row.Step));
        Assert.All(result.History, row => Assert.Equal(["mae"], row.Training.Keys));
        Assert.Equal(errors.Take(22).Average(), result.History[0].Training["mae"], 1e-6);
        Assert.Equal(errors.Skip(22).Take(8).Average(), result.History[1].Training["mae"], 1e-6);
        Assert.Equal(errors.Skip(22).Average(), result.History[2].Training["mae"], 1e-6);
        Assert.Equal(["loss", "mae", "only"], result.History[1].Validation.Keys);
        Assert.Equal(12, forwards);

        (Tensor Loss, Tensor Outputs) LossAndOutputs(TinyTask.Net net, Batch batch)
        {
            var (loss, outputs) = TinyTask.LossAndOutputs(net, batch);
            if (net.training)
            {
                forwards++;
                errors.AddRange(outputs.sub(batch.Target).abs().data<float>().Select(error => (double)error));
            }

            return (loss, outputs);
        }
    }

    [Fact]
    public void A_metric_needs_outputs_from_the_first_step_on()
    {
        using var model = TinyTask.CreateNet();
        using var optimizer = optim.SGD(model.parameters(), 0.1);
        var trainer = Trainer.Create<TinyTask.Net, Batch>(model, optimizer, TinyTask.Loss, _quiet with { Epochs = 1 });
        trainer.Track(new MeanAbsoluteError(), batch => batch.Target);
        Assert.Equal(
            "The metric 'mae' needs outputs, but the loss function returns only the loss: return (loss, outputs) from it.",
            Assert.Throws<TrainingException>(() => trainer.Fit(TinyTask.Data())).Message);
    }

    [Theory]
    [InlineData("step")]
    [InlineData("learning_rate")]
    [InlineData("validation_mae")]
    [InlineData("a,b")]
    [InlineData("")]
    public void A_metric_has_a_column_of_its_own(string name)
    {
        using var model = TinyTask.CreateNet();
        using var optimizer = optim.SGD(model.parameters(), 0.1);
        var trainer = Trainer.Create<TinyTask.Net, Batch>(model, optimizer, TinyTask.LossAndOutputs, _quiet with { Epochs = 1 });
        Assert.Throws<ArgumentException>("name", () => trainer.Track(new MeanAbsoluteError(), batch => batch.Target, name));
    }

    private static (List<TrainingStep> Steps, List<string> Events, float[] Weights) Train(
        TrainerOptions options, IBatchSource<Batch> data, double learningRate = 0.1, double dropout = 0,
        IBatchSource<Batch>? validation = null)
    {
        using var model = TinyTask.CreateNet(dropout);
        using var optimizer = optim.SGD(model.parameters(), learningRate);
        var recorder = new TinyTask.Recorder();
        var trainer =
            Trainer.Create<TinyTask.Net, Batch>(
                model, optimizer, TinyTask.Loss, options with { ShowProgress = false, StopOnCtrlC = false });
        trainer.Observers.Add(recorder);
        trainer.Fit(data, validation);
        return (recorder.Steps, recorder.Events, TinyTask.Weights(model));
    }

    /// <summary>Counts examples.</summary>
    private sealed class Examples : IMetric
    {
        private long _count;

        public string Name => "examples";

        public bool HigherIsBetter => true;

        public void Add(Tensor outputs, Tensor targets) => _count += targets.size(0);

        public double Compute() => _count;

        public void Reset() => _count = 0;

        public IMetric CreateEmpty() => new Examples();
    }

    /// <summary>A metric with only the members that a user must write.</summary>
    private sealed class OnlyInEvaluation : IMetric
    {
        public string Name => "only";

        public bool HigherIsBetter => true;

        public void Add(Tensor outputs, Tensor targets)
        {
        }

        public double Compute() => 1;

        public void Reset()
        {
        }
    }
}
