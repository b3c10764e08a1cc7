using static TorchSharp.torch;

namespace ModelGen.Models;

/// <summary>
/// Loads a language model of any supported family from a directory of the Hugging Face hub: the <c>model_type</c> of its
/// <c>config.json</c> determines the family, as in transformers' class of this name.
/// </summary>
public static class AutoModelForCausalLM
{
    /// <summary>Loads GPT-2, Llama, Mistral, Qwen 2, Qwen 3 or Phi-3.</summary>
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
        var files = new PretrainedFolder(folder);
        var config = files.Config("gpt2", "llama", "mistral", "qwen2", "qwen3", "phi3");
        var family = config.Text("model_type")!;
        if (family == "gpt2")
        {
            var gpt2 = Gpt2.FromPretrained(folder, device, dtype);
            return new(files, gpt2, gpt2.Model, gpt2.Model, gpt2.Tokenizer)
            {
                Family = family,
                Vocabulary = gpt2.Config.Vocabulary,
                Positions = gpt2.Config.Positions,
                EndIds = config.Ids("eos_token_id", gpt2.Config.Vocabulary),
                HubNames = Gpt2.HubNames(),
            };
        }

        var llama = Llama.FromPretrained(folder, device, dtype);
        return new(files, llama, (nn.Module<Tensor, Tensor>)(object)llama.Model, llama.Model, llama.Tokenizer)
        {
            Family = family,
            Vocabulary = llama.Config.Vocabulary,
            Positions = null,
            EndIds = config.Ids("eos_token_id", llama.Config.Vocabulary),
            HubNames = Llama.HubNames(llama.Config.IsTied, llama.Config.IsFused),
        };
    }
}
