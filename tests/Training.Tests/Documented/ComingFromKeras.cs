using ModelGen;
using ModelGen.Training;
using static TorchSharp.torch;

[Model]
[Input("B", 1, 28, 28)]
[Conv(32, Kernel = 3), Relu, MaxPool(2)]
[Flatten, Dropout(0.5), Linear(10)]
[CrossEntropyLoss]
public partial class Digits;

public static class FromKeras
{
    public static FitResult Train(Tensor images, Tensor labels)         // (N, 1, 28, 28) Float, (N,) Int64
    {
        var kept = images.size(0) * 9 / 10;
        using var model = new Digits();
        using var optimizer = optim.Adam(model.parameters());
        var trainer = Trainer.Create(model, optimizer, new() { Epochs = 15, Patience = 3, RestoreBest = true });
        trainer.Track(new Accuracy(), batch => batch.Target);
        var result = trainer.Fit(Data(images[..(int)kept], labels[..(int)kept]), Data(images[(int)kept..], labels[(int)kept..]));
        model.SaveFolder("digits");
        return result;
    }

    private static IBatchSource<Digits.Batch> Data(Tensor images, Tensor labels) => BatchLoader.FromTensors(
        images, labels, (input, target) => new Digits.Batch(input, target), new() { BatchSize = 128, Shuffle = true });
}
