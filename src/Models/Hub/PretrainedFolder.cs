using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using ModelGen.Checkpoints;
using static TorchSharp.torch;

namespace ModelGen.Models;

/// <summary>A folder in the layout of the Hugging Face hub: <c>config.json</c>, the files of a tokenizer, and weights.</summary>
internal sealed class PretrainedFolder
{
    private const string ConfigFile = "config.json";

    // Several times what the largest tokenizers take.
    private const long LargestText = 200_000_000;

    private static readonly string[] _weights = ["model.safetensors.index.json", "model.safetensors"];

    private static readonly string[] _texts =
    [
        ConfigFile, "generation_config.json", "tokenizer_config.json", "special_tokens_map.json", "tokenizer.json", "tokenizer.model",
        "vocab.json", "merges.txt",
        "vocab.txt",
    ];

    private readonly string _path;

    public PretrainedFolder(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (!Directory.Exists(path))
        {
            throw new PretrainedException(
                $"There is no folder '{path}': give one with config.json, the files of a tokenizer and model.safetensors.");
        }

        _path = path;
    }

    /// <summary>The configuration, whose <c>model_type</c> must be one of the family.</summary>
    public ConfigReader Config(params string[] modelTypes)
    {
        Require("config", ConfigFile);
        return ConfigReader.Read(Find(ConfigFile), modelTypes);
    }

    /// <summary>The path of a file, there or not.</summary>
    public string Find(string file) => Path.Combine(_path, file);

    public bool Has(string file) => File.Exists(Find(file));

    /// <summary>Refuses a folder without one of these files.</summary>
    public void Require(string what, params string[] files)
    {
        var missing = files.Where(file => !Has(file)).ToList();
        if (missing.Count > 0)
        {
            throw new PretrainedException(
                $"The folder '{_path}' has no {what}: {string.Join(" and ", missing)} {(missing.Count == 1 ? "is" : "are")} not there.");
        }
    }

    /// <summary>The content of a file of text.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="PretrainedException">It cannot be read, or is too large for what it is.</exception>
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

    /// <summary>Compares the sizes of the configuration with the headers of the weights, before anything is created.</summary>
    /// <param name="prefixes">What the names of the weights may begin with.</param>
    /// <param name="first">A tensor that every file of the family has.</param>
    /// <param name="compare">Compares.</param>
    /// <exception cref="CheckpointMismatchException">The weights have other sizes.</exception>
    public void RequireSizes(IReadOnlyList<string> prefixes, string first, Action<WeightHeaders> compare)
    {
        using var file = OpenWeights(Weights());
        var headers = new WeightHeaders(file, prefixes, first);
        compare(headers);
        headers.Require();
    }

    /// <summary>Copies all but the weights. The configuration gets the type that the weights have now.</summary>
    /// <param name="folder">Where to.</param>
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
        => Path.GetFullPath(folder).TrimEnd(Path.DirectorySeparatorChar) == Path.GetFullPath(_path).TrimEnd(Path.DirectorySeparatorChar);

    /// <summary>Opens the weights that <see cref="Weights"/> names.</summary>
    public static CheckpointFile OpenWeights(string path) => ReadWeights(path, () => CheckpointFile.Open(path));

    /// <summary>Reads the weights that <see cref="Weights"/> names, and says which they are where the files cannot be read.</summary>
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

    /// <summary>
    /// Where the weights are: the folder itself, or a pickle, which is opened all the same: its refusal says how to convert it.
    /// </summary>
    /// <exception cref="PretrainedException">There are none.</exception>
    public string Weights()
    {
        if (_weights.Any(Has))
        {
            return _path;
        }

        return Has("pytorch_model.bin")
            ? Find("pytorch_model.bin")
            : throw new PretrainedException(
                $"The folder '{_path}' has no weights: neither model.safetensors nor model.safetensors.index.json is there.");
    }
}
