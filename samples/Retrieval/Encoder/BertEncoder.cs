using ModelGen.Models;

namespace Retrieval;

/// <summary>A BERT of the Hugging Face hub as an encoder of questions and passages.</summary>
internal static class BertEncoder
{
    /// <summary>Opens a BERT.</summary>
    /// <exception cref="SampleException">The folder contains none, or one that cannot be read.</exception>
    public static TextEncoder Open(string folder) => HubFolder.Open(folder, () =>
    {
        var bert = Bert.FromPretrained(folder);
        var generator = bert.AsEmbeddingGenerator();
        return new TextEncoder(
            generator, generator, (int)bert.Config.D, EncoderFolder.Fingerprint(folder), $"the BERT in '{folder}'") { Owner = bert };
    });
}
