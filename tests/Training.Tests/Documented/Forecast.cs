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
        var series = new SeriesDataset(DataTable.FromCsv(path).NumberRows("passengers"), inputSteps: 12, horizon: 3);
        var (train, heldOut) = series.SplitByTime(heldOut: 0.25);
        var scaler = FeatureScaler.Standard(train.Rows);
        IBatchSource<Forecaster.Batch> Data(SeriesDataset part, bool shuffle) => BatchLoader.FromSeries(
            part.Scale(scaler), (input, target) => new Forecaster.Batch(input, target), new() { BatchSize = 16, Shuffle = shuffle });

        using var model = new Forecaster();
        using var optimizer = ParameterGroups.AdamW(model, learningRate: 1e-2);
        var trainer = Trainer.Create(
            model, optimizer, new() { Epochs = 20, ClipNorm = 1, Schedule = LearningRateSchedule.Cosine(warmUp: 0.1) });
        return trainer.Fit(Data(train, shuffle: true), Data(heldOut, shuffle: false));
    }
}
