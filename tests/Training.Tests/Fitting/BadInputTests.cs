using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using ModelGen.Runtime.Tests;
using ModelGen.Runtime.Tests.Checkpoints;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace ModelGen.Training.Tests.Fitting;

/// <summary>Data that cannot be trained on end a run with one sentence.</summary>
public sealed class BadInputTests
{
    private static readonly TrainerOptions _quiet = new() { Epochs = 3, ShowProgress = false, StopOnCtrlC = false };

    [Fact]
    public void Data_without_an_example_are_refused()
    {
        const string Empty = "The data are empty: there is no example to make a batch of.";
        Assert.Equal(Empty, Assert.Throws<TrainingException>(() => BatchLoader.Create(Dataset.Of<float[]>([]), Collate)).Message);
        Assert.Equal(Empty, Assert.Throws<TrainingException>(() => BatchLoader.FromTensors(zeros(0, 3), zeros(0, 1))).Message);
        AssertRefused(
            "There is no batch to train on: the data are empty, or fewer than one batch where incomplete batches are dropped.",
            train: BatchLoader.Create(Dataset.Of<float[]>([[1, 2, 3, 4]]), Collate, new() { BatchSize = 2, DropLast = true }));
    }

    [Fact]
    public void One_example_is_enough()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["one.csv"], "a,b,c,y\n1,2,3,4\n");
        var rows = DataTable.FromCsv(folder["one.csv"]).NumberRows("a", "b", "c", "y");
        var scaler = FeatureScaler.Standard(rows);
        var one = BatchLoader.Create(Dataset.Of<float[]>([scaler.Transform(rows[0])]), Collate);
        var history = Fit(one, one).History;
        Assert.Equal(3, history.Count);
        Assert.All(history, row => Assert.True(double.IsFinite(row.Loss) && double.IsFinite(row.Validation["loss"])));
    }

    [Fact]
    public void A_number_that_is_not_finite_in_the_training_data_names_the_batch()
    {
        var fault = Assert.Throws<NonFiniteLossException>(() => Fit(Source(10, (7, float.NaN))));
        Assert.Equal((0, 3L), (fault.Epoch, fault.Batch));
        Assert.DoesNotContain('\n', fault.Message);
    }

    [Fact]
    public void A_number_that_is_not_finite_in_the_validation_data_names_the_batch_and_loses_nothing()
    {
        using var folder = new TemporaryFolder();
        var options = _quiet with { RunFolder = folder["run"], AverageDecay = 0.9 };
        AssertRefused(
            "The loss on the validation data is NaN at batch 2, counted from 0: look for such values in that batch.",
            Source(10), Source(10, (5, float.NaN)), options);
        Assert.Equal(
            ["step-0000000005-epoch-000000"],
            Directory.GetDirectories(folder["run/checkpoints"]).Select(path => Path.GetFileName(path)));
        AssertRefused(
            "The loss on the validation data is NaN at batch 2, counted from 0: look for such values in that batch.",
            Source(10), Source(10, (5, float.NaN)), options, resume: true);
    }

    [Fact]
    public void A_validation_loss_that_diverges_later_is_not_an_error_of_the_data()
    {
        var evaluations = 0;
        using var model = TinyTask.CreateNet();
        using var optimizer = optim.SGD(model.parameters(), 0.01);
        var trainer = Trainer.Create<TinyTask.Net, Batch>(
            model, optimizer,
            (net, batch) =>
            {
                var loss = TinyTask.Loss(net, batch);
                return net.training || evaluations++ == 0 ? loss : loss * double.PositiveInfinity;
            },
            _quiet with { Patience = 2 });
        var result = trainer.Fit(TinyTask.Data(), TinyTask.Data(8, 8));
        Assert.Equal((StopReason.EarlyStopping, 6L), (result.StopReason, result.BestStep));
    }

    [Theory]
    [InlineData(3L)]
    [InlineData(-1L)]
    public void A_label_that_is_no_class_names_the_batch(long label)
    {
        var labels = new long[] { 0, 1, 2, 0, label, 2 };
        var message = Refusal(labels, [0, 1, 2]);
        Assert.StartsWith("The loss of batch 2 of epoch 0, both counted from 0, cannot be computed: ", message);
        Assert.Contains(label.ToString(System.Globalization.CultureInfo.InvariantCulture), message);
        Assert.DoesNotContain('\n', message);
        message = Refusal([0, 1, 2], labels);
        Assert.StartsWith("The loss of batch 2 of the data of the evaluation, counted from 0, cannot be computed: ", message);

        static string Refusal(long[] train, long[] validation)
        {
            using var model = nn.Linear(3, 3);
            using var optimizer = optim.SGD(model.parameters(), 0.1);
            var trainer = Trainer.Create<TorchSharp.Modules.Linear, Batch>(
                model, optimizer, (net, batch) => nn.functional.cross_entropy(net.call(batch.Input), batch.Target), _quiet);
            return Assert.Throws<TrainingException>(() => trainer.Fit(Labelled(train), Labelled(validation))).Message;
        }

        static IBatchSource<Batch> Labelled(long[] labels) =>
            BatchLoader.FromTensors(zeros(labels.Length, 3), tensor(labels), new() { BatchSize = 2 });
    }

    [Fact]
    public void A_batch_of_another_shape_names_the_batch()
    {
        var odd = BatchSource.From(epoch => TinyTask.Data(8).Batches(epoch).Append(new Batch(zeros(4, 5), zeros(4, 1))));
        var message = Assert.Throws<TrainingException>(() => Fit(odd)).Message;
        Assert.StartsWith("The loss of batch 2 of epoch 0, both counted from 0, cannot be computed: ", message);
        Assert.DoesNotContain('\n', message);
    }

    [Fact]
    public void A_failure_leaves_no_tensor_behind()
    {
        using var model = TinyTask.CreateNet();
        using var optimizer = optim.SGD(model.parameters(), 0.1);
        var trainer = Trainer.Create<TinyTask.Net, Batch>(model, optimizer, TinyTask.LossAndOutputs, _quiet);
        trainer.Track(new MeanAbsoluteError(), batch => batch.Target);
        var (good, bad) = (Source(10), Source(10, (5, float.NaN)));
        trainer.Fit(good);
        Handles.None(() => Assert.Throws<TrainingException>(() => trainer.Fit(good, bad)));
        Handles.None(() => Assert.Throws<NonFiniteLossException>(() => trainer.Fit(bad)));
    }

    private static void AssertRefused(
        string message, IBatchSource<Batch> train, IBatchSource<Batch>? validation = null, TrainerOptions? options = null,
        bool resume = false) =>
        Assert.Equal(message, Assert.Throws<TrainingException>(() => Fit(train, validation, options, resume)).Message);

    private static FitResult Fit(
        IBatchSource<Batch> train, IBatchSource<Batch>? validation = null, TrainerOptions? options = null, bool resume = false)
    {
        using var model = TinyTask.CreateNet();
        using var optimizer = optim.SGD(model.parameters(), 0.01);
        return Trainer.Create<TinyTask.Net, Batch>(model, optimizer, TinyTask.Loss, options ?? _quiet).Fit(train, validation, resume);
    }

    /// <summary>Examples in batches of two, one of them with a number of its own.</summary>
    private static IBatchSource<Batch> Source(int count, (int Row, float Value)? odd = null)
    {
        float[][] rows = [.. Enumerable.Range(0, count).Select(i => new float[] { i % 3, i % 2, 1, i % 5 })];
        if (odd is { } one)
        {
            rows[one.Row][1] = one.Value;
        }

        return BatchLoader.Create(Dataset.Of(rows), Collate, new() { BatchSize = 2 });
    }

    private static Batch Collate(IReadOnlyList<float[]> rows) => new(
        Collation.Stack([.. rows.Select(row => row[..3])]), Collation.Stack([.. rows.Select(row => row[3..])]));
}
