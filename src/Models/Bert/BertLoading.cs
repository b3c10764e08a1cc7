using System;
using ModelGen.Models.Tokenization;
using static TorchSharp.torch;

namespace ModelGen.Models;

/// <summary>Loads the models of the family, which differ in their heads.</summary>
internal static class BertLoading
{
    /// <summary>Loads a model from a directory of the hub.</summary>
    /// <typeparam name="TModel">The model.</typeparam>
    /// <param name="folder">The directory.</param>
    /// <param name="create">Creates the model from a configuration on a device.</param>
    /// <param name="names">Returns the names of its weights in the hub, given whether they are the legacy names of layer norms.</param>
    /// <param name="device">The device of the model; the CPU when null.</param>
    /// <returns>The model, its configuration and its tokenizer. It is saved with the names that are not legacy.</returns>
    public static Pretrained<TModel, BertConfig> Load<TModel>(
        string folder, Func<BertConfig, Device, TModel> create, Func<bool, NameMap> names, Device? device)
        where TModel : class, IDisposable
    {
        var files = new PretrainedFolder(folder);
        var config = BertConfig.Read(files.Config("bert"));
        files.RequireSizes(names(false).Prefixes, BertNames.Words, weights => BertNames.RequireSizes(weights, config));
        var tokenizer = Tokenizers.WordPieces(files);
        return files.Load(
            place => create(config, place), config, tokenizer, file => names(BertNames.IsLegacy(file)), device, names(false));
    }
}
