using System;
using System.Collections.Generic;
using ModelGen;
using ModelGen.Training;
using static TorchSharp.torch;

namespace Tasks;

/// <summary>Forecasts 24 hours from the 14 days before: a GRU whose time steps are days of 24 values.</summary>
[Model]
[Input("B", 336, 1)]
[Rearrange("b (day hour) 1 -> b day hour", With = "hour = 24")]    // (B, 14, 24)
[Gru(64, Port = "last")]                                           // (B, 64)
[Linear(24)]                                                       // (B, 24)
[MseLoss]
public partial class Forecaster;

/// <summary>A forecast of a column of a CSV file with one row per hour.</summary>
internal static class Forecast
{
    /// <summary>Trains on the first part of the file, and measures on the last fifth, in its unit.</summary>
    public static IReadOnlyList<Score> Run(string csv, string column, string folder, int steps, long seed)
    {
        var series = new SeriesDataset(DataTable.FromCsv(csv).NumberRows(column), inputSteps: 336, horizon: 24);
        var (known, test) = series.SplitByTime(heldOut: 0.2);
        var (train, validation) = known.SplitByTime(heldOut: 0.1);
        var scaler = FeatureScaler.Standard(train.Rows);

        manual_seed(seed);
        using var model = new Forecaster();
        using var optimizer = ParameterGroups.AdamW(model, learningRate: 3e-3);
        Trainer.Create(model, optimizer, new()
        {
            Steps = steps, EvaluateEvery = 100, RestoreBest = true, ClipNorm = 1,
            Schedule = LearningRateSchedule.Cosine(warmUp: 0.1),
        }).Fit(Load(train, shuffle: true), Load(validation));
        model.SaveFolder(folder, new() { ["scaler"] = scaler.ToJson() });

        using var saved = Forecaster.FromFolder(folder);
        scaler = FeatureScaler.FromJson((string)ModelFolder.Read(folder).Extras["scaler"]!);
        return
        [
            Measure("seasonal naive: the same hour a week ago", batch => batch.Input[.., 168..192, 0]),
            Measure("Forecaster", batch => model.call(batch.Input)),
            Measure("Forecaster, loaded from its folder", batch => saved.call(batch.Input)),
        ];

        IBatchSource<Forecaster.Batch> Load(SeriesDataset part, bool shuffle = false) => BatchLoader.FromSeries(
            part.Scale(scaler), (input, target) => new Forecaster.Batch(input, target),
            new() { BatchSize = 64, Shuffle = shuffle, Seed = seed });

        Score Measure(string name, Func<Forecaster.Batch, Tensor> predict) => new(
            name,
            ("MAE", scaler.Scale[0] * new MeanAbsoluteError().Measure(Load(test), predict, batch => batch.Target)),
            ("RMSE", scaler.Scale[0] * new RootMeanSquaredError().Measure(Load(test), predict, batch => batch.Target)));
    }
}
