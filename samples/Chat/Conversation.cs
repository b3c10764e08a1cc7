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
/// What was said so far, as ids. The decoding is kept between answers, so that only what is new is read. Where the positions of the model
/// do not suffice for all of it, the beginning is forgotten.
/// </summary>
internal sealed class Conversation(ChatModel model, Sampling sampling) : IDisposable
{
    private readonly DecodingState _decoding = model.Language.NewDecoding();
    private readonly IReadOnlyList<long> _begin = model.Tokenizer.Encode("");
    private readonly List<long> _said = [];
    private int _answers;

    /// <summary>The ids of all that was said and fits the model.</summary>
    public IReadOnlyList<long> Said => _said;

    /// <summary>Streams the answer to a prompt.</summary>
    /// <param name="prompt">What is said.</param>
    /// <param name="writer">Where the answer goes, as it comes.</param>
    /// <param name="cancellation">Ends the answer; what was answered until then counts as said.</param>
    /// <returns>What it took.</returns>
    /// <exception cref="SampleException">
    /// The prompt is empty, too long or has characters that the model does not know, or the model's scores are no numbers; the conversation
    /// is as before.
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
            throw new SampleException("The prompt is empty: say something to go on from.");
        }

        // A line of its own, unless it is the first; what begins a text stands there once.
        var ids = _said.Count == 0 ? model.Tokenizer.Encode(prompt) : model.Tokenizer.Encode("\n" + prompt).Skip(_begin.Count).ToList();
        return ids.Count switch
        {
            _ when ids.Count <= (_said.Count == 0 ? _begin.Count : 0) =>
                throw new SampleException("The model's tokenizer knows nothing of the prompt: say it otherwise."),
            _ when ids.Count >= model.Language.MaximumLength => throw new SampleException(
                $"The prompt has {ids.Count:N0} tokens, and the model has {model.Language.MaximumLength:N0} positions for it and the "
                    + "answer: say it in fewer words."),
            _ when ids.Max() is var id && id >= model.Language.Vocabulary => throw new SampleException(
                $"The tokenizer says token {id:N0}, and the model knows {model.Language.Vocabulary:N0}: the two do not belong together."),
            _ => ids,
        };
    }

    /// <summary>Adds what is said; of what was said before at most half of the positions is kept where all of it does not fit.</summary>
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
