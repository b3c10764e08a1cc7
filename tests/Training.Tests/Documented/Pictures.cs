using ModelGen.Training;
using static TorchSharp.torch;

public static class Pictures
{
    public static void Draw(
        Trainer<nn.Module, FlowerClassifier.Batch> trainer, IBatchSource<FlowerClassifier.Batch> train,
        IBatchSource<FlowerClassifier.Batch> heldOut, ClassNames species)
    {
        var confusion = new ConfusionMatrix();
        trainer.Track(confusion, batch => batch.Target);
        trainer.Observers.Add(new CurvesFile("runs/flowers/curves.png"));
        var result = trainer.Fit(train, heldOut);
        TrainingPlots.SaveCurves("curves.svg", result.History, new() { Title = "Flowers" });
        trainer.Evaluate(heldOut);
        TrainingPlots.SaveConfusionMatrix("confusion.png", confusion.Counts(), species.Names);
    }
}
