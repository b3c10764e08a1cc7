using System.Collections.Generic;
using System.Linq;
using ModelGen;
using ModelGen.Training;
using static TorchSharp.torch;

[Model]
[Input("B", 4)]
[Linear(16), Relu, Linear(3)]
[CrossEntropyLoss]
public partial class FlowerClassifier;

public static class Classifying
{
    public static FitResult Train(string path)
    {
        var table = DataTable.FromCsv(path);
        var species = table.Labels("species", ClassNames.Of(table.Texts("species")));
        var sizes = table.NumberRows("sepal_length", "sepal_width", "petal_length", "petal_width");
        var (train, heldOut) = Dataset.Of([.. sizes.Zip(species)]).SplitAtRandom(heldOut: 0.2);
        var scaler = FeatureScaler.Standard([.. train.AsEnumerable().Select(flower => flower.First)]);
        FlowerClassifier.Batch Collate(IReadOnlyList<(float[] Sizes, long Species)> flowers) => new(
            Collation.Stack([.. flowers.Select(flower => scaler.Transform(flower.Sizes))]),
            Collation.Vector([.. flowers.Select(flower => flower.Species)]));

        using var model = new FlowerClassifier();
        using var optimizer = ParameterGroups.AdamW(model, learningRate: 1e-2);
        var trainer = Trainer.Create(
            model, optimizer, new() { Epochs = 30, Monitor = "accuracy", Patience = 10, RestoreBest = true });
        trainer.Track(new Accuracy(), batch => batch.Target).Track(new F1Score(), batch => batch.Target);
        return trainer.Fit(
            BatchLoader.Create(train, Collate, new() { BatchSize = 16, Shuffle = true }),
            BatchLoader.Create(heldOut, Collate));
    }
}
