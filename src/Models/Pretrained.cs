using System;
using System.IO;
using ModelGen.Models.Tokenization;
using static TorchSharp.torch;

namespace ModelGen.Models;

/// <summary>
/// A pretrained model in evaluation mode with its configuration and tokenizer, loaded from a directory in the layout of the Hugging Face
/// hub. It owns the model.
/// </summary>
/// <typeparam name="TModel">The type of the model.</typeparam>
/// <typeparam name="TConfig">The type of the configuration.</typeparam>
public sealed class Pretrained<TModel, TConfig> : IDisposable
    where TModel : class, IDisposable
{
    private readonly NameMap _map;

    internal Pretrained(PretrainedFolder folder, NameMap map, TModel model, TConfig config, ITokenizer tokenizer)
    {
        (Folder, _map) = (folder, map);
        (Model, Config, Tokenizer) = (model, config, tokenizer);
    }

    /// <summary>The model.</summary>
    public TModel Model { get; }

    /// <summary>The configuration.</summary>
    public TConfig Config { get; }

    /// <summary>The tokenizer.</summary>
    public ITokenizer Tokenizer { get; }

    /// <summary>The directory.</summary>
    internal PretrainedFolder Folder { get; }

    /// <summary>
    /// Saves the model in the layout of the hub: the weights with the names of the hub, the tokenizer as it was loaded, and the
    /// configuration with the current dtype of the model (<c>torch_dtype</c>). Weights that the model does not have, such as another head,
    /// are not written.
    /// </summary>
    /// <param name="folder">The directory, which is created if necessary; it can be the one from which the model was loaded.</param>
    /// <param name="maximumShardBytes">The maximum size of a file of weights in bytes; a single file when null.</param>
    /// <exception cref="IOException">A file cannot be written; existing files are unchanged.</exception>
    /// <exception cref="PretrainedException">A file that was loaded can no longer be read.</exception>
    public void Save(string folder, long? maximumShardBytes = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        Directory.CreateDirectory(folder);
        var module = (nn.Module)(object)Model;
        Folder.CopyTexts(folder, module);
        var options = new SaveOptions { Map = _map, MaxShardBytes = maximumShardBytes };
        Checkpoint.Save(module, Path.Combine(folder, "model.safetensors"), options);
    }

    /// <summary>Disposes the model.</summary>
    public void Dispose() => Model.Dispose();
}

/// <summary>Loads the models of a family.</summary>
internal static class PretrainedLoading
{
    /// <summary>Creates a model without initialising its weights, and loads them; disposes the model on failure.</summary>
    /// <param name="files">The directory.</param>
    /// <param name="create">Creates the model on a device.</param>
    /// <param name="config">The configuration.</param>
    /// <param name="tokenizer">The tokenizer.</param>
    /// <param name="map">Returns the name map for a checkpoint.</param>
    /// <param name="device">The device of the model.</param>
    /// <param name="saving">The name map for saving; the one for loading when null.</param>
    public static Pretrained<TModel, TConfig> Load<TModel, TConfig>(
        this PretrainedFolder files, Func<Device, TModel> create, TConfig config, ITokenizer tokenizer, Func<CheckpointFile, NameMap> map,
        Device? device, NameMap? saving = null)
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
