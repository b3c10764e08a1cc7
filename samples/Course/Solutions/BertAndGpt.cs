using System;
using ModelGen;
using ModelGen.Training;
using static TorchSharp.torch;

namespace Course;

/// <summary>The encoder with a head for three classes of texts.</summary>
[Model]
[Input("B", "T", Type = DType.Int64)]
[Embedding("words", 64, Init = Init.Normal, InitStd = 0.1), PositionEmbedding(24, Init = Init.Normal, InitStd = 0.1)]
[TransformerEncoderLayer(4, 256, NormFirst = true, Dropout = 0)]
[TransformerEncoderLayer(4, 256, NormFirst = true, Dropout = 0)]
[LayerNorm, Mean(Axis = 1), Linear(3)]   // (B, 3)
[CrossEntropyLoss]
public partial class StoryClassifier;

/// <summary>Looks back only, so that it can write.</summary>
[Model]
[Input("B", "T", Type = DType.Int64)]
[Embedding(100, 64), PositionEmbedding(24)]
[TransformerEncoderLayer(4, 256, Causal = true)]
[Linear(100)]
[Autoregressive]
public partial class WritingBert;

/// <summary>The solutions of chapter 11.</summary>
internal static class BertAndGptSolutions
{
    /// <summary>Prints the answers.</summary>
    public static void Run(Lesson lesson)
    {
        using var scope = NewDisposeScope();
        using var classifier = new StoryClassifier(Stories.Words);
        Console.WriteLine($"1: {Show.Shape(classifier.call(Stories.Draw(4)))}");
        Console.WriteLine();
        var (hidden, replaced, kept) = Chosen(100_000);
        Console.WriteLine($"2: chosen {hidden + replaced + kept:P0}; hidden {hidden:P0}, another word {replaced:P1}, kept {kept:P1}");
        Console.WriteLine();
        using var writer = new WritingBert();
        writer.eval();
        Console.WriteLine($"3: {writer.Generate([1, 2, 3], new() { MaxNewTokens = 5, Seed = 1 }).Count} words");
    }

    // Exercise 2.
    private static (double Hidden, double Replaced, double Kept) Chosen(int count)
    {
        var ids = randint(1, Stories.Words, [count], dtype: int64);
        var (input, target) = MaskedTokens.Mask(ids, Stories.Words, Stories.Mask);
        var chosen = target != MaskedTokens.Ignored;
        var isMask = input == Stories.Mask;
        var isKept = input == ids;
        return (Share(isMask), Share(isMask.logical_not() & isKept.logical_not()), Share(isKept));

        double Share(Tensor which) => (chosen & which).to(float32).mean().item<float>();
    }
}
