using System;
using System.IO;
using ModelGen.Models.Tokenization;
using static TorchSharp.torch;

namespace ModelGen.Models;

/// <summary>
/// A model from a folder in the layout of the Hugging Face hub, in evaluation mode, and what belongs to it. It owns the model.
/// </summary>
/// <typeparam name="TModel">The model.</typeparam>
/// <typeparam name="TConfig">What its <c>config.json</c> says.</typeparam>
public sealed class Pretrained<TModel, TConfig> : IDisposable
    where TModel : class, IDisposable
{
    private readonly PretrainedFolder _folder;
    private readonly NameMap _map;

    internal Pretrained(PretrainedFolder folder, NameMap map, TModel model, TConfig config, ITokenizer tokenizer)
    {
        (_folder, _map) = (folder, map);
        (Model, Config, Tokenizer) = (model, config, tokenizer);
    }

    /// <summary>The model.</summary>
    public TModel Model { get; }

    /// <summary>What <c>config.json</c> says.</summary>
    public TConfig Config { get; }

    /// <summary>Text to ids and back.</summary>
    public ITokenizer Tokenizer { get; }

    /// <summary>
    /// Saves in the layout of the hub: the weights under the hub's names, and the configuration and the tokenizer as they were loaded, but
    /// for the type of the weights (<c>torch_dtype</c>), which is the model's. What the model does not have, such as another head, is not
    /// written.
    /// </summary>
    /// <param name="folder">The folder, which is created if need be; the one that was loaded, too.</param>
    /// <param name="maximumShardBytes">The largest size of a file of weights; one file when null.</param>
    /// <exception cref="IOException">A file cannot be written; the old one is unchanged.</exception>
    /// <exception cref="PretrainedException">A file that was loaded cannot be read any more.</exception>
    public void Save(string folder, long? maximumShardBytes = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        Directory.CreateDirectory(folder);
        var module = (nn.Module)(object)Model;
        _folder.CopyTexts(folder, module);
        var options = new SaveOptions { Map = _map, MaxShardBytes = maximumShardBytes };
        Checkpoint.Save(module, Path.Combine(folder, "model.safetensors"), options);
    }

    /// <summary>Disposes the model.</summary>
    public void Dispose() => Model.Dispose();
}

/// <summary>How a family's models are loaded.</summary>
internal static class PretrainedLoading
{
    /// <summary>Creates the model without drawing weights, and loads it. Nothing is left if that fails.</summary>
    /// <param name="files">The folder.</param>
    /// <param name="create">Creates the model on a device.</param>
    /// <param name="config">What the folder's configuration says.</param>
    /// <param name="tokenizer">The folder's tokenizer.</param>
    /// <param name="map">From the model's names to those of a file.</param>
    /// <param name="device">Where the model is to live.</param>
    /// <param name="saving">From the model's names to those to save under; as loaded when null.</param>
    public static Pretrained<TModel, TConfig> Load<TModel, TConfig>(
        this PretrainedFolder files, Func<Device, TModel> create, TConfig config, ITokenizer tokenizer, Func<CheckpointFile, NameMap> map,
        Device? device,
        NameMap? saving = null)
        where TModel : class, IDisposable
    {
        LibTorch.RequiredBy(typeof(TModel).Name);
        var path = files.Weights();
        NameMap chosen;
        using (var file = PretrainedFolder.OpenWeights(path))
        {
            chosen = map(file);
        }

        var module = PretrainedFolder.ReadWeights(
            path, () => Checkpoint.Create(place => (nn.Module)(object)create(place), path, new LoadOptions { Map = chosen }, device));
        module.eval();
        return new Pretrained<TModel, TConfig>(files, saving ?? chosen, (TModel)(object)module, config, tokenizer);
    }
}
