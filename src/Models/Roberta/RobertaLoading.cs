using System;
using ModelGen.Models.Tokenization;
using static TorchSharp.torch;

namespace ModelGen.Models;

/// <summary>Loads the models of the family, which differ in their heads.</summary>
internal static class RobertaLoading
{
    /// <summary>Loads a model from a directory of the hub.</summary>
    /// <typeparam name="TModel">The model.</typeparam>
    /// <param name="folder">The directory.</param>
    /// <param name="create">Creates the model from a configuration on a device.</param>
    /// <param name="names">The names of its weights in the hub.</param>
    /// <param name="device">The device of the model; the CPU when null.</param>
    public static Pretrained<TModel, RobertaConfig> Load<TModel>(
        string folder, Func<RobertaConfig, Device, TModel> create, NameMap names, Device? device)
        where TModel : class, IDisposable
    {
        var files = new PretrainedFolder(folder);
        var config = RobertaConfig.Read(files.Config("roberta"));
        files.RequireSizes(names.Prefixes, RobertaNames.Words, weights => RobertaNames.RequireSizes(weights, config));
        return files.Load(place => create(config, place), config, Tokenizers.Roberta(files), _ => names, device);
    }
}
