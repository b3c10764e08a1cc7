namespace ModelGen.Models;

/// <summary>Reads <c>generation_config.json</c>: how the authors of a model recommend to generate with it.</summary>
internal static class GenerationConfig
{
    private const string File = "generation_config.json";

    /// <summary>Reads the file.</summary>
    /// <param name="folder">The directory.</param>
    /// <param name="vocabulary">The number of ids.</param>
    /// <param name="options">What applies where the file says nothing.</param>
    /// <exception cref="PretrainedException">The file is malformed.</exception>
    public static GenerationOptions Read(PretrainedFolder folder, long vocabulary, GenerationOptions options)
    {
        if (!folder.Has(File))
        {
            return options;
        }

        var config = ConfigReader.ReadObject(folder.Find(File));
        var samples = config.Flag("do_sample", true);
        return options with
        {
            Temperature = samples ? config.Positive("temperature", 1) : 0,
            TopP = samples ? config.Probability("top_p", 1) is > 0 and var p ? p : 1 : 1,
            TopK = samples && config.Number("top_k", 0) is > 0 and var k && k <= vocabulary ? (int)k : 0,
            RepetitionPenalty = config.Positive("repetition_penalty", 1),
            StopIds = config.Ids("eos_token_id", vocabulary),
        };
    }
}
