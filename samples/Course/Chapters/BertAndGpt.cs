using System;
using System.Collections.Generic;
using System.Linq;
using ModelGen;
using ModelGen.Decoding;
using ModelGen.Training;
using ScottPlot;
using TorchSharp;
using static TorchSharp.torch;

namespace Course;

/// <summary>An encoder as in BERT: every position sees all words, and predicts the word that is hidden there.</summary>
[Model]
[Input("B", "T", Type = DType.Int64)]
[Embedding("words", 64, Init = Init.Normal, InitStd = 0.1), PositionEmbedding(24, Init = Init.Normal, InitStd = 0.1)]
[TransformerEncoderLayer(4, 256, NormFirst = true, Dropout = 0)]
[TransformerEncoderLayer(4, 256, NormFirst = true, Dropout = 0)]
[LayerNorm, Linear("words")]             // (B, T, words)
[CrossEntropyLoss]
public partial class LittleBert;

/// <summary>A decoder as in GPT: every position sees the words up to it, and predicts the next one.</summary>
[Model]
[Input("B", "T", Type = DType.Int64)]
[Embedding("words", 64, Init = Init.Normal, InitStd = 0.1), PositionEmbedding(24, Init = Init.Normal, InitStd = 0.1)]
[TransformerEncoderLayer(4, 256, NormFirst = true, Dropout = 0, Causal = true)]
[TransformerEncoderLayer(4, 256, NormFirst = true, Dropout = 0, Causal = true)]
[LayerNorm, Linear("words")]             // (B, T, words)
[CrossEntropyLoss, Autoregressive]
public partial class LittleGpt;

/// <summary>Chapter 11: BERT and GPT on the same text.</summary>
internal static class BertAndGpt
{
    private const int Steps = 400;
    private const int Examples = 32;
    private const int Smoothed = 10;

    private static readonly string[] _places =
        ["name", "has", "a", "color", "animal", ".", "her", "animal", "sound", "when", "when", "."];

    /// <summary>Runs the chapter.</summary>
    public static void Run(Lesson lesson)
    {
        using var scope = NewDisposeScope();
        using var bert = new LittleBert(Stories.Words);
        using var gpt = new LittleGpt(Stories.Words);
        Console.WriteLine($"parameters: LittleBert {Show.Parameters(bert):N0}, LittleGpt {Show.Parameters(gpt):N0}");
        Console.WriteLine();
        PrintInfluence(bert, gpt);

        var bertLosses = TrainBert(lesson, bert);
        var gptLosses = TrainGpt(lesson, gpt);
        Console.WriteLine("loss                 first   last");
        Console.WriteLine($"LittleBert           {bertLosses[0],5:F2}  {bertLosses[^1],5:F2}");
        Console.WriteLine($"LittleGpt            {gptLosses[0],5:F2}  {gptLosses[^1],5:F2}   (at best {Stories.BestLoss:F2})");
        Console.WriteLine();
        PrintAccuracy(bert, gpt);
        PrintBlanks(bert);
        Console.WriteLine();
        PrintContinuations(gpt);
        lesson.Save(LossPlot(bertLosses, gptLosses), "bert-and-gpt");
        lesson.Save(InfluencePlot(bert, gpt), "bert-and-gpt-masks");
    }

    /// <summary>Trains on stories with hidden words.</summary>
    /// <returns>The loss over the steps, averaged over ten of them.</returns>
    public static IReadOnlyList<double> TrainBert(Lesson lesson, LittleBert bert, int steps = Steps) => Train(lesson, bert, steps, () =>
    {
        using var stories = Stories.Draw(Examples);
        var (input, target) = MaskedTokens.Mask(stories, Stories.Words, Stories.Mask);
        return new LittleBert.Batch(input, target);
    });

    /// <summary>Trains on stories, each word from those before it.</summary>
    /// <returns>The loss over the steps, averaged over ten of them.</returns>
    public static IReadOnlyList<double> TrainGpt(Lesson lesson, LittleGpt gpt, int steps = Steps) => Train(lesson, gpt, steps, () =>
    {
        using var stories = Stories.Draw(Examples);
        var (input, target) = NextToken.Shift(stories);
        return new LittleGpt.Batch(input, target);
    });

    /// <summary>Measures which words change the output of which positions.</summary>
    /// <param name="model">The model.</param>
    /// <param name="length">The number of words.</param>
    /// <returns>The matrix <c>(length, length)</c>: 1 where the word of the column changes the output of the row, otherwise 0.</returns>
    public static Tensor Influence(nn.Module<Tensor, Tensor> model, int length)
    {
        model.eval();
        var words = randint(1, Stories.Words, [1, length], dtype: int64);
        var before = model.call(words);
        return stack([.. Enumerable.Range(0, length).Select(changed =>
        {
            var others = words.clone();
            others[0, changed] = Stories.Mask;
            return (model.call(others) - before).abs().amax([2])[0] > 1e-6;
        })], 1).to(float32);
    }

    /// <summary>
    /// Measures how often each word of a story is predicted: by BERT if it alone is hidden, by GPT from the words before it.
    /// </summary>
    /// <returns>The accuracies by position; that of GPT at the first position is NaN.</returns>
    public static (double[] Bert, double[] Gpt) Accuracy(LittleBert bert, LittleGpt gpt, Tensor stories)
    {
        using var quiet = no_grad();
        var next = gpt.call(stories).argmax(2);
        double[] fromLeft = [double.NaN, .. Enumerable.Range(1, Stories.Length - 1).Select(place => Share(next[.., place - 1], place))];
        return ([.. Enumerable.Range(0, Stories.Length).Select(Hidden)], fromLeft);

        double Hidden(int place)
        {
            var blanked = stories.clone();
            blanked[.., place] = Stories.Mask;
            return Share(bert.call(blanked)[.., place].argmax(1), place);
        }

        double Share(Tensor guesses, int place) => guesses.eq(stories[.., place]).to(float32).mean().item<float>();
    }

    private static IReadOnlyList<double> Train<TBatch>(Lesson lesson, ITrainable<TBatch, Tensor> model, int steps, Func<TBatch> draw)
    {
        var losses = new LossCurve(threads: null);
        lesson.Train(model, draw, steps, learningRate: 3e-3, losses);
        return [.. losses.Points.Chunk(Smoothed).Select(points => points.Average(point => point.Bits * Math.Log(2)))];
    }

    private static void PrintInfluence(LittleBert bert, LittleGpt gpt)
    {
        const int Length = 6;
        var (both, left) = (Influence(bert, Length), Influence(gpt, Length));
        Console.WriteLine("output   LittleBert     LittleGpt      (x: the word of the column changes the output of the row)");
        for (var row = 0; row < Length; row++)
        {
            Console.WriteLine($"{row + 1,6}   {Marks(both[row])}    {Marks(left[row])}");
        }

        Console.WriteLine();

        static string Marks(Tensor influence) => string.Join(' ', influence.data<float>().Select(one => one > 0 ? "x" : "."));
    }

    private static void PrintAccuracy(LittleBert bert, LittleGpt gpt)
    {
        var (both, left) = Accuracy(bert, gpt, Stories.Draw(2000));
        Console.WriteLine($"right, in %          {string.Join("", _places.Select(place => $"{place,7}"))}");
        Console.WriteLine($"LittleBert           {string.Join("", both.Select(share => $"{100 * share,7:F0}"))}");
        Console.WriteLine($"LittleGpt                  -{string.Join("", left.Skip(1).Select(share => $"{100 * share,7:F0}"))}");
        Console.WriteLine();
    }

    private static void PrintBlanks(LittleBert bert)
    {
        foreach (var text in new[]
        {
            "anna has a brown [mask] . her horse neighs at night .",
            "tom has a gray duck . [mask] duck quacks all day .",
            "[mask] has a black cat . her cat meows at noon .",
        })
        {
            var place = Array.IndexOf(text.Split(' '), "[mask]");
            var (probability, id) = bert.call(Stories.Ids(text))[0, place].softmax(0).max(0);
            Console.WriteLine($"{text,-54} {Stories.Text([id.item<long>()])} ({probability.item<float>():P0})");
        }
    }

    private static void PrintContinuations(LittleGpt gpt)
    {
        foreach (var text in new[] { "maria has a white sheep .", "paul has a" })
        {
            var ids = Stories.Encode(text);
            var written = gpt.Generate(ids, GenerationOptions.Greedy with { MaxNewTokens = Stories.Length - ids.Length });
            Console.WriteLine($"{text} -> {Stories.Text(written)}");
        }
    }

    private static Plot LossPlot(IReadOnlyList<double> bert, IReadOnlyList<double> gpt)
    {
        double[] steps = [.. Enumerable.Range(1, bert.Count).Select(i => (double)Smoothed * i)];
        var plot = Charts.New("Loss on the same text", "step", "loss per predicted word, nats");
        plot.Line(steps, [.. bert], "LittleBert: hidden words");
        plot.Line(steps, [.. gpt], "LittleGpt: next words");
        plot.Line([steps[0], steps[^1]], [Stories.BestLoss, Stories.BestLoss], "best for next words");
        return plot;
    }

    // Both matrices side by side.
    private static Plot InfluencePlot(LittleBert bert, LittleGpt gpt)
    {
        var both = cat([Influence(bert, Stories.Length), full(Stories.Length, 1, double.NaN), Influence(gpt, Stories.Length)], 1);
        var places = Enumerable.Range(1, Stories.Length).Select(place => $"{place}").ToList();
        var plot = Charts.New("What each position sees: LittleBert and LittleGpt", "word", "output");
        plot.Heatmap(both, places, [.. places, "", .. places]);
        return plot;
    }
}
