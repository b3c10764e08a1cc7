using System;
using System.Collections.Generic;
using System.Linq;
using ModelGen;
using ModelGen.Models;
using static TorchSharp.torch;

namespace Prompting;

/// <summary>A language model of the Hugging Face hub that continues prompts.</summary>
internal sealed class HubModel : IDisposable
{
    private readonly PretrainedCausalLM _model;

    private HubModel(PretrainedCausalLM model) => _model = model;

    /// <summary>The weights.</summary>
    public nn.Module Weights => _model.Model;

    /// <summary>The family, such as <c>gpt2</c>.</summary>
    public string Family => _model.Family;

    /// <summary>Loads the model in a folder.</summary>
    /// <exception cref="SampleException">The folder contains no model with a tokenizer, or one that cannot be read.</exception>
    public static HubModel Load(string folder) => new(HubFolder.OpenLanguageModel(folder));

    /// <summary>Returns why a prompt does not fit into the positions of the model, or <c>null</c> if it does.</summary>
    /// <param name="prompt">The prompt.</param>
    /// <param name="tokens">The maximum number of new tokens.</param>
    public string? Excess(string prompt, int tokens)
    {
        var length = _model.Tokenizer.Encode(prompt).Count;
        return _model.Positions is { } positions && length + tokens > positions
            ? $"The prompt has {length:N0} tokens and up to {tokens} follow, but the model has {positions:N0} positions: shorten the "
                + "prompt, or set fewer --shots."
            : null;
    }

    /// <summary>Continues a prompt greedily.</summary>
    /// <param name="prompt">The prompt.</param>
    /// <param name="tokens">The maximum number of new tokens.</param>
    /// <param name="stops">The texts that end the continuation.</param>
    /// <exception cref="SampleException">
    /// The prompt is empty or too long for the model, or the tokenizer belongs to another model.
    /// </exception>
    public string Continue(string prompt, int tokens, params IReadOnlyCollection<string> stops)
    {
        if (Excess(prompt, tokens) is { } excess)
        {
            throw new SampleException(excess);
        }

        var ids = _model.Tokenizer.Encode(prompt);
        if (ids.Count == 0)
        {
            throw new SampleException("The prompt is empty.");
        }

        if (ids.Any(id => id >= _model.Vocabulary))
        {
            throw new SampleException(
                $"The tokenizer gives ids beyond the model's vocabulary of {_model.Vocabulary:N0}: they do not match.");
        }

        return _model.Tokenizer.Decode(_model.Language.Generate(ids, GenerationOptions.Greedy with
        {
            MaxNewTokens = tokens,
            StopIds = [.. _model.EndIds],
            StopStrings = stops,
            Decode = _model.Tokenizer.Decode,
        }));
    }

    /// <inheritdoc/>
    public void Dispose() => _model.Dispose();
}
