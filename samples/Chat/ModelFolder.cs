using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
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
        using var config = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, ConfigFile)));
        var family = config.RootElement.ValueKind == JsonValueKind.Object
            && config.RootElement.TryGetProperty("model_type", out var type) && type.ValueKind == JsonValueKind.String
                ? type.GetString()
                : null;
        switch (family)
        {
            case "gpt2":
                var gpt2 = Gpt2.FromPretrained(folder);
                return new ChatModel(gpt2.Model, gpt2.Tokenizer, $"GPT-2 in '{folder}'", EndIds(config, gpt2.Config.Vocabulary), [], gpt2);
            case "llama" or "mistral" or "qwen2":
                var llama = Llama.FromPretrained(folder);
                return new ChatModel(
                    llama.Model, llama.Tokenizer,
                    $"{(family == "llama" ? "Llama" : family == "mistral" ? "Mistral" : "Qwen 2")} in '{folder}'",
                    EndIds(config, llama.Config.Vocabulary), [], llama);
            default:
                throw new SampleException(
                    $"The folder '{folder}' contains a model of type '{family}'; supported are 'gpt2', 'llama', 'mistral' and 'qwen2'.");
        }
    }

    /// <summary>Reads <c>eos_token_id</c>, which is missing, one id or several.</summary>
    private static List<long> EndIds(JsonDocument config, long vocabulary)
    {
        if (!config.RootElement.TryGetProperty("eos_token_id", out var end))
        {
            return [];
        }

        IEnumerable<JsonElement> all = end.ValueKind == JsonValueKind.Array ? end.EnumerateArray() : [end];
        return all.Where(id => id.ValueKind == JsonValueKind.Number).Select(id => id.GetInt64()).Where(id => id >= 0 && id < vocabulary)
            .ToList();
    }
}
