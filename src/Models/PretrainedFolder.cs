using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using ModelGen.Checkpoints;
using ModelGen.Models.Tokenization;
using TorchSharp;
using static TorchSharp.torch;

namespace ModelGen.Models;

/// <summary>A folder in the layout of the Hugging Face hub: <c>config.json</c>, the files of a tokenizer, and weights.</summary>
internal sealed class PretrainedFolder
{
    private static readonly string[] _weights = ["model.safetensors.index.json", "model.safetensors"];

    private static readonly string[] _texts =
    [
        "config.json", "generation_config.json", "tokenizer_config.json", "special_tokens_map.json", "tokenizer.json", "tokenizer.model", "vocab.json", "merges.txt",
        "vocab.txt",
    ];

    private readonly string _path;

    public PretrainedFolder(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (!Directory.Exists(path))
        {
            throw new PretrainedException($"There is no folder '{path}': give one with config.json, the files of a tokenizer and model.safetensors.");
        }

        _path = path;
    }

    /// <summary>The configuration, whose <c>model_type</c> must be one of the family.</summary>
    public ConfigReader Config(params string[] modelTypes)
    {
        Require("config", "config.json");
        return ConfigReader.Read(Find("config.json"), modelTypes);
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
            throw new PretrainedException($"The folder '{_path}' has no {what}: {string.Join(" and ", missing)} {(missing.Count == 1 ? "is" : "are")} not there.");
        }
    }

    /// <summary>Creates the model without drawing weights, and loads it. Nothing is left if that fails.</summary>
    public Pretrained<TModel, TConfig> Load<TModel, TConfig>(
        Func<Device, TModel> create, TConfig config, ITokenizer tokenizer, Func<CheckpointFile, NameMap> map, Device? device, NameMap? saving = null)
        where TModel : class, IDisposable
    {
        var path = Weights();
        NameMap chosen;
        using (var file = CheckpointFile.Open(path))
        {
            chosen = map(file);
        }

        var module = Checkpoint.Create(place => (nn.Module)(object)create(place), path, new LoadOptions { Map = chosen }, device);
        module.eval();
        return new Pretrained<TModel, TConfig>(this, saving ?? chosen, (TModel)(object)module, config, tokenizer);
    }

    /// <summary>Copies all but the weights.</summary>
    public void CopyTexts(string folder)
    {
        if (Path.GetFullPath(folder).TrimEnd(Path.DirectorySeparatorChar) == Path.GetFullPath(_path).TrimEnd(Path.DirectorySeparatorChar))
        {
            return;
        }

        foreach (var file in _texts.Where(Has))
        {
            File.Copy(Find(file), Path.Combine(folder, file), overwrite: true);
        }
    }

    // A pickle is opened all the same: its refusal says how to convert it.
    private string Weights()
    {
        if (_weights.Any(Has))
        {
            return _path;
        }

        return Has("pytorch_model.bin")
            ? Find("pytorch_model.bin")
            : throw new PretrainedException($"The folder '{_path}' has no weights: neither model.safetensors nor model.safetensors.index.json is there.");
    }
}
