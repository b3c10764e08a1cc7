using ModelGen;
using ModelGen.Training;
using TorchSharp;

public static class Resuming
{
    public static FitResult Train(
        Forecaster model, IBatchSource<Forecaster.Batch> train, IBatchSource<Forecaster.Batch> validation)
    {
        torch.set_num_threads(1);
        using var optimizer = ParameterGroups.AdamW(model);
        var trainer = Trainer.Create(
            model, optimizer, new() { Epochs = 20, Seed = 1, RunFolder = "runs/forecast", CheckpointEvery = 100 });
        trainer.Observers.Add(new TensorBoardLog("runs/forecast/tensorboard"));
        return trainer.Fit(train, validation, resume: true);
    }
}
