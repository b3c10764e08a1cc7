using System;
using System.Collections.Generic;
using ModelGen.Models.Tokenization;
using static TorchSharp.torch;

namespace ModelGen.Models;

/// <summary>
/// Loads a language model of any supported family from a directory of the Hugging Face hub: the <c>model_type</c> of its
/// <c>config.json</c> determines the family, as in transformers' class of this name.
/// </summary>
public static class AutoModelForCausalLM
{
    /// <summary>Loads GPT-2, Llama, Mistral or Qwen 2.</summary>
    /// <param name="folder">The directory.</param>
    /// <param name="device">The device of the model; the CPU when null.</param>
    /// <param name="dtype">The dtype of the model; float32 when null.</param>
    /// <returns>The model in evaluation mode, with its tokenizer.</returns>
    /// <exception cref="PretrainedException">
    /// A file is missing or malformed, or the configuration belongs to another family or is not supported.
    /// </exception>
    /// <exception cref="CheckpointMismatchException">The weights do not match the configuration.</exception>
    /// <exception cref="CheckpointException">The weights are malformed, or their format must be converted first.</exception>
    public static PretrainedCausalLM FromPretrained(string folder, Device? device = null, ScalarType? dtype = null)
    {
        var config = new PretrainedFolder(folder).Config("gpt2", "llama", "mistral", "qwen2");
        var family = config.Text("model_type")!;
        if (family == "gpt2")
        {
            var gpt2 = Gpt2.FromPretrained(folder, device, dtype);
            return new(gpt2, gpt2.Model, gpt2.Model, gpt2.Tokenizer)
            {
                Family = family,
                Vocabulary = gpt2.Config.Vocabulary,
                Positions = gpt2.Config.Positions,
                EndIds = config.Ids("eos_token_id", gpt2.Config.Vocabulary),
                HubNames = Gpt2.HubNames(),
            };
        }

        var llama = Llama.FromPretrained(folder, device, dtype);
        return new(llama, (nn.Module<Tensor, Tensor>)(object)llama.Model, llama.Model, llama.Tokenizer)
        {
            Family = family,
            Vocabulary = llama.Config.Vocabulary,
            Positions = null,
            EndIds = config.Ids("eos_token_id", llama.Config.Vocabulary),
            HubNames = Llama.HubNames(llama.Config.IsTied),
        };
    }
}

/// <summary>A pretrained language model of any family, in evaluation mode, with its tokenizer. It owns the model.</summary>
public sealed class PretrainedCausalLM : IDisposable
{
    private readonly IDisposable _owner;

    internal PretrainedCausalLM(IDisposable owner, nn.Module<Tensor, Tensor> model, ILanguageModel language, ITokenizer tokenizer)
    {
        (_owner, Model, Language, Tokenizer) = (owner, model, language, tokenizer);
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

    /// <summary>Disposes the model.</summary>
    public void Dispose() => _owner.Dispose();
}
