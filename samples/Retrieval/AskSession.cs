using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using Microsoft.Extensions.AI;
using ModelGen;
using ModelGen.Models;
using ModelGen.Training;

namespace Retrieval;

/// <summary>Answers a question from an index.</summary>
internal sealed class AskSession(Settings settings, Interruption interruption)
{
    private const int LongestQuestion = 2000;
    private const int ShownText = 160;

    private readonly IndexFolder _folder = new(settings);

    /// <summary>Shows the best passages, and answers or declines.</summary>
    /// <param name="question">The question.</param>
    /// <param name="shown">The number of passages that are shown and answered from.</param>
    /// <param name="client">The language model, or <c>null</c> to select sentences.</param>
    /// <exception cref="SampleException">The question has no words or is too long, or there is no index.</exception>
    public async Task Run(string question, int shown, IChatClient? client)
    {
        Check(question);
        var session = new Session(settings, interruption);
        var made = _folder.Read() ?? throw session.Missing();
        if (!File.Exists(_folder.IndexPath))
        {
            throw session.Missing();
        }

        using var encoder = session.Open(made);
        using var store = _folder.OpenStore();
        var found = await new PassageIndex(store, encoder).Search(question, int.Max(shown, Relevance.Depth), interruption.Token);
        var relevance = Relevance.Of(question, found);
        Show([.. found.Take(shown)]);
        if (relevance < made.Threshold)
        {
            Console.WriteLine(
                $"Declined: no passage answers the question. The best relevance is {relevance:F3}, and {made.Threshold:F3} is needed.");
            return;
        }

        IReadOnlyList<Passage> passages = [.. found.Take(shown).Select(one => one.Passage)];
        var answer = client is null ? await Selected(encoder, question, passages) : await Generated(client, question, passages);
        foreach (var sentence in Citations.Check(answer, passages))
        {
            Console.WriteLine($"  {(sentence.Verdict == CitationVerdict.Supported ? "+" : "-")} {sentence.Explanation}: {sentence.Text}");
        }
    }

    private static void Check(string question)
    {
        if (question.Length > LongestQuestion)
        {
            throw new SampleException(
                $"The question has {question.Length:N0} characters, and at most {LongestQuestion:N0} are read: shorten it.");
        }

        if (Words.Content(question).Count == 0)
        {
            throw new SampleException("The question has no word to search for: ask with the words of the topic.");
        }
    }

    private static void Show(IReadOnlyList<Found> found)
    {
        for (var i = 0; i < found.Count; i++)
        {
            var (passage, score, cosine) = found[i];
            var text = passage.Content.Length > ShownText ? $"{passage.Content[..ShownText]}…" : passage.Content;
            Console.WriteLine($"[{i + 1}] {passage.Title} ({passage.Document}; fusion {score:F4}, cosine {cosine:F3})");
            Console.WriteLine($"    {text}");
        }

        Console.WriteLine();
    }

    private async Task<string> Selected(TextEncoder encoder, string question, IReadOnlyList<Passage> passages)
    {
        var sentences = await SentenceSelection.Select(encoder, question, passages, interruption.Token);
        Console.WriteLine("The closest sentences of the passages, without a language model (--model):");
        var answer = string.Join(' ', sentences);
        Console.WriteLine(answer);
        Console.WriteLine();
        return answer;
    }

    private async Task<string> Generated(IChatClient client, string question, IReadOnlyList<Passage> passages)
    {
        var answer = new StringBuilder();
        var options = new ChatOptions { MaxOutputTokens = 300, Temperature = 0 };
        try
        {
            await foreach (var update in client.GetStreamingResponseAsync(Prompt.Of(question, passages), options, interruption.Token))
            {
                Console.Write(update.Text);
                answer.Append(update.Text);
            }
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException or PretrainedException or GenerationException)
        {
            throw new SampleException($"The model cannot answer from {passages.Count} passages: {Words.OnOneLine(e.Message)}");
        }

        Console.WriteLine();
        Console.WriteLine();
        return answer.ToString();
    }
}
