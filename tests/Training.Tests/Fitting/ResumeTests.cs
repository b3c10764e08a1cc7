using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using ModelGen.Runtime.Tests.Checkpoints;
using TorchSharp;
using TorchSharp.Modules;
using Xunit;
using static TorchSharp.torch;

namespace ModelGen.Training.Tests.Fitting;

/// <summary>A run that is cut off goes on to the same losses and weights, to the bit.</summary>
public sealed class ResumeTests
{
    private static readonly Dictionary<string, Func<IEnumerable<Parameter>, optim.Optimizer>> _optimizers = new()
    {
        ["SGD"] = parameters => optim.SGD(parameters, 0.05),
        ["SGD with momentum"] = parameters => optim.SGD(parameters, 0.05, momentum: 0.9, weight_decay: 0.01, nesterov: true),
        ["Adam"] = parameters => optim.Adam(parameters, 0.01),
        ["Adam with amsgrad"] = parameters => optim.Adam(parameters, 0.01, weight_decay: 0.01, amsgrad: true),
        ["AdamW"] = parameters => optim.AdamW(parameters, 0.01),
        ["AdamW with amsgrad"] = parameters => optim.AdamW(parameters, 0.01, amsgrad: true),
        ["Adagrad"] = parameters => optim.Adagrad(parameters, 0.05, lr_decay: 0.01),
        ["Adadelta"] = parameters => optim.Adadelta(parameters, 0.5),
        ["Adamax"] = parameters => optim.Adamax(parameters, 0.01),
        ["ASGD"] = parameters => optim.ASGD(parameters, 0.05, t0: 5),
        ["NAdam"] = parameters => optim.NAdam(parameters, 0.01),
        ["RAdam"] = parameters => optim.RAdam(parameters, 0.01),
        ["RMSProp"] = parameters => optim.RMSProp(parameters, 0.01),
        ["RMSProp, centered, with momentum"] = parameters => optim.RMSProp(parameters, 0.01, momentum: 0.9, centered: true),
        ["Rprop"] = parameters => optim.Rprop(parameters, 0.01),
    };

    private static readonly Dictionary<string, Func<optim.Optimizer, LearningRateSchedule>> _schedules = new()
    {
        ["cosine"] = _ => LearningRateSchedule.Cosine(warmUp: 0.2),
        ["StepLR"] = optimizer => LearningRateSchedule.From(optim.lr_scheduler.StepLR(optimizer, 3, 0.7), SchedulePeriod.Step),
        ["CosineAnnealingLR"] = optimizer =>
            LearningRateSchedule.From(optim.lr_scheduler.CosineAnnealingLR(optimizer, 10), SchedulePeriod.Step),
        ["OneCycleLR"] = optimizer =>
            LearningRateSchedule.From(optim.lr_scheduler.OneCycleLR(optimizer, 0.1, total_steps: 40), SchedulePeriod.Step),
        ["CyclicLR"] = optimizer =>
            LearningRateSchedule.From(optim.lr_scheduler.CyclicLR(optimizer, 0.001, 0.1, step_size_up: 4), SchedulePeriod.Step),
        ["ExponentialLR by epoch"] = optimizer =>
            LearningRateSchedule.From(optim.lr_scheduler.ExponentialLR(optimizer, 0.8), SchedulePeriod.Epoch),
        ["ReduceLROnPlateau"] = optimizer =>
            LearningRateSchedule.From(
                optim.lr_scheduler.ReduceLROnPlateau(optimizer, factor: 0.5, patience: 0, threshold: 0.3), SchedulePeriod.Epoch),
    };

    public static TheoryData<string> Optimizers => [.. _optimizers.Keys];

    public static TheoryData<string> Schedules => [.. _schedules.Keys];

    [Theory]
    [MemberData(nameof(Optimizers))]
    public void Each_optimizer_goes_on_to_the_bit(string name) =>
        AssertResumes(new TrainerOptions { Epochs = 4, CheckpointEvery = 1 }, _optimizers[name]);

    [Theory]
    [MemberData(nameof(Schedules))]
    public void Each_schedule_goes_on_to_the_bit(string name) =>
        AssertResumes(
            new TrainerOptions { Epochs = 5, CheckpointEvery = 4 }, parameters =>
                optim.SGD(parameters, 0.05, momentum: 0.9), _schedules[name]);

    [Fact]
    public void Dropout_averages_accumulation_clipping_and_evaluations_go_on_to_the_bit() => AssertResumes(
        new TrainerOptions { Epochs = 4, CheckpointEvery = 2, EvaluateEvery = 3, Accumulate = 2, AverageDecay = 0.9, ClipNorm = 0.5,
            Seed = 3 },
        parameters => optim.AdamW(parameters, 0.01), dropout: 0.3, batchSize: 2);

    [Fact]
    public void A_folder_holds_one_checkpoint_and_the_history()
    {
        using var folder = new TemporaryFolder();
        Run(folder["run"], new TrainerOptions { Epochs = 2, CheckpointEvery = 2 });
        Assert.Equal(
            ["best.safetensors", "history.csv", "run.json", "run.lock"],
            Directory.GetFiles(folder["run"]).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal));
        Assert.Equal(
            ["step-0000000012-epoch-000002"],
            Directory.GetDirectories(Path.Combine(folder["run"], "checkpoints")).Select(path => Path.GetFileName(path)));
        var lines = File.ReadAllLines(Path.Combine(folder["run"], "history.csv"));
        Assert.Equal("step,epoch,seconds,loss,learning_rate,mae,validation_loss,validation_mae", lines[0]);
        Assert.StartsWith("6,1,", lines[1], StringComparison.Ordinal);
        Assert.Equal(3, lines.Length);
        Assert.All(lines, line => Assert.Equal(8, line.Split(',').Length));
    }

    [Fact]
    public void A_run_that_is_resumed_with_another_metric_keeps_its_columns()
    {
        using var folder = new TemporaryFolder();
        Run(folder["run"], new TrainerOptions { Epochs = 1, CheckpointEvery = 2 });
        using var model = TinyTask.CreateNet();
        using var optimizer = optim.SGD(model.parameters(), 0.05);
        var trainer = Trainer.Create<TinyTask.Net, Batch>(
            model, optimizer, TinyTask.LossAndOutputs, Kept(new TrainerOptions { Epochs = 2 }, folder["run"]));
        trainer.Track(new RootMeanSquaredError(), batch => batch.Target);
        var history = trainer.Fit(TinyTask.Data(), TinyTask.Data(8, 8, seed: 2), resume: true).History;
        Assert.Equal(["mae", "rmse"], history.Select(row => row.Training.Keys.Single()));
        var lines = File.ReadAllLines(Path.Combine(folder["run"], "history.csv"));
        Assert.Equal("step,epoch,seconds,loss,learning_rate,mae,validation_loss,validation_mae,rmse,validation_rmse", lines[0]);
        Assert.All(lines, line => Assert.Equal(10, line.Split(',').Length));
        Assert.Equal(3, lines.Length);
    }

    [Fact]
    public void A_run_that_is_done_is_not_trained_again_and_goes_on_with_more_epochs()
    {
        using var folder = new TemporaryFolder();
        var first = Run(folder["run"], new TrainerOptions { Epochs = 2 });
        var again = Run(folder["run"], new TrainerOptions { Epochs = 2 }, resume: true);
        Assert.Empty(again.Losses);
        Assert.Equal(first.Weights, again.Weights);
        Assert.Equal(
            first.Result!.History.Select(row => (row.Step, row.Loss, row.Validation["loss"])),
            again.Result!.History.Select(row => (row.Step, row.Loss, row.Validation["loss"])));

        var more = Run(folder["run"], new TrainerOptions { Epochs = 3 }, resume: true);
        Assert.Equal([13L, 14, 15, 16, 17, 18], more.Losses.Keys);
        Assert.Equal(Run(null, new TrainerOptions { Epochs = 3 }).Weights, more.Weights);
    }

    [Fact]
    public void Early_stopping_counts_across_a_resume()
    {
        using var folder = new TemporaryFolder();
        var options = new TrainerOptions { Epochs = 50, Patience = 2, MinimumImprovement = 100 };
        var whole = Run(null, options);
        Cut(folder["run"], options, 13);
        var rest = Run(folder["run"], options, resume: true);
        Assert.Equal((StopReason.EarlyStopping, whole.Result!.Steps), (rest.Result!.StopReason, rest.Result.Steps));
        Assert.Equal(StopReason.EarlyStopping, Run(folder["run"], options, resume: true).Result!.StopReason);
    }

    [Fact]
    public void The_best_weights_survive_a_resume()
    {
        using var folder = new TemporaryFolder();
        var options =
            new TrainerOptions { Epochs = 6, RestoreBest = true,
                Schedule = LearningRateSchedule.From(progress => progress.Epoch < 2 ? 1 : -0.2) };
        var whole = Run(null, options);
        Assert.True(whole.Result!.BestStep < 36);
        Cut(folder["run"], options, 25);
        Assert.Equal(whole.Weights, Run(folder["run"], options, resume: true).Weights);
    }

    [Fact]
    public void A_folder_without_a_checkpoint_begins_anew()
    {
        using var folder = new TemporaryFolder();
        Cut(folder["run"], new TrainerOptions { Epochs = 2 }, 3);
        Assert.Equal(
            Run(null, new TrainerOptions { Epochs = 2 }).Losses,
            Run(folder["run"], new TrainerOptions { Epochs = 2 }, resume: true).Losses);
    }

    [Fact]
    public void A_folder_with_a_run_is_not_overwritten()
    {
        using var folder = new TemporaryFolder();
        Run(folder["run"], new TrainerOptions { Epochs = 1 });
        AssertRefused(
            $"The run folder '{folder["run"]}' holds a run of 6 steps: resume it with Fit(resume: true), or choose another folder.", () =>
                Run(folder["run"], new TrainerOptions { Epochs = 1 }));
    }

    [Fact]
    public void A_run_of_other_data_another_optimizer_or_another_model_is_refused()
    {
        using var folder = new TemporaryFolder();
        var options = new TrainerOptions { Epochs = 1 };
        Run(folder["run"], options);
        AssertRefused(
            $"The run in '{folder["run"]}' was trained on other data ('tiny' there, 'other' here): choose another folder, or resume it "
            + $"with what it began with.",
            () => Run(folder["run"], options, resume: true, data: TinyTask.Data(fingerprint: "other")));
        AssertRefused(
            $"The run in '{folder["run"]}' was trained with SGD, not with Adam: choose another folder, or resume it with what it began "
            + $"with.",
            () => Run(folder["run"], options, resume: true, optimizer: parameters => optim.Adam(parameters)));
        AssertRefused(
            $"The run in '{folder["run"]}' took 1 batches per step, not 2: choose another folder, or resume it with what it began with.",
            () => Run(folder["run"], options with { Accumulate = 2 }, resume: true));

        using var linear = nn.Linear(TinyTask.Features, 1);
        using var optimizer = optim.SGD(linear.parameters(), 0.1);
        var trainer =
            Trainer.Create(
                linear, optimizer, (Linear model, Batch batch) =>
                    nn.functional.mse_loss(model.call(batch.Input), batch.Target), Kept(options, folder["run"]));
        AssertRefused(
            $"The run in '{folder["run"]}' belongs to the model Net, not to Linear: choose another folder, or resume it with what it "
            + $"began with.",
            () => trainer.Fit(TinyTask.Data(), TinyTask.Data(8, 8, seed: 2), resume: true));
    }

    [Fact]
    public void A_model_of_other_sizes_is_refused_by_the_name_of_a_weight()
    {
        using var folder = new TemporaryFolder();
        FitLinear(4);
        AssertRefused(
            $"The run in '{folder["run"]}' belongs to another Linear: 'bias' is Float32 (4) there and Float32 (5) here: choose another "
            + $"folder, or resume it with what it began with.",
            () => FitLinear(5));

        void FitLinear(int outputs)
        {
            using var linear = nn.Linear(TinyTask.Features, outputs);
            using var optimizer = optim.SGD(linear.parameters(), 0.1);
            Trainer.Create(
                linear, optimizer, (Linear model, Batch batch) =>
                    model.call(batch.Input).mean(), Kept(new TrainerOptions { Epochs = 1 }, folder["run"]))
                        .Fit(TinyTask.Data(), resume: true);
        }
    }

    [Fact]
    public void A_folder_that_is_in_use_is_refused()
    {
        using var folder = new TemporaryFolder();
        var message = string.Empty;
        Run(folder["run"], new TrainerOptions { Steps = 1 }, onStep: _ =>
            message = Assert.Throws<TrainingException>(() => Run(folder["run"], new TrainerOptions { Steps = 1 }, resume: true)).Message);
        Assert.Equal(
            $"The run folder '{folder["run"]}' is in use by another process: wait for its end, or choose another folder.", message);
    }

    [Fact]
    public void An_optimizer_that_gives_no_state_out_is_refused()
    {
        using var folder = new TemporaryFolder();
        AssertRefused(
            "LBFGS does not give out its state, so a run with it cannot be resumed: leave RunFolder out, or use another optimizer.",
            () => Run(folder["run"], new TrainerOptions { Steps = 1 }, optimizer: parameters => optim.LBFGS(parameters)));
    }

    [Theory]
    [InlineData("state.json")]
    [InlineData("optimizer.bin")]
    [InlineData("random.bin")]
    [InlineData("metrics.bin")]
    [InlineData("weights.safetensors")]
    public void A_damaged_checkpoint_is_named(string file)
    {
        using var folder = new TemporaryFolder();
        Run(folder["run"], new TrainerOptions { Epochs = 1 });
        var checkpoint = Directory.GetDirectories(Path.Combine(folder["run"], "checkpoints")).Single();
        var content = File.ReadAllBytes(Path.Combine(checkpoint, file));
        File.WriteAllBytes(Path.Combine(checkpoint, file), content[..(content.Length / 2)]);
        var fault = Assert.Throws<TrainingException>(() => Run(folder["run"], new TrainerOptions { Epochs = 2 }, resume: true));
        Assert.DoesNotContain('\n', fault.Message);
    }

    [Theory]
    [InlineData("step,epoch,seconds,loss,learning_rate\n1,1\n")]
    [InlineData("step,epoch,seconds,loss,learning_rate\n1,x,0,0,0\n")]
    [InlineData("a,a\n1,1\n")]
    public void A_damaged_history_is_named(string content)
    {
        using var folder = new TemporaryFolder();
        Run(folder["run"], new TrainerOptions { Epochs = 1 });
        File.WriteAllText(folder["run/history.csv"], content);
        var fault = Assert.Throws<TrainingException>(() => Run(folder["run"], new TrainerOptions { Epochs = 2 }, resume: true));
        Assert.StartsWith($"The history '{folder["run/history.csv"]}' is damaged: ", fault.Message, StringComparison.Ordinal);
        File.Delete(folder["run/history.csv"]);
        var rest = Run(folder["run"], new TrainerOptions { Epochs = 2 }, resume: true);
        Assert.Equal(12, Assert.Single(rest.Result!.History).Step);
    }

    [Fact]
    public void A_disk_that_is_full_in_the_middle_of_a_save_leaves_the_checkpoint_before()
    {
        using var folder = new TemporaryFolder();
        var options = new TrainerOptions { Epochs = 3, CheckpointEvery = 2 };
        using (var model = new FullDisk(savesBefore: 6))
        using (var optimizer = optim.SGD(model.parameters(), 0.05))
        {
            var trainer =
                Trainer.Create(
                    model, optimizer, (FullDisk net, Batch batch) => TinyTask.Loss(net.Inner, batch), Kept(options, folder["run"]));
            AssertRefused(
                $"The checkpoint of step 8 cannot be written to '{folder["run"]}', the checkpoint of step 6 is still there: No space "
                + $"left on device",
                () => trainer.Fit(TinyTask.Data()));
        }

        Assert.Equal(
            ["step-0000000006-epoch-000001"],
            Directory.GetDirectories(Path.Combine(folder["run"], "checkpoints")).Select(path => Path.GetFileName(path)));
        using var again = new FullDisk(savesBefore: int.MaxValue);
        using var other = optim.SGD(again.parameters(), 0.05);
        var recorder = new TinyTask.Recorder();
        var resumed =
            Trainer.Create(again, other, (FullDisk net, Batch batch) => TinyTask.Loss(net.Inner, batch), Kept(options, folder["run"]));
        resumed.Observers.Add(recorder);
        resumed.Fit(TinyTask.Data(), resume: true);
        Assert.Equal(7, recorder.Steps[0].Step);
    }

    private static void AssertRefused(string message, Action action) =>
        Assert.Equal(message, Assert.Throws<TrainingException>(action).Message);

    private static void AssertResumes(
        TrainerOptions options, Func<IEnumerable<Parameter>, optim.Optimizer> optimizer,
        Func<optim.Optimizer, LearningRateSchedule>? schedule = null, double dropout = 0, int batchSize = 4)
    {
        using var folder = new TemporaryFolder();
        var data = TinyTask.Data(batchSize: batchSize);
        var whole = Run(null, options, optimizer, schedule, dropout, data);
        var seen = new Dictionary<long, long>();
        foreach (var cut in new long[] { 3, 4, 9, 17 })
        {
            Add(Cut(folder["run"], options, cut, optimizer, schedule, dropout, data));
        }

        var rest = Run(folder["run"], options, optimizer, schedule, dropout, data, resume: true);
        Add(rest.Losses);
        Assert.Equal(whole.Losses.Keys.Order(), seen.Keys.Order());
        Assert.Equal(whole.Weights, rest.Weights);
        Assert.Equal(
            whole.Result!.History.Select(row => (row.Step, row.Epoch, row.Loss, row.LearningRate, Measured(row))),
            rest.Result!.History.Select(row => (row.Step, row.Epoch, row.Loss, row.LearningRate, Measured(row))));

        void Add(Dictionary<long, long> losses)
        {
            foreach (var (step, bits) in losses)
            {
                Assert.Equal(whole.Losses[step], bits);
                seen[step] = bits;
            }
        }
    }

    private static string Measured(HistoryRow row) => string.Join(' ', row.Training.Concat(row.Validation));

    [Fact]
    public void A_run_that_is_cut_off_between_the_last_step_of_an_epoch_and_its_end_records_the_same_epoch()
    {
        using var folder = new TemporaryFolder();
        var options = new TrainerOptions { Epochs = 2, CheckpointEvery = 6, Schedule = LearningRateSchedule.Linear() };
        var whole = Run(null, options);
        var data = BatchSource.From(epoch => TinyTask.Data().Batches(epoch).Concat(Broken()), 6, "tiny");
        Assert.Throws<TimeoutException>(() => Run(folder["run"], options, data: data));
        var rest = Run(folder["run"], options, resume: true);
        Assert.Equal(
            whole.Result!.History.Select(row => (row.Step, row.Loss, row.LearningRate)),
            rest.Result!.History.Select(row => (row.Step, row.Loss, row.LearningRate)));

        static IEnumerable<Batch> Broken()
        {
            yield return Fail();
        }

        static Batch Fail() => throw new TimeoutException();
    }

    /// <summary>Runs up to a step that throws, as if the process had ended there.</summary>
    private static Dictionary<long, long> Cut(
        string folder, TrainerOptions options, long step, Func<IEnumerable<Parameter>, optim.Optimizer>? optimizer = null,
        Func<optim.Optimizer, LearningRateSchedule>? schedule = null,
        double dropout = 0, IBatchSource<Batch>? data = null)
    {
        var losses = new Dictionary<long, long>();
        Assert.Throws<TimeoutException>(() => Run(folder, options, optimizer, schedule, dropout, data, resume: true, onStep: report =>
        {
            losses[report.Step] = BitConverter.DoubleToInt64Bits(report.Loss);
            if (report.Step == step)
            {
                throw new TimeoutException();
            }
        }));
        return losses;
    }

    private static (Dictionary<long, long> Losses, float[] Weights, FitResult? Result) Run(
        string? folder, TrainerOptions options, Func<IEnumerable<Parameter>, optim.Optimizer>? optimizer = null,
        Func<optim.Optimizer, LearningRateSchedule>? schedule = null,
        double dropout = 0, IBatchSource<Batch>? data = null, bool resume = false, Action<TrainingStep>? onStep = null)
    {
        using var model = TinyTask.CreateNet(dropout);
        using var created = optimizer is null ? optim.SGD(model.parameters(), 0.05) : optimizer(model.parameters());
        var recorder = new TinyTask.Recorder(onStep);
        var trainer =
            Trainer.Create<TinyTask.Net, Batch>(
                model, created, TinyTask.LossAndOutputs,
                Kept(options, folder) with { Schedule = schedule?.Invoke(created) ?? options.Schedule });
        trainer.Track(new MeanAbsoluteError(), batch => batch.Target);
        trainer.Observers.Add(recorder);
        var result = trainer.Fit(data ?? TinyTask.Data(), TinyTask.Data(8, 8, seed: 2), resume);
        return (TinyTask.Bits(recorder.Steps), TinyTask.Weights(model), result);
    }

    private static TrainerOptions Kept(TrainerOptions options, string? folder) =>
        options with { RunFolder = folder, ShowProgress = false, StopOnCtrlC = false };

    /// <summary>A module that cannot be saved any more after so many times.</summary>
    private sealed class FullDisk : nn.Module
    {
        private readonly int _savesBefore;
        private int _saves;

        public FullDisk(int savesBefore)
            : base(nameof(FullDisk))
        {
            _savesBefore = savesBefore;
            Inner = TinyTask.CreateNet();
            register_module(nameof(Inner), Inner);
        }

        public TinyTask.Net Inner { get; }

        public override Dictionary<string, Tensor> state_dict(Dictionary<string, Tensor>? destination = null, string? prefix = null) =>
            ++_saves > _savesBefore ? throw new IOException("No space left on device") : base.state_dict(destination, prefix);
    }
}
