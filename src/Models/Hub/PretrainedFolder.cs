using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using ModelGen.Checkpoints;
using static TorchSharp.torch;

namespace ModelGen.Models;

/// <summary>A directory in the layout of the Hugging Face hub: <c>config.json</c>, the files of a tokenizer, and weights.</summary>
internal sealed class PretrainedFolder
{
    private const string ConfigFile = "config.json";

    // Several times the size of the largest tokenizers.
    private const long LargestText = 200_000_000;

    private static readonly string[] _weights =
        ["model.safetensors.index.json", "model.safetensors", "pytorch_model.bin.index.json", "pytorch_model.bin"];

    private static readonly string[] _texts =
    [
        ConfigFile, "generation_config.json", "tokenizer_config.json", "special_tokens_map.json", "tokenizer.json", "tokenizer.model",
        "vocab.json", "merges.txt", "vocab.txt", "chat_template.jinja",
    ];

    public PretrainedFolder(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (!Directory.Exists(path))
        {
            throw new PretrainedException(
                $"The directory '{path}' does not exist: pass one with config.json, the files of a tokenizer and model.safetensors.");
        }

        Root = path;
    }

    /// <summary>The path of the directory.</summary>
    public string Root { get; }

    /// <summary>Reads the configuration, whose <c>model_type</c> must be one of the given ones.</summary>
    public ConfigReader Config(params string[] modelTypes)
    {
        Require("config", ConfigFile);
        return ConfigReader.Read(Find(ConfigFile), modelTypes);
    }

    /// <summary>Returns the path of a file, whether it exists or not.</summary>
    public string Find(string file) => Path.Combine(Root, file);

    public bool Has(string file) => File.Exists(Find(file));

    /// <summary>Throws if one of the files is missing.</summary>
    public void Require(string what, params string[] files)
    {
        var missing = files.Where(file => !Has(file)).ToList();
        if (missing.Count > 0)
        {
            throw new PretrainedException(
                $"The directory '{Root}' has no {what}: {string.Join(" and ", missing)} {(missing.Count == 1 ? "is" : "are")} missing.");
        }
    }

    /// <summary>Reads a text file.</summary>
    /// <param name="path">The path of the file.</param>
    /// <exception cref="PretrainedException">The file cannot be read, or is too large for its purpose.</exception>
    public static byte[] Content(string path)
    {
        try
        {
            return RegularFile.Read(path, LargestText);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw new PretrainedException($"{path} cannot be read: {cause.Message}", cause);
        }
    }

    /// <summary>Compares the sizes of the configuration with the headers of the weights before the model is created.</summary>
    /// <param name="prefixes">The prefixes that the names of weights may have.</param>
    /// <param name="first">The name of a tensor that every checkpoint of the family has.</param>
    /// <param name="compare">Makes the comparisons.</param>
    /// <exception cref="CheckpointMismatchException">The weights have other sizes.</exception>
    public void RequireSizes(IReadOnlyList<string> prefixes, string first, Action<WeightHeaders> compare)
    {
        using var file = OpenWeights(Weights());
        var headers = new WeightHeaders(file, prefixes, first);
        compare(headers);
        headers.Require();
    }

    /// <summary>Copies all files but the weights. The dtype in the configuration becomes the current dtype of the model.</summary>
    /// <param name="folder">The target directory.</param>
    /// <param name="module">The model.</param>
    public void CopyTexts(string folder, nn.Module module)
    {
        using var files = new AtomicFiles();
        foreach (var file in _texts.Where(Has))
        {
            var content = Content(Find(file));
            var saved = file == ConfigFile ? SavedConfig.Of(content, module) : content;
            var path = Path.Combine(folder, file);
            if (!IsHere(folder) || !ReferenceEquals(saved, content))
            {
                files.Write(path, stream => stream.Write(saved));
            }
        }

        files.Commit();
    }

    private bool IsHere(string folder)
        => Path.GetFullPath(folder).TrimEnd(Path.DirectorySeparatorChar) == Path.GetFullPath(Root).TrimEnd(Path.DirectorySeparatorChar);

    /// <summary>Opens the weights at the path that <see cref="Weights"/> returns.</summary>
    public static CheckpointFile OpenWeights(string path) => ReadWeights(path, () => CheckpointFile.Open(path));

    /// <summary>Reads the weights at the path that <see cref="Weights"/> returns, and names the path in exceptions.</summary>
    /// <exception cref="PretrainedException">A file cannot be read.</exception>
    public static T ReadWeights<T>(string path, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw new PretrainedException($"The weights of '{path}' cannot be read: {cause.Message}", cause);
        }
    }

    /// <summary>Returns the path of the weights, which is the directory.</summary>
    /// <exception cref="PretrainedException">There are no weights.</exception>
    public string Weights()
        => _weights.Any(Has)
            ? Root
            : throw new PretrainedException(
                $"The directory '{Root}' has no weights: none of {string.Join(", ", _weights)} exists.");
}
