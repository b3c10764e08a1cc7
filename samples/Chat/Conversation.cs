using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ModelGen;
using ModelGen.Decoding;

namespace Chat;

/// <summary>
/// A conversation as a sequence of ids. The decoding state is kept between answers, so that only new ids are computed. If the conversation
/// exceeds the maximum length of the model, its beginning is dropped.
/// </summary>
internal sealed class Conversation(ChatModel model, Sampling sampling) : IDisposable
{
    private readonly DecodingState _decoding = model.Language.NewDecoding();
    private readonly IReadOnlyList<long> _begin = model.Tokenizer.Encode("");
    private readonly List<long> _said = [];
    private int _answers;

    /// <summary>The ids of the conversation.</summary>
    public IReadOnlyList<long> Said => _said;

    /// <summary>Streams the answer to a prompt.</summary>
    /// <param name="prompt">The prompt.</param>
    /// <param name="writer">The writer to which the answer is streamed.</param>
    /// <param name="cancellation">Cancels the answer; the part that has been generated remains in the conversation.</param>
    /// <returns>Statistics of the answer.</returns>
    /// <exception cref="SampleException">
    /// The prompt is empty, too long or contains unknown characters, or the scores of the model contain NaN or infinity. The conversation
    /// is unchanged.
    /// </exception>
    public async Task<Answer> Say(string prompt, TextWriter writer, CancellationToken cancellation)
    {
        var before = _said.ToList();
        Take(Encode(prompt));
        var reused = CountReused();
        var text = new TextStream(model.Tokenizer);
        var clock = Stopwatch.StartNew();
        var tokens = 0;
        var stopped = false;
        try
        {
            await foreach (var id in model.Language.StreamAsync([.. _said], Options(), _decoding, cancellation))
            {
                writer.Write(text.Add(id));
                writer.Flush();
                _said.Add(id);
                tokens++;
            }
        }
        catch (OperationCanceledException)
        {
            stopped = true;
        }
        catch (GenerationException e)
        {
            writer.WriteLine(text.End());
            _said.Clear();
            _said.AddRange(before);
            throw new SampleException(e.Message);
        }

        writer.WriteLine(text.End());
        return new Answer(tokens, clock.Elapsed, reused, stopped);
    }

    /// <inheritdoc/>
    public void Dispose() => _decoding.Dispose();

    private IReadOnlyList<long> Encode(string prompt)
    {
        if (string.IsNullOrWhiteSpace(prompt))
        {
            throw new SampleException("The prompt is empty.");
        }

        // Every prompt but the first starts a new line. The id that begins a text occurs only once.
        var ids = _said.Count == 0 ? model.Tokenizer.Encode(prompt) : model.Tokenizer.Encode("\n" + prompt).Skip(_begin.Count).ToList();
        return ids.Count switch
        {
            _ when ids.Count <= (_said.Count == 0 ? _begin.Count : 0) =>
                throw new SampleException("The model's tokenizer does not know any part of the prompt; rephrase it."),
            _ when ids.Count >= model.Language.MaximumLength => throw new SampleException(
                $"The prompt has {ids.Count:N0} tokens, and the model has {model.Language.MaximumLength:N0} positions for the prompt and "
                    + "the answer; shorten it."),
            _ when ids.Max() is var id && id >= model.Language.Vocabulary => throw new SampleException(
                $"The tokenizer returned token {id:N0}, and the model has {model.Language.Vocabulary:N0} tokens: they do not match."),
            _ => ids,
        };
    }

    /// <summary>Appends ids. If the model has too few positions, keeps at most half of them for the conversation so far.</summary>
    private void Take(IReadOnlyList<long> ids)
    {
        if (model.Language.MaximumLength is { } maximum && _said.Count + ids.Count >= maximum)
        {
            var kept = (int)long.Max(0, maximum / 2 - ids.Count);
            _said.RemoveRange(0, _said.Count - int.Min(kept, _said.Count));
        }

        _said.AddRange(ids);
    }

    private int CountReused() => _decoding.Rows == 0 ? 0 : _decoding.Ids(0).Zip(_said).TakeWhile(pair => pair.First == pair.Second).Count();

    private GenerationOptions Options() => new()
    {
        MaxNewTokens = sampling.MaximumTokens,
        Temperature = sampling.Temperature,
        TopK = (int)long.Min(sampling.TopK, model.Language.Vocabulary),
        TopP = sampling.TopP,
        Seed = (long)sampling.Seed + _answers++,
        StopIds = model.StopIds,
        BannedIds = model.BannedIds,
        Overflow = ContextOverflow.Slide,
    };
}
