using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Extensions.AI;
using ModelGen;
using ModelGen.Models;

namespace Chat;

/// <summary>A conversation with a model. Only what is new of it is computed for an answer.</summary>
internal sealed class Conversation(IChatClient client, Sampling sampling)
{
    private readonly List<ChatMessage> _messages = [];
    private int _answers;

    /// <summary>The messages of the conversation.</summary>
    public IReadOnlyList<ChatMessage> Messages => _messages;

    /// <summary>Streams the answer to a prompt.</summary>
    /// <param name="prompt">The prompt.</param>
    /// <param name="writer">The writer to which the answer is streamed.</param>
    /// <param name="cancellation">Cancels the answer; the part that has been generated remains in the conversation.</param>
    /// <returns>Statistics of the answer.</returns>
    /// <exception cref="SampleException">
    /// The prompt is empty, too long or contains unknown characters, the chat template refuses it, or the scores of the model contain NaN
    /// or infinity. The conversation is unchanged.
    /// </exception>
    public async Task<Answer> Say(string prompt, TextWriter writer, CancellationToken cancellation)
    {
        if (string.IsNullOrWhiteSpace(prompt))
        {
            throw new SampleException("The prompt is empty.");
        }

        ChatMessage question = new(ChatRole.User, prompt);
        StringBuilder text = new();
        UsageDetails? usage = null;
        var parts = 0;
        var clock = Stopwatch.StartNew();
        try
        {
            await foreach (var update in client.GetStreamingResponseAsync([.. _messages, question], Options(), cancellation))
            {
                usage = update.Contents.OfType<UsageContent>().FirstOrDefault()?.Details ?? usage;
                parts += update.Text.Length > 0 ? 1 : 0;
                text.Append(update.Text);
                writer.Write(update.Text);
                writer.Flush();
            }
        }
        catch (OperationCanceledException)
        {
        }
        catch (Exception e) when (e is GenerationException or ArgumentException or PretrainedException)
        {
            if (text.Length > 0)
            {
                writer.WriteLine();
            }

            throw new SampleException(e.Message);
        }

        writer.WriteLine();
        _messages.AddRange([question, new(ChatRole.Assistant, text.ToString())]);
        return new Answer((int)(usage?.OutputTokenCount ?? parts), clock.Elapsed, usage?.CachedInputTokenCount, usage is null);
    }

    private ChatOptions Options() => new()
    {
        MaxOutputTokens = sampling.MaximumTokens,
        Temperature = (float)sampling.Temperature,
        TopK = (int)long.Min(sampling.TopK, client.GetService<ILanguageModel>()?.Vocabulary ?? int.MaxValue),
        TopP = (float)sampling.TopP,
        Seed = (long)sampling.Seed + _answers++,
    };
}
