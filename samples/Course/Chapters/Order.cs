using System;
using System.Linq;
using ModelGen;
using ScottPlot;
using static TorchSharp.torch;

namespace Course;

/// <summary>Adds up the vectors of the words.</summary>
[Model]
[Input("B", "T", Type = DType.Int64)]
[Embedding("words", 8)]                  // (B, T, 8), a vector per word
[Sum(Axis = 1)]                          // (B, 8), whatever their order
[Linear(2)]                              // (B, 2)
public partial class WordBag;

/// <summary>Reads one word after the other.</summary>
[Model]
[Input("B", "T", Type = DType.Int64)]
[Embedding("words", 8)]                  // (B, T, 8)
[Rnn(8, Port = "last")]                  // (B, 8), the state after the last word
[Linear(2)]                              // (B, 2)
public partial class WordReader;

/// <summary>Computes features of each value and adds them up.</summary>
[Model]
[Input("B", "T", 1)]
[Linear(16), Relu, Mean(Axis = 1)]       // (B, 16)
[Linear(2)]                              // (B, 2)
[CrossEntropyLoss]
public partial class ToneBag;

/// <summary>Reads one value after the other.</summary>
[Model]
[Input("B", "T", 1)]
[Rnn(16, Port = "last")]                 // (B, 16)
[Linear(2)]                              // (B, 2)
[CrossEntropyLoss]
public partial class ToneReader;

/// <summary>Forecasts the next value from the values without their order.</summary>
[Model]
[Input("B", "T", 1)]
[Linear(16), Relu, Mean(Axis = 1), Linear(1)]
[MseLoss]
public partial class SeriesBag;

/// <summary>Forecasts the next value from the values in order.</summary>
[Model]
[Input("B", "T", 1)]
[Rnn(16, Port = "last"), Linear(1)]
[MseLoss]
public partial class SeriesReader;

/// <summary>Chapter 1: order in text, speech and series.</summary>
internal static class Order
{
    private const int Steps = 300;
    private const int Examples = 64;
    private const int Length = 20;
    private const double Noise = 0.1;

    private static readonly string[] _words = ["the", "dog", "bites", "man"];

    /// <summary>Runs the chapter.</summary>
    public static void Run(Lesson lesson)
    {
        using var scope = NewDisposeScope();
        Text();
        Speech(lesson);
        Series(lesson);
        lesson.Save(Plot(), "order");
    }

    /// <summary>Converts a sentence to the ids of its words, <c>(1, T)</c>.</summary>
    public static Tensor Ids(string sentence) =>
        tensor(sentence.Split(' ').Select(word => (long)Array.IndexOf(_words, word)).ToArray()).unsqueeze(0);

    /// <summary>Draws tones that rise (class 1) or fall (class 0).</summary>
    /// <param name="count">The number of tones.</param>
    /// <returns>The pitches <c>(count, 20, 1)</c> and the classes <c>(count)</c>.</returns>
    public static (Tensor Pitches, Tensor Classes) Tones(int count)
    {
        var rises = randint(0, 2, count);
        var time = linspace(-1, 1, Length);
        var direction = (2 * rises - 1).unsqueeze(1);
        var pitches = direction * time + 0.3 * randn(count, Length);
        return (pitches.unsqueeze(2), rises.to(int64));
    }

    /// <summary>Draws windows of a noisy wave, each from another point in time.</summary>
    /// <param name="count">The number of windows.</param>
    /// <returns>The values <c>(count, 20, 1)</c> and the next value of each, <c>(count, 1)</c>.</returns>
    public static (Tensor Values, Tensor Next) Windows(int count)
    {
        // Two whole periods: every window has the same values on average, whatever comes next.
        var phase = 2 * Math.PI * rand(count, 1);
        var values = (phase + 4 * Math.PI / Length * arange(Length + 1)).sin() + Noise * randn(count, Length + 1);
        return (values[.., ..Length].unsqueeze(2), values[.., Length..]);
    }

    private static void Text()
    {
        var (first, second) = ("the dog bites the man", "the man bites the dog");
        using var bag = new WordBag(words: _words.Length);
        using var reader = new WordReader(words: _words.Length);
        Console.WriteLine("text                    WordBag           WordReader");
        foreach (var sentence in new[] { first, second })
        {
            var ids = Ids(sentence);
            Console.WriteLine($"{sentence}   {Show(bag.call(ids))}   {Show(reader.call(ids))}");
        }

        Console.WriteLine();
    }

    private static void Speech(Lesson lesson)
    {
        using var bag = new ToneBag();
        using var reader = new ToneReader();
        lesson.Train(bag, (pitches, classes) => new(pitches, classes), () => Tones(Examples), Steps);
        lesson.Train(reader, (pitches, classes) => new(pitches, classes), () => Tones(Examples), Steps);

        var (test, classes) = Tones(1000);
        Console.WriteLine("speech: does the tone rise?   accuracy");
        Console.WriteLine($"ToneBag                         {Accuracy(bag.call(test)),6:P0}");
        Console.WriteLine($"ToneReader                      {Accuracy(reader.call(test)),6:P0}");
        Console.WriteLine();

        double Accuracy(Tensor scores) => scores.argmax(1).eq(classes).to(float32).mean().item<float>();
    }

    private static void Series(Lesson lesson)
    {
        using var bag = new SeriesBag();
        using var reader = new SeriesReader();
        lesson.Train(bag, (values, next) => new(values, next), () => Windows(Examples), Steps);
        lesson.Train(reader, (values, next) => new(values, next), () => Windows(Examples), Steps);

        var (test, target) = Windows(1000);
        Console.WriteLine("series: the next value        mean absolute error");
        Console.WriteLine($"SeriesBag                       {Error(bag.call(test)):F2}");
        Console.WriteLine($"SeriesReader                    {Error(reader.call(test)):F2}");

        double Error(Tensor forecast) => (forecast - target).abs().mean().item<float>();
    }

    private static string Show(Tensor scores) => $"({string.Join(", ", scores.data<float>().Select(score => $"{score,6:F3}"))})";

    private static Plot Plot()
    {
        double[] time = [.. Enumerable.Range(0, Length)];
        double[] rising = [.. time.Select(t => 2 * t / (Length - 1) - 1)];
        var plot = Charts.New("Two tones with the same pitches in another order", "time step", "pitch");
        plot.Line(time, rising, "a rising tone");
        plot.Line(time, [.. rising.Reverse()], "a falling tone");
        return plot;
    }
}
