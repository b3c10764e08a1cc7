using System;
using System.IO;
using System.Text.Json.Nodes;
using ModelGen.Runtime.Tests.Checkpoints;

namespace ModelGen.Models.Tests;

/// <summary>A folder in the layout of the hub, with the weights of a reference case and a small tokenizer.</summary>
internal sealed class ModelFolder : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    /// <summary>The folder of a case.</summary>
    /// <param name="reference">The case.</param>
    /// <param name="modelType">What <c>config.json</c> says of the family.</param>
    /// <param name="weights">Which of the case's files.</param>
    /// <param name="change">Changes the configuration.</param>
    public ModelFolder(string reference, string modelType, string weights = "weights.safetensors", Action<JsonObject>? change = null)
    {
        var source = System.IO.Path.Combine(AppContext.BaseDirectory, "Reference", reference);
        var config = JsonNode.Parse(File.ReadAllText(System.IO.Path.Combine(source, "meta.json")))!["config"]!.DeepClone().AsObject();
        config["model_type"] = modelType;
        change?.Invoke(config);
        File.WriteAllText(this["config.json"], config.ToJsonString());
        File.Copy(System.IO.Path.Combine(source, weights), this["model.safetensors"]);
        switch (modelType)
        {
            case "gpt2":
                TokenizerFiles.WriteBytePairs(Path);
                break;
            case "bert":
                TokenizerFiles.WriteWordPieces(Path);
                break;
            default:
                TokenizerFiles.WriteTokenizerJson(Path);
                break;
        }
    }

    public string Path => _folder.Path;

    public string this[string file] => System.IO.Path.Combine(Path, file);

    public void Dispose() => _folder.Dispose();
}
