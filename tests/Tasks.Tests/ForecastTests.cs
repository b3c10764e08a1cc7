using System;
using System.IO;
using System.Linq;
using ModelGen.Training;
using Xunit;

namespace Tasks.Tests;

public sealed class ForecastTests
{
    [Fact]
    public void The_synthetic_series_is_the_same_for_the_same_seed_and_has_a_week()
    {
        using var folder = new TemporaryFolder();
        SyntheticSeries.Write(folder["one.csv"], hours: 2000, seed: 3);
        SyntheticSeries.Write(folder["two.csv"], hours: 2000, seed: 3);
        SyntheticSeries.Write(folder["three.csv"], hours: 2000, seed: 4);
        Assert.Equal(File.ReadAllText(folder["one.csv"]), File.ReadAllText(folder["two.csv"]));
        Assert.NotEqual(File.ReadAllText(folder["one.csv"]), File.ReadAllText(folder["three.csv"]));

        var load = DataTable.FromCsv(folder["one.csv"]).Numbers(SyntheticSeries.Column);
        double Error(int hours) => Enumerable.Range(hours, load.Length - hours).Average(i => Math.Abs(load[i] - load[i - hours]));
        Assert.True(Error(168) < 0.8 * Error(24), $"{Error(168)} a week ago, {Error(24)} a day ago");
    }

    [Fact]
    public void The_forecaster_learns_the_series_and_predicts_the_same_from_its_folder()
    {
        using var folder = new TemporaryFolder();
        SyntheticSeries.Write(folder["series.csv"], hours: 24 * 200, seed: 1);

        var scores = Quiet.Run(() => Forecast.Run(folder["series.csv"], SyntheticSeries.Column, folder["model"], steps: 300, seed: 1));

        Assert.Equal(["MAE", "RMSE"], scores[0].Values.Select(value => value.Measure));
        Assert.True(scores[1].Values[0].Value < scores[0].Values[0].Value, $"{scores[1].Values[0]} against {scores[0].Values[0]}");
        Assert.Equal(scores[1].Values, scores[2].Values);
        Assert.True(File.Exists(folder["model/model.safetensors"]));
    }

    [Fact]
    public void The_baseline_is_the_value_of_a_week_ago_in_the_unit_of_the_column()
    {
        // The value rises by 2 per hour, so that the value of a week ago is 336 too low.
        using var folder = new TemporaryFolder();
        File.WriteAllLines(folder["line.csv"], Enumerable.Range(0, 24 * 100).Select(hour => $"{2 * hour}").Prepend("value"));

        var scores = Quiet.Run(() => Forecast.Run(folder["line.csv"], "value", folder["model"], steps: 1, seed: 1));

        Assert.All(scores[0].Values, value => Assert.Equal(336, value.Value, 0.1));
    }
}
