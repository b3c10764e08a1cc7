using System;
using System.IO;
using System.Text.Json;
using ModelGen;
using ModelGen.Checkpoints;
using ModelGen.Models;

namespace Retrieval;

/// <summary>Opens models of the Hugging Face hub, with errors as sentences.</summary>
internal static class HubFolder
{
    /// <summary>Opens a language model.</summary>
    /// <exception cref="SampleException">The folder contains none, or one that cannot be read.</exception>
    public static PretrainedCausalLM OpenLanguageModel(string folder) => Open(folder, () => AutoModelForCausalLM.FromPretrained(folder));

    /// <summary>Opens a BERT as an encoder of questions and passages.</summary>
    /// <exception cref="SampleException">The folder contains none, or one that cannot be read.</exception>
    public static TextEncoder OpenEncoder(string folder) => Open(folder, () =>
    {
        var bert = Bert.FromPretrained(folder);
        var generator = bert.AsEmbeddingGenerator();
        return new TextEncoder(
            generator, generator, (int)bert.Config.D, EncoderFolder.Fingerprint(folder), $"the BERT in '{folder}'") { Owner = bert };
    });

    private static T Open<T>(string folder, Func<T> open)
    {
        try
        {
            return open();
        }
        catch (Exception e) when (e is PretrainedException or CheckpointException or CheckpointMismatchException or JsonException
            or IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new SampleException($"The model in '{folder}' cannot be loaded: {Words.OnOneLine(e.Message)}");
        }
    }
}
