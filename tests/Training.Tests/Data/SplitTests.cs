using System;
using System.Collections.Generic;
using System.Linq;
using Xunit;

namespace ModelGen.Training.Tests.Data;

/// <summary>Nothing of what is held out is trained on.</summary>
public sealed class SplitTests
{
    [Fact]
    public void A_random_split_takes_the_share_and_repeats()
    {
        var data = Dataset.Of(Enumerable.Range(0, 200).ToArray());
        var (train, heldOut) = data.SplitAtRandom(0.25, seed: 3);
        Assert.Equal((150, 50), (train.Count, heldOut.Count));
        Assert.Equal(Enumerable.Range(0, 200), Items(train).Concat(Items(heldOut)).Order());
        Assert.Equal(Items(heldOut), Items(data.SplitAtRandom(0.25, seed: 3).HeldOut));
        Assert.NotEqual(Items(heldOut), Items(data.SplitAtRandom(0.25, seed: 4).HeldOut));
        Assert.NotEqual(train.Fingerprint, heldOut.Fingerprint);
    }

    [Fact]
    public void A_group_is_on_one_side()
    {
        var data = Dataset.Of(Enumerable.Range(0, 300).Select(i => (Patient: $"p{i * 7 % 20}", Value: i)).ToArray());
        var (train, heldOut) = data.SplitByGroup(item => item.Patient, 0.3);
        Assert.Equal(300, train.Count + heldOut.Count);
        Assert.Equal(6, Items(heldOut).Select(item => item.Patient).Distinct().Count());
        Assert.Empty(Items(train).Select(item => item.Patient).Intersect(Items(heldOut).Select(item => item.Patient)));
    }

    [Fact]
    public void What_is_held_out_is_later()
    {
        var times = Enumerable.Range(0, 100).Select(i => i * 37 % 100 / 3).ToArray();
        var (train, heldOut) = Dataset.Of(times).SplitByTime(time => time, 0.2, gap: 5);
        Assert.True(Items(train).Max() < Items(heldOut).Min());
        Assert.InRange(heldOut.Count, 15, 20);
        Assert.Equal(100 - 5, train.Count + heldOut.Count);
        Assert.Equal(Items(train).Order(), Items(train));
    }

    [Fact]
    public void Data_that_cannot_be_split_are_refused()
    {
        Assert.Equal(
            "The data cannot be split: there are 1 examples, and each side needs at least one.",
            Assert.Throws<TrainingException>(() => Dataset.Of([1]).SplitAtRandom(0.5)).Message);
        Assert.Equal(
            "The data cannot be split: there are 1 groups, and each side needs at least one.",
            Assert.Throws<TrainingException>(() => Dataset.Of([1, 2]).SplitByGroup(_ => "a", 0.5)).Message);
        Assert.StartsWith(
            "The data cannot be split by time",
            Assert.Throws<TrainingException>(() => Dataset.Of([1, 1, 1]).SplitByTime(time => time, 0.5)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => Dataset.Of([1, 2]).SplitAtRandom(1));
    }

    [Fact]
    public void Windows_follow_each_other_and_have_their_targets_behind_them()
    {
        var series = new SeriesDataset(Rows(10), inputSteps: 3, horizon: 2, stride: 2, targets: [1]);
        Assert.Equal(3, series.Count);
        Assert.Equal([2f, -2, 3, -3, 4, -4], series[1].Input.ToArray());
        Assert.Equal([-5f, -6], series[1].Target.ToArray());
        Assert.Equal(4, series[2].Start);
    }

    [Fact]
    public void The_rows_of_the_training_part_end_before_the_held_out_targets_and_scale_both_parts()
    {
        var (train, heldOut) = new SeriesDataset(Rows(100), inputSteps: 7, horizon: 3).SplitByTime(0.25);
        Assert.Equal(Enumerable.Range(0, 75).Select(i => (float)i), train.Rows.Select(row => row[0]));
        Assert.Equal(Enumerable.Range(75 - 7, 25 + 7).Select(i => (float)i), heldOut.Rows.Select(row => row[0]));

        var scaler = FeatureScaler.MinMax(train.Rows);
        var scaled = heldOut.Scale(scaler);
        Assert.Equal((heldOut.Count, heldOut.Features, heldOut[3].Start), (scaled.Count, scaled.Features, scaled[3].Start));
        Assert.Equal(scaler.Transform(heldOut[3].Input.Span[..2]), scaled[3].Input.ToArray()[..2]);
        Assert.Equal(scaler.Transform(heldOut[3].Target.Span[4..]), scaled[3].Target.ToArray()[4..]);
        Assert.NotEqual(heldOut.Fingerprint, scaled.Fingerprint);
    }

    [Fact]
    public void No_step_of_a_held_out_target_is_trained_on()
    {
        var (train, heldOut) = new SeriesDataset(Rows(100), inputSteps: 7, horizon: 3).SplitByTime(0.25);
        var trained = Items(train).SelectMany(window => window.Input.ToArray().Concat(window.Target.ToArray())).ToHashSet();
        var targets = Items(heldOut).SelectMany(window => window.Target.ToArray()).ToHashSet();
        Assert.Empty(trained.Intersect(targets));
        Assert.Equal(75, targets.Where(value => value > 0).Min());
        Assert.Equal(74, trained.Max());
    }

    [Fact]
    public void A_series_of_no_use_is_refused()
    {
        Assert.Equal(
            "The series has 4 time steps, and one window needs 5: give a longer series or shorter windows.",
            Assert.Throws<TrainingException>(() => new SeriesDataset(Rows(4), 4)).Message);
        var rows = Rows(9);
        rows[6][1] = float.NaN;
        Assert.StartsWith(
            "Feature 1 of time step 6 of the series is NaN", Assert.Throws<TrainingException>(() => new SeriesDataset(rows, 4)).Message);
        rows[6] = [1];
        Assert.Equal(
            "Time step 6 of the series has 1 features, and the first has 2.",
            Assert.Throws<TrainingException>(() => new SeriesDataset(rows, 4)).Message);
    }

    [Fact]
    public void A_scaler_gives_a_mean_of_0_and_a_deviation_of_1_and_back()
    {
        float[][] rows = [[1, 5, 10], [2, 5, 20], [6, 5, 60]];
        var scaler = FeatureScaler.FromJson(FeatureScaler.Standard(rows).ToJson());
        var scaled = rows.Select(row => scaler.Transform(row)).ToArray();
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(0, scaled.Average(row => row[i]), 1e-6);
            Assert.Equal(i == 1 ? 0 : 1, scaled.Average(row => row[i] * row[i]), 1e-6);
        }

        Assert.All(
            rows.Zip(scaled), pair =>
                Assert.All(pair.First.Zip(scaler.Invert(pair.Second)), values => Assert.Equal(values.First, values.Second, 1e-5)));
        Assert.Equal([0f, 0, 0.2f], FeatureScaler.MinMax(rows).Transform(rows[1]).Select((value, i) => i == 0 ? 0 : value));
        using var tensor = TorchSharp.torch.tensor(new float[,] { { scaled[2][2] } });
        using var back = scaler.Of(2).Invert(tensor);
        Assert.Equal(60, back.item<float>(), 1e-4);
    }

    [Fact]
    public void A_scaler_of_no_use_is_refused()
    {
        Assert.Equal(
            "A scaler cannot be fitted without data: there is no row.",
            Assert.Throws<TrainingException>(() => FeatureScaler.Standard([])).Message);
        Assert.StartsWith(
            "Feature 1 of row 0 is NaN", Assert.Throws<TrainingException>(() => FeatureScaler.MinMax([[1, float.NaN]])).Message);
        Assert.StartsWith("This is not the JSON of a scaler", Assert.Throws<TrainingException>(() => FeatureScaler.FromJson("{}")).Message);
        Assert.Equal(
            "The scaler was fitted to 1 features, and the row has 2.",
            Assert.Throws<TrainingException>(() => FeatureScaler.Standard([[1], [2]]).Transform([1, 2])).Message);
    }

    private static float[][] Rows(int count) => [.. Enumerable.Range(0, count).Select(i => new float[] { i, -i })];

    private static List<T> Items<T>(IDataset<T> dataset) => [.. Enumerable.Range(0, dataset.Count).Select(i => dataset[i])];
}
