using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using ModelGen;
using ModelGen.Checkpoints;
using ModelGen.Models;

namespace Chat;

/// <summary>Where a model lies: one of the Hugging Face hub, GPT-2 or Llama, or one that this program has trained.</summary>
internal static class ModelFolder
{
    private const string AlphabetFile = "alphabet.json";
    private const string ConfigFile = "config.json";
    private const string WeightsFile = "CharGpt.safetensors";

    /// <summary>Writes a model of characters.</summary>
    public static void Save(OutputFolder folder, CharGpt model, Alphabet alphabet)
    {
        alphabet.Save(folder[AlphabetFile]);
        Checkpoint.Save(model, folder[WeightsFile]);
    }

    /// <summary>Loads the model of a folder.</summary>
    /// <exception cref="SampleException">The folder has no model, one of another family, or one that cannot be read.</exception>
    public static ChatModel Load(string folder)
    {
        try
        {
            return File.Exists(Path.Combine(folder, AlphabetFile)) ? LoadCharacters(folder)
                : File.Exists(Path.Combine(folder, ConfigFile)) ? LoadPretrained(folder)
                : Directory.Exists(folder) ? throw new SampleException(
                    $"The folder '{folder}' has no model: neither {ConfigFile}, as GPT-2 and Llama have it, nor {AlphabetFile}, as this "
                        + "program writes it, is there.")
                : throw new SampleException($"There is no folder '{folder}'.");
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
        return ChatModel.Of(model, alphabet, $"{nameof(CharGpt)} of '{folder}', a model of characters");
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
                return new ChatModel(gpt2.Model, gpt2.Tokenizer, $"GPT-2 of '{folder}'", EndIds(config, gpt2.Config.Vocabulary), [], gpt2);
            case "llama" or "mistral" or "qwen2":
                var llama = Llama.FromPretrained(folder);
                return new ChatModel(
                    llama.Model, llama.Tokenizer,
                    $"{(family == "llama" ? "Llama" : family == "mistral" ? "Mistral" : "Qwen 2")} of '{folder}'",
                    EndIds(config, llama.Config.Vocabulary), [], llama);
            default:
                throw new SampleException($"The folder '{folder}' holds a model of type '{family}', and only 'gpt2', 'llama', 'mistral' "
                    + "and 'qwen2' can be talked to.");
        }
    }

    /// <summary><c>eos_token_id</c>: none, one or several.</summary>
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
