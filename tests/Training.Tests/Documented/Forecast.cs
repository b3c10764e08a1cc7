using System.Collections.Generic;
using System.Linq;
using ModelGen;
using ModelGen.Training;

[Model]
[Input("B", "T", 1)]
[Lstm(16, Port = "last"), Linear(3)]
[MseLoss]
public partial class Forecaster;

public static class Forecasting
{
    public static FitResult Train(string path)
    {
        var rows = DataTable.FromCsv(path).NumberRows("passengers");
        var scaler = FeatureScaler.Standard(rows[..(int)(rows.Length * 0.75)]);
        var series = new SeriesDataset([.. rows.Select(row => scaler.Transform(row))], inputSteps: 12, horizon: 3);
        var (train, heldOut) = series.SplitByTime(heldOut: 0.25);
        static Forecaster.Batch Collate(IReadOnlyList<SeriesWindow> windows) => new(
            Collation.Stack([.. windows.Select(window => window.Input)], 12, 1),
            Collation.Stack([.. windows.Select(window => window.Target)]));

        using var model = new Forecaster();
        using var optimizer = ParameterGroups.AdamW(model, learningRate: 1e-2);
        var trainer = Trainer.Create(
            model, optimizer, new() { Epochs = 20, ClipNorm = 1, Schedule = LearningRateSchedule.Cosine(warmUp: 0.1) });
        return trainer.Fit(
            BatchLoader.Create(train, Collate, new() { BatchSize = 16, Shuffle = true }),
            BatchLoader.Create(heldOut, Collate));
    }
}
