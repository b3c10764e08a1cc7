using System;
using System.IO;
using System.Text.Json;
using ModelGen;
using ModelGen.Checkpoints;
using ModelGen.Models;

namespace Samples.Shared;

/// <summary>Opens models in folders of the Hugging Face hub, with errors as sentences.</summary>
internal static class HubFolder
{
    /// <summary>Opens a model.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="open">Opens it.</param>
    /// <exception cref="SampleException">The folder contains no such model with a tokenizer, or one that cannot be read.</exception>
    public static T Open<T>(string folder, Func<T> open)
    {
        try
        {
            return open();
        }
        catch (Exception e) when (e is PretrainedException or CheckpointException or CheckpointMismatchException or JsonException
            or IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new SampleException($"The model in '{folder}' cannot be loaded: {e.Message.ReplaceLineEndings(" ")}");
        }
    }

    /// <summary>Opens a language model.</summary>
    /// <param name="folder">The folder.</param>
    /// <exception cref="SampleException">The folder contains none with a tokenizer, or one that cannot be read.</exception>
    public static PretrainedCausalLM OpenLanguageModel(string folder) => Open(folder, () => AutoModelForCausalLM.FromPretrained(folder));
}
