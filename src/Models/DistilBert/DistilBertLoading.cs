using System;
using ModelGen.Models.Tokenization;
using static TorchSharp.torch;

namespace ModelGen.Models;

/// <summary>Loads the models of the family, which differ in their heads.</summary>
internal static class DistilBertLoading
{
    /// <summary>Loads a model from a directory of the hub.</summary>
    /// <typeparam name="TModel">The model.</typeparam>
    /// <param name="folder">The directory.</param>
    /// <param name="create">Creates the model from a configuration on a device.</param>
    /// <param name="names">The names of its weights in the hub.</param>
    /// <param name="device">The device of the model; the CPU when null.</param>
    public static Pretrained<TModel, DistilBertConfig> Load<TModel>(
        string folder, Func<DistilBertConfig, Device, TModel> create, NameMap names, Device? device)
        where TModel : class, IDisposable
    {
        var files = new PretrainedFolder(folder);
        var config = DistilBertConfig.Read(files.Config("distilbert"));
        files.RequireSizes(names.Prefixes, DistilBertNames.Words, weights => DistilBertNames.RequireSizes(weights, config));
        return files.Load(place => create(config, place), config, Tokenizers.WordPieces(files), _ => names, device);
    }
}
