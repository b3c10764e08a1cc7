using System;
using System.IO;
using System.Text.Json;
using ModelGen;
using ModelGen.Checkpoints;
using ModelGen.Models;

namespace Chat;

/// <summary>Loads and saves models: GPT-2 or Llama-like models of the Hugging Face hub, or models that this program has trained.</summary>
internal static class ModelFolder
{
    private const string AlphabetFile = "alphabet.json";
    private const string ConfigFile = "config.json";
    private const string WeightsFile = "CharGpt.safetensors";

    /// <summary>Saves a character-level model.</summary>
    public static void Save(OutputFolder folder, CharGpt model, Alphabet alphabet)
    {
        alphabet.Save(folder[AlphabetFile]);
        Checkpoint.Save(model, folder[WeightsFile]);
    }

    /// <summary>Loads the model in a folder.</summary>
    /// <exception cref="SampleException">
    /// The folder contains no model, a model of an unsupported family, or one that cannot be read.
    /// </exception>
    public static ChatModel Load(string folder)
    {
        try
        {
            return File.Exists(Path.Combine(folder, AlphabetFile)) ? LoadCharacters(folder)
                : File.Exists(Path.Combine(folder, ConfigFile)) ? LoadPretrained(folder)
                : Directory.Exists(folder) ? throw new SampleException(
                    $"The folder '{folder}' contains no model: neither {ConfigFile} of a model of the Hugging Face hub nor "
                        + $"{AlphabetFile} of a model that this program has saved.")
                : throw new SampleException($"The folder '{folder}' does not exist.");
        }
        catch (Exception e) when (e is PretrainedException or CheckpointException or CheckpointMismatchException or JsonException
            or IOException or UnauthorizedAccessException)
        {
            throw new SampleException($"The model in '{folder}' cannot be loaded: {e.Message.ReplaceLineEndings(" ")}");
        }
    }

    private static ChatModel LoadCharacters(string folder)
    {
        var alphabet = Alphabet.Load(Path.Combine(folder, AlphabetFile));
        var model = Checkpoint.Create(device => new CharGpt(alphabet.Count, device), Path.Combine(folder, WeightsFile));
        model.eval();
        return ChatModel.Of(model, alphabet, $"{nameof(CharGpt)} in '{folder}', a character-level model");
    }

    private static ChatModel LoadPretrained(string folder)
    {
        var model = AutoModelForCausalLM.FromPretrained(folder);
        var family = model.Family switch
        {
            "gpt2" => "GPT-2",
            "llama" => "Llama",
            "mistral" => "Mistral",
            "qwen2" => "Qwen 2",
            "qwen3" => "Qwen 3",
            _ => "Phi-3",
        };
        try
        {
            return ChatModel.Of(model, $"{family} in '{folder}'");
        }
        catch (PretrainedException)
        {
            model.Dispose();
            throw;
        }
    }
}
