using System;
using System.Collections.Generic;
using System.Linq;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace ModelGen.Training.Tests.Fitting;

/// <summary>The learning rate of each step.</summary>
public sealed class ScheduleTests
{
    [Fact]
    public void Cosine_rises_over_its_warm_up_and_falls_to_its_final_rate()
    {
        var rates = Rates(_ => LearningRateSchedule.Cosine(warmUp: 0.25, final: 0.1), new TrainerOptions { Steps = 24 });
        double[] expected = [.. Enumerable.Range(0, 24).Select(step => step < 6
            ? Math.Max(step / 6.0, 0.01)
            : 0.1 + 0.9 * 0.5 * (1 + Math.Cos(Math.PI * (step / 24.0 - 0.25) / 0.75)))];
        AssertClose(expected, rates);
    }

    [Fact]
    public void Shares_of_epochs_count_batches() =>
        AssertClose([1, 11 / 12.0, 10 / 12.0, 9 / 12.0, 8 / 12.0, 7 / 12.0, 6 / 12.0, 5 / 12.0, 4 / 12.0, 3 / 12.0, 2 / 12.0, 1 / 12.0],
            Rates(_ => LearningRateSchedule.Linear(), new TrainerOptions { Epochs = 2 }));

    [Fact]
    public void A_warm_up_in_steps_multiplies_the_rest() =>
        AssertClose(
            [0.25, 0.5, 0.75, 1, 1, 1], Rates(_ => LearningRateSchedule.Constant().WithWarmUp(4), new TrainerOptions { Epochs = 1 }));

    [Fact]
    public void Groups_keep_the_ratio_of_their_rates()
    {
        using var model = TinyTask.CreateNet();
        var parameters = model.parameters().ToArray();
        using var optimizer = optim.SGD(
            [new TorchSharp.Modules.SGD.ParamGroup(parameters[..2], lr: 1),
                new TorchSharp.Modules.SGD.ParamGroup(parameters[2..], lr: 0.01)], 0.1);
        var rates = new List<double>();
        var trainer =
            Trainer.Create<TinyTask.Net, Batch>(
                model, optimizer, TinyTask.Loss,
                new() { Steps = 3, ShowProgress = false, StopOnCtrlC = false, Schedule = LearningRateSchedule.From(_ => 0.5) });
        trainer.Observers.Add(new TinyTask.Recorder(_ => rates.AddRange(optimizer.ParamGroups.Select(group => group.LearningRate))));
        trainer.Fit(TinyTask.Data());
        AssertClose([0.5, 0.005, 0.5, 0.005, 0.5, 0.005], rates);
    }

    [Fact]
    public void A_scheduler_of_TorchSharp_is_stepped_after_each_step_or_epoch()
    {
        AssertClose(
            [1, 0.5, 0.25, 0.125],
            Rates(optimizer =>
                LearningRateSchedule.From(optim.lr_scheduler.ExponentialLR(optimizer, 0.5), SchedulePeriod.Step),
                new TrainerOptions { Steps = 4 }));
        AssertClose(
            [1, 1, 1, 1, 1, 1, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5],
            Rates(optimizer =>
                LearningRateSchedule.From(optim.lr_scheduler.ExponentialLR(optimizer, 0.5), SchedulePeriod.Epoch),
                new TrainerOptions { Epochs = 2 }));
    }

    [Fact]
    public void ReduceLROnPlateau_is_given_what_is_monitored()
    {
        // Nothing improves by 1000 %, so that every epoch after the first is a bad one.
        var rates = Rates(
            optimizer =>
                LearningRateSchedule.From(
                    optim.lr_scheduler.ReduceLROnPlateau(optimizer, factor: 0.5, patience: 0, threshold: 10, threshold_mode: "abs"),
                    SchedulePeriod.Epoch),
            new TrainerOptions { Epochs = 4 });
        AssertClose([1, 1, 0.5, 0.25], rates.Chunk(6).Select(epoch => epoch[0]));
    }

    [Fact]
    public void A_scheduler_of_TorchSharp_has_a_warm_up_of_its_own()
    {
        using var model = TinyTask.CreateNet();
        using var optimizer = optim.SGD(model.parameters(), 1);
        var schedule = LearningRateSchedule.From(optim.lr_scheduler.ExponentialLR(optimizer, 0.5), SchedulePeriod.Step);
        Assert.Contains("LinearLR", Assert.Throws<InvalidOperationException>(() => schedule.WithWarmUp(3)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => LearningRateSchedule.Cosine(warmUp: 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => LearningRateSchedule.Linear(final: -0.1));
    }

    private static List<double> Rates(Func<optim.Optimizer, LearningRateSchedule> create, TrainerOptions options)
    {
        using var model = TinyTask.CreateNet();
        using var optimizer = optim.SGD(model.parameters(), 1);
        var recorder = new TinyTask.Recorder();
        var trainer = Trainer.Create<TinyTask.Net, Batch>(
            model, optimizer, (net, batch) =>
                TinyTask.Loss(net, batch).mul(1e-3),
                options with { ShowProgress = false, StopOnCtrlC = false, Schedule = create(optimizer) });
        trainer.Observers.Add(recorder);
        trainer.Fit(TinyTask.Data());
        return [.. recorder.Steps.Select(step => step.LearningRate)];
    }

    private static void AssertClose(IEnumerable<double> expected, IEnumerable<double> actual)
    {
        Assert.Equal(expected.Count(), actual.Count());
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 1e-9));
    }
}
