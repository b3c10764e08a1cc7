using System.Collections.Generic;
using System.Linq;
using ModelGen;
using ModelGen.Training;
using static TorchSharp.torch;

[Model]
[Input("B", "T", Type = DType.Int64)]
[Embedding("vocabulary", 64), Lstm(128, NumLayers = 2, Dropout = 0.2, Port = "last"), Linear("classes")]
[CrossEntropyLoss]
public partial class Sentiment;

public static class FromPyTorch
{
    public static FitResult Train(IDataset<(long[] Ids, long Label)> train, IDataset<(long[] Ids, long Label)> validation)
    {
        using var model = new Sentiment(vocabulary: 20_000, classes: 2, device: cuda.is_available() ? CUDA : CPU);
        using var optimizer = optim.AdamW(model.parameters(), 3e-4);
        var trainer = Trainer.Create(
            model, optimizer, new() { Epochs = 5, ClipNorm = 1, Schedule = LearningRateSchedule.Cosine(), Seed = 0 });
        trainer.Track(new Accuracy(), batch => batch.Target);
        return trainer.Fit(Data(train, shuffle: true), Data(validation, shuffle: false));
    }

    private static IBatchSource<Sentiment.Batch> Data(IDataset<(long[] Ids, long Label)> texts, bool shuffle) =>
        BatchLoader.Create(texts, Collate, new() { BatchSize = 64, Shuffle = shuffle, Workers = 2 });

    private static Sentiment.Batch Collate(IReadOnlyList<(long[] Ids, long Label)> texts) => new(
        Collation.Stack([.. texts.Select(text => text.Ids)]),            // texts of one length
        Collation.Vector([.. texts.Select(text => text.Label)]));
}
