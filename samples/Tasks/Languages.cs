using System;
using System.Collections.Generic;
using System.Linq;
using ModelGen;
using ModelGen.Training;
using static TorchSharp.torch;

namespace Tasks;

/// <summary>Recognizes the language of a text from its bytes; padding changes nothing.</summary>
[Model]
[CrossEntropyLoss]
public partial class LanguageClassifier
{
    [Input("B", "T", Type = DType.Int64)] private Stage bytes;
    [Input("B", Type = DType.Int64)] private Stage lengths;

    [From(nameof(bytes)), Embedding(256, 32)]
    [Gru(48, Bidirectional = true, Lengths = nameof(lengths), Port = "last"), Dropout(0.2), Linear("classes")]
    private Stage logits;
}

/// <summary>A text of a known language.</summary>
/// <param name="Bytes">The text in UTF-8.</param>
/// <param name="Language">The name of the language.</param>
/// <param name="Group">Texts of one group, such as translations, are on the same side of a split.</param>
internal sealed record LabeledText(byte[] Bytes, string Language, string Group);

/// <summary>Classification of texts of different lengths.</summary>
internal static class Languages
{
    /// <summary>Trains on most groups of texts, and measures on others.</summary>
    public static (IReadOnlyList<Score> Scores, ClassNames Classes, long[,] Confusion) Run(
        IReadOnlyList<LabeledText> texts, int steps, long seed)
    {
        var classes = ClassNames.Of(texts.Select(text => text.Language));
        var (known, test) = Dataset.Of(texts).SplitByGroup(text => text.Group, heldOut: 0.2, seed);
        var (train, validation) = known.SplitByGroup(text => text.Group, heldOut: 0.1, seed);

        manual_seed(seed);
        using var model = new LanguageClassifier(classes.Count);
        using var optimizer = ParameterGroups.AdamW(model, learningRate: 5e-3);
        var confusion = new ConfusionMatrix();
        var trainer = Trainer.Create(model, optimizer, new()
        {
            Steps = steps, EvaluateEvery = 100, Monitor = "f1", RestoreBest = true, ClipNorm = 1,
            Schedule = LearningRateSchedule.Cosine(warmUp: 0.1),
        });
        trainer.Track(new Accuracy(), batch => batch.Target).Track(new F1Score(), batch => batch.Target)
            .Track(confusion, batch => batch.Target);
        trainer.Fit(Load(train, shuffle: true), Load(validation));
        var measured = trainer.Evaluate(Load(test));
        return (
            [
                NaiveBayesBaseline.Measure(known, test, classes),
                new("LanguageClassifier", ("accuracy", measured["accuracy"]), ("macro-F1", measured["f1"])),
            ],
            classes, confusion.Counts());

        IBatchSource<LanguageClassifier.Batch> Load(IDataset<LabeledText> part, bool shuffle = false) =>
            BatchLoader.Create(
                part, Collate, new() { BatchSize = 64, Shuffle = shuffle, Seed = seed },
                length: text => text.Bytes.Length);

        LanguageClassifier.Batch Collate(IReadOnlyList<LabeledText> batch)
        {
            var padded = Collation.Pad([.. batch.Select(text => Array.ConvertAll(text.Bytes, value => (long)value))]);
            var labels = Collation.Vector([.. batch.Select(text => classes.NumberOf(text.Language))]);
            return new(padded.Values, padded.Lengths, labels);
        }
    }
}
