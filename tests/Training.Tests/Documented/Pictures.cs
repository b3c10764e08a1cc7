using ModelGen.Training;

public static class Pictures
{
    public static void Draw(
        Trainer<FlowerClassifier, Batch> trainer, IBatchSource<Batch> train, IBatchSource<Batch> heldOut, ClassNames species)
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
