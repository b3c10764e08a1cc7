using System;
using System.Collections.Generic;
using ModelGen.Models.Tokenization;
using static TorchSharp.torch;

namespace ModelGen.Models;

/// <summary>A pretrained language model of any family, in evaluation mode, with its tokenizer. It owns the model.</summary>
public sealed class PretrainedCausalLM : IDisposable
{
    private readonly IDisposable _owner;

    internal PretrainedCausalLM(
        PretrainedFolder folder, IDisposable owner, nn.Module<Tensor, Tensor> model, ILanguageModel language, ITokenizer tokenizer)
    {
        (Folder, _owner, Model, Language, Tokenizer) = (folder, owner, model, language, tokenizer);
    }

    /// <summary>The model: ids <c>(B, T)</c> to scores <c>(B, T, vocabulary)</c>.</summary>
    public nn.Module<Tensor, Tensor> Model { get; }

    /// <summary>The same model, for generating text.</summary>
    public ILanguageModel Language { get; }

    /// <summary>The tokenizer.</summary>
    public ITokenizer Tokenizer { get; }

    /// <summary>The family: the <c>model_type</c> of the configuration, such as <c>gpt2</c>.</summary>
    public required string Family { get; init; }

    /// <summary>The number of ids.</summary>
    public required long Vocabulary { get; init; }

    /// <summary>The length of the longest sequence, if the positions are learned; <c>null</c> if they are computed.</summary>
    public required long? Positions { get; init; }

    /// <summary>The ids that end a text: <c>eos_token_id</c> of the configuration, which may be missing, one id or several.</summary>
    public required IReadOnlyList<long> EndIds { get; init; }

    /// <summary>The names of the weights on the hub, also for adapters.</summary>
    public required NameMap HubNames { get; init; }

    /// <summary>The directory.</summary>
    internal PretrainedFolder Folder { get; }

    /// <summary>Disposes the model.</summary>
    public void Dispose() => _owner.Dispose();
}
