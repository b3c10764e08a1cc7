using System;
using System.Collections.Generic;
using System.Linq;
using ModelGen;
using ModelGen.Decoding;
using ModelGen.Models;
using ScottPlot;
using TorchSharp;
using static TorchSharp.torch;

namespace Course;

/// <summary>Attention that knows the distance of two positions. The task needs no feed-forward network.</summary>
[Model]
[Input("B", "T", "D")]
[LayerNorm, MultiHeadAttention(4, Causal = true, Rotary = true), Residual]
public partial class DistanceBlock;

/// <summary>A decoder that answers from the examples of its prompt.</summary>
[Model]
[Input("B", "T", Type = DType.Int64)]
[Embedding("symbols", 64, Init = Init.Normal, InitStd = 0.1)]
[Block<DistanceBlock>(2), LayerNorm, Linear("symbols")]
[CrossEntropyLoss, Autoregressive]
public partial class ExampleReader;

/// <summary>Chapter 12: prompts, and a model that follows their examples.</summary>
internal static class Prompting
{
    private const int Steps = 1000;
    private const int Examples = 32;
    private const int Pairs = 10;
    private const int Tests = 2000;
    private const string Symbols = "abcdefgh12345678;";
    private const int Kinds = 8;

    private static readonly int[] _shots = [0, 1, 2, 3];

    /// <summary>The prompts of the small model: a letter and its number, separated by semicolons; then a letter.</summary>
    public static FewShotPromptTemplate Template { get; } = new(PromptTemplate.Parse("{letter}{number}"), PromptTemplate.Parse("{letter}"))
    {
        Separator = ";",
    };

    /// <summary>Runs the chapter.</summary>
    public static void Run(Lesson lesson)
    {
        using var scope = NewDisposeScope();
        PrintShots();
        PrintChat();

        using var model = new ExampleReader(Symbols.Length);
        lesson.Train(model, (input, target) => new(input, target), () => Draw(Examples), Steps, learningRate: 5e-3);
        var before = Copy(model);
        PrintAnswers(model);
        List<double> shown = [.. _shots.Skip(1).Select(shots => Accuracy(model, shots, isShown: true))];
        List<double> others = [.. _shots.Select(shots => Accuracy(model, shots, isShown: false))];
        Console.WriteLine($"examples in the prompt               {string.Join("", _shots.Select(shots => $"{shots,7}"))}");
        Console.WriteLine($"right, the letter is in an example         -{string.Join("", shown.Select(share => $"{share,7:P0}"))}");
        Console.WriteLine($"right, the letter is new             {string.Join("", others.Select(share => $"{share,7:P0}"))}");
        Console.WriteLine($"the weights are unchanged: {Copy(model).Zip(before).All(pair => pair.First.Equals(pair.Second))}");
        lesson.Save(Plot(shown, others), "prompting");
    }

    /// <summary>Draws training sequences of ten pairs, in which each letter keeps its number.</summary>
    /// <param name="count">The number of sequences.</param>
    /// <returns>The ids of the sequences without their last symbol, and the next symbol after each letter, otherwise -100.</returns>
    public static (Tensor Input, Tensor Target) Draw(int count)
    {
        var letters = randint(0, Kinds / 2, [count, Pairs], dtype: int64);       // 4 of the 8 letters, again and again
        letters = stack([.. Enumerable.Range(0, count).Select(i => randperm(Kinds, dtype: int64)[letters[i]])]);
        var numbers = randint(0, Kinds, [count, Kinds], dtype: int64).gather(1, letters);
        var ids = stack([letters, numbers + Kinds, full_like(letters, Symbols.IndexOf(';'))], 2).reshape(count, -1);
        var target = full(count, 3 * Pairs - 1, -100L, dtype: int64);
        target[.., TensorIndex.Slice(null, null, 3)] = numbers + Kinds;
        return (ids[.., ..^1], target);
    }

    /// <summary>Draws a prompt with its answer: different letters, each with a number.</summary>
    /// <param name="random">Draws.</param>
    /// <param name="shots">The number of examples.</param>
    /// <param name="isShown">Whether the letter of the question is in an example.</param>
    public static (string Prompt, char Answer) DrawPrompt(Random random, int shots, bool isShown)
    {
        char[] letters = [.. Symbols[..Kinds]];
        random.Shuffle(letters);
        char[] numbers = [.. letters.Select(_ => Symbols[Kinds + random.Next(Kinds)])];
        var asked = isShown ? random.Next(shots) : shots;
        var examples = Enumerable.Range(0, shots).Select(i => new Dictionary<string, string>
        {
            ["letter"] = $"{letters[i]}", ["number"] = $"{numbers[i]}",
        });
        return (Template.Format(examples, ("letter", $"{letters[asked]}")), numbers[asked]);
    }

    /// <summary>The ids of a text.</summary>
    public static long[] Encode(string text) => [.. text.Select(symbol => (long)Symbols.IndexOf(symbol))];

    private static void PrintShots()
    {
        var capitals = new FewShotPromptTemplate(PromptTemplate.Parse("{country}: {capital}"), PromptTemplate.Parse("{country}:"))
        {
            Introduction = PromptTemplate.Parse("Write the capital."), Separator = "\n",
        };
        (string Country, string Capital)[] known = [("France", "Paris"), ("Italy", "Rome"), ("Japan", "Tokyo")];
        foreach (var (name, shots) in new[] { ("zero-shot", 0), ("one-shot", 1), ("few-shot", 3) })
        {
            var examples = known.Take(shots)
                .Select(one => new Dictionary<string, string> { ["country"] = one.Country, ["capital"] = one.Capital });
            Console.WriteLine($"{name}:");
            Console.WriteLine(capitals.Format(examples, ("country", "Spain")));
            Console.WriteLine();
        }
    }

    private static void PrintChat()
    {
        var chat = ChatPromptTemplate.Parse(("system", "Answer in {language}."), ("user", "What is the capital of {country}?"));
        var markup = ChatTemplate.Parse(
            "{% for message in messages %}<|{{ message.role }}|>{{ message.content }}\n{% endfor %}<|assistant|>");
        Console.WriteLine("as a conversation:");
        Console.WriteLine(markup.Render(chat.Format(("language", "French"), ("country", "Spain"))));
        Console.WriteLine();
    }

    private static void PrintAnswers(ExampleReader model)
    {
        foreach (var prompt in new[] { "a3;c7;f1;c", "a3;c7;f1;f", "a4;c4;f8;a" })
        {
            var answer = model.Generate(Encode(prompt), GenerationOptions.Greedy with { MaxNewTokens = 1 });
            Console.WriteLine($"{prompt} -> {Symbols[(int)answer[0]]}");
        }

        Console.WriteLine();
    }

    private static double Accuracy(ExampleReader model, int shots, bool isShown)
    {
        using var quiet = no_grad();
        var random = new Random(shots);
        var prompts = Enumerable.Range(0, Tests).Select(_ => DrawPrompt(random, shots, isShown)).ToList();
        var ids = tensor(prompts.SelectMany(one => Encode(one.Prompt)).ToArray()).reshape(Tests, -1);
        var answers = tensor(prompts.Select(one => (long)Symbols.IndexOf(one.Answer)).ToArray());
        return model.call(ids)[.., -1].argmax(1).eq(answers).to(float32).mean().item<float>();
    }

    private static IReadOnlyList<Tensor> Copy(nn.Module model) => [.. model.parameters().Select(parameter => parameter.detach().clone())];

    private static Plot Plot(IReadOnlyList<double> shown, IReadOnlyList<double> others)
    {
        double[] shots = [.. _shots.Select(count => (double)count)];
        var plot = Charts.New("Answers from the examples of the prompt", "examples in the prompt", "right answers, %");
        plot.Line(shots[1..], [.. shown.Select(share => 100 * share)], "letter in an example");
        plot.Line(shots, [.. others.Select(share => 100 * share)], "new letter");
        return plot;
    }
}
