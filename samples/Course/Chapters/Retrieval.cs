using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;
using ModelGen;
using ModelGen.Models;
using ScottPlot;
using TorchSharp;
using static TorchSharp.torch;

namespace Course;

/// <summary>A text as a vector of length 1: the mean of the vectors of its words.</summary>
[Model]
[Input("B", "T", Type = DType.Int64)]
[Embedding("words", 32, Init = Init.Normal, InitStd = 0.1), Mean(Axis = 1), Normalize]
[Output("B", 32)]
public partial class TextEncoder;

/// <summary>Learns vectors from pairs: of all passages of a batch, each question has to choose its own.</summary>
[Model]
[CrossEntropyLoss]
public partial class PairEncoder
{
    [Input("B", "T", Type = DType.Int64)]
    Stage question;

    [Input("B", "S", Type = DType.Int64)]
    Stage passage;

    [From(nameof(question)), Block<TextEncoder>(Name = "encoder")]
    Stage asked;                                         // (B, 32)

    [From(nameof(passage)), Block<TextEncoder>(Shared = "asked.encoder")]
    Stage found;                                         // (B, 32), by the same weights

    [From(nameof(asked), nameof(found)), Einsum("qd,pd->qp"), Apply(nameof(Sharpen))]
    Stage scores;                                        // (B, B), the cosine of each pair

    /// <summary>The encoder.</summary>
    public TextEncoder Encoder => _askedEncoder;

    [return: Shape("Q", "P")]
    private static Tensor Sharpen([Shape("Q", "P")] Tensor cosines) => 10 * cosines;
}

/// <summary>Chapter 13: search, and answers with citations.</summary>
internal static partial class Retrieval
{
    private const int Steps = 200;
    private const int WordsPerText = 4;
    private const double LeastCosine = 0.5;
    private const double LeastCovered = 0.6;

    private static readonly HashSet<string> _common =
        [.. "a an and are at be before by can do for how i in is it my of or the this to what when who you your".Split(' ')];

    // Words that are used in the same texts. A real encoder learns them from millions of pairs of texts.
    private static readonly string[][] _topics =
    [
        .. new[]
        {
            "car automobile vehicle engine garage tyre repair fix mend",
            "bread loaf bake oven flour dough hot minutes",
            "rain shower umbrella wet weather storm",
            "doctor physician illness medicine sick pain",
            "money cash bank pay coin counts",
            "sleep bed tired night rest early",
            "music song melody guitar sing play",
        }.Select(words => words.Split(' ')),
    ];

    /// <summary>The passages.</summary>
    public static IReadOnlyList<string> Passages { get; } =
    [
        "The garage can repair an automobile in one day.",
        "Bake the loaf in a hot oven for forty minutes.",
        "Take an umbrella when a shower is near.",
        "A physician gives medicine to the sick.",
        "The bank counts the cash every evening.",
        "Go to bed early when you are tired.",
        "Sing the melody before you play the guitar.",
        "Part K7 is a screw.",
    ];

    private static readonly List<string> _vocabulary =
        ["?", .. _topics.SelectMany(words => words).Concat(Passages.SelectMany(Words)).Distinct()];

    /// <summary>The number of words that the encoder knows, with a place for all others.</summary>
    public static int VocabularySize => _vocabulary.Count;

    /// <summary>Runs the chapter.</summary>
    public static void Run(Lesson lesson)
    {
        using var scope = NewDisposeScope();
        using var model = new PairEncoder(VocabularySize);
        Console.WriteLine($"cosine of car and automobile: {Cosine(model.Encoder, "car", "automobile"):F2} before training");
        Train(lesson, model);
        Console.WriteLine($"cosine of car and automobile: {Cosine(model.Encoder, "car", "automobile"):F2}, of car and bread: "
            + $"{Cosine(model.Encoder, "car", "bread"):F2} after training");
        Console.WriteLine();

        string[] questions = ["who can fix my car", "what is K7", "how do i bake bread", "what is the capital of france"];
        foreach (var question in questions)
        {
            var (words, vectors) = (Bm25(question, Passages), Cosines(model.Encoder, question, Passages));
            Console.WriteLine($"{question}");
            Console.WriteLine($"  by words {Best(words)}; by vectors {Best(vectors)}");
            Console.WriteLine(vectors.Max() < LeastCosine && words.Max() == 0
                ? $"  declined: no passage has a word of the question or a cosine of {LeastCosine}"
                : $"  fused: {First(Fuse(Ranking(words), Ranking(vectors)))}");
        }

        Console.WriteLine();
        Console.WriteLine(Prompt(questions[0], [Passages[0], Passages[7]]));
        Console.WriteLine();
        const string Answer = "The garage can repair an automobile [1]. It costs fifty euros [1]. Bring your keys. Call them [9].";
        foreach (var (sentence, verdict) in Check(Answer, [Passages[0], Passages[7]]))
        {
            Console.WriteLine($"{sentence,-42} {verdict}");
        }

        lesson.Save(Plot(model.Encoder, questions), "retrieval");
    }

    /// <summary>Trains on pairs of texts with the same topic, a pair per topic and batch.</summary>
    public static void Train(Lesson lesson, PairEncoder model) => lesson.Train(model, Draw, Steps, learningRate: 3e-2);

    /// <summary>Scores passages by the words that they share with a question: rare words count more, repeated ones less and less.</summary>
    public static double[] Bm25(string question, IReadOnlyList<string> passages)
    {
        const double K1 = 1.2;
        const double B = 0.75;
        List<List<string>> texts = [.. passages.Select(passage => Words(passage).ToList())];
        var average = texts.Average(words => words.Count);
        return [.. texts.Select(words => Content(question).Sum(word => Score(word, words)))];

        double Score(string word, List<string> words)
        {
            var documents = texts.Count(text => text.Contains(word));
            var rarity = Math.Log(1 + (texts.Count - documents + 0.5) / (documents + 0.5));
            var count = words.Count(one => one == word);
            return rarity * count * (K1 + 1) / (count + K1 * (1 - B + B * words.Count / average));
        }
    }

    /// <summary>The cosines of a question and passages. The vectors have length 1, so it is their product.</summary>
    public static double[] Cosines(TextEncoder encoder, string question, IReadOnlyList<string> passages) =>
        [.. passages.Select(passage => Cosine(encoder, question, passage))];

    /// <summary>Combines rankings: a passage scores the sum of 1 / (60 + rank) over the rankings that have it.</summary>
    public static IReadOnlyList<(int Passage, double Score)> Fuse(params IReadOnlyList<int>[] rankings) =>
    [
        .. rankings.SelectMany(ranking => ranking.Select((passage, i) => (Passage: passage, Score: 1.0 / (60 + i + 1))))
            .GroupBy(one => one.Passage).Select(group => (Passage: group.Key, Score: group.Sum(one => one.Score)))
            .OrderByDescending(one => one.Score).ThenBy(one => one.Passage),
    ];

    /// <summary>The passages with a score, best first.</summary>
    public static IReadOnlyList<int> Ranking(double[] scores) =>
        [.. Enumerable.Range(0, scores.Length).Where(i => scores[i] > 0).OrderByDescending(i => scores[i])];

    /// <summary>The prompt for a language model, with numbered passages.</summary>
    public static string Prompt(string question, IReadOnlyList<string> passages) => PromptTemplate.Parse(
        "Answer from the passages only. End each sentence with the number of its passage, like [1]. "
        + "If they do not answer the question, say so.\n{passages}\nQuestion: {question}").Format(
            ("passages", string.Join('\n', passages.Select((passage, i) => $"[{i + 1}] {passage}"))), ("question", question));

    /// <summary>Checks that each sentence of an answer cites a passage that was shown and has most of its words.</summary>
    public static IReadOnlyList<(string Sentence, string Verdict)> Check(string answer, IReadOnlyList<string> passages) =>
        [.. answer.TrimEnd('.').Split(". ").Select(sentence => (sentence, Verdict(sentence, passages)))];

    /// <summary>The words of a text, in lower case.</summary>
    public static IEnumerable<string> Words(string text) => Word().Matches(text.ToLowerInvariant()).Select(match => match.Value);

    private static string Verdict(string sentence, IReadOnlyList<string> passages)
    {
        if (Citation().Match(sentence) is not { Success: true } citation)
        {
            return "no citation";
        }

        var number = int.Parse(citation.Groups[1].Value);
        if (number < 1 || number > passages.Count)
        {
            return "no such passage";
        }

        List<string> words = [.. Content(Citation().Replace(sentence, ""))];
        var known = Words(passages[number - 1]).ToHashSet();
        return words.Count(known.Contains) >= LeastCovered * words.Count ? "supported" : "not supported";
    }

    private static PairEncoder.Batch Draw()
    {
        using var scope = NewDisposeScope();
        var (questions, passages) = (Texts(), Texts());
        return new(
            questions.DetachFromDisposeScope(), passages.DetachFromDisposeScope(),
            arange(_topics.Length, dtype: int64).DetachFromDisposeScope());

        static Tensor Texts() => stack([.. _topics.Select(words =>
            Ids(string.Join(' ', randint(0, words.Length, WordsPerText, dtype: int64).data<long>().Select(i => words[i])))[0])]);
    }

    private static Tensor Ids(string text) =>
        tensor(Content(text).Select(word => (long)Math.Max(0, _vocabulary.IndexOf(word))).ToArray()).unsqueeze(0);

    // The words that say something about the topic.
    private static IEnumerable<string> Content(string text) => Words(text).Where(word => !_common.Contains(word));

    private static double Cosine(TextEncoder encoder, string first, string second)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        return (encoder.call(Ids(first)) * encoder.call(Ids(second))).sum().item<float>();
    }

    private static string Best(double[] scores) => scores.Max() is > 0 and var score
        ? $"[{Array.IndexOf(scores, score) + 1}] {score:F2}" : "none";

    private static string First(IReadOnlyList<(int Passage, double Score)> fused) => $"[{fused[0].Passage + 1}] {fused[0].Score:F4}";

    private static Plot Plot(TextEncoder encoder, string[] questions)
    {
        var cosines = stack([.. questions.Select(question => tensor(Cosines(encoder, question, Passages)))]);
        var plot = Charts.New("Cosine of questions and passages", "passage", "question");
        plot.Heatmap(cosines, questions, [.. Enumerable.Range(1, Passages.Count).Select(i => $"[{i}]")]);
        return plot;
    }

    [GeneratedRegex(@"\w+")]
    private static partial Regex Word();

    [GeneratedRegex(@" ?\[(\d+)\]")]
    private static partial Regex Citation();
}
