using static TorchSharp.torch;

namespace ModelGen.Models;

/// <content>Loading in the layout of the Hugging Face hub.</content>
public partial class DistilBert : ITextEncoder
{
    /// <summary>
    /// Loads a DistilBERT encoder from a directory of the hub: <c>config.json</c>,
    /// <c>vocab.txt</c> or <c>tokenizer.json</c>, and safetensors, in one file or sharded.
    /// </summary>
    /// <remarks>Heads in the file are ignored.</remarks>
    /// <param name="folder">The directory.</param>
    /// <param name="device">The device of the model; the CPU when null.</param>
    /// <param name="dtype">The dtype of the model; float32 when null.</param>
    /// <returns>The model in evaluation mode, its configuration and its tokenizer.</returns>
    /// <exception cref="PretrainedException">
    /// A file is missing or malformed, or the configuration belongs to another family or is not supported.
    /// </exception>
    /// <exception cref="CheckpointMismatchException">The weights do not match the configuration.</exception>
    /// <exception cref="CheckpointException">The weights are malformed, or their format must be converted first.</exception>
    public static Pretrained<DistilBert, DistilBertConfig> FromPretrained(string folder, Device? device = null, ScalarType? dtype = null) =>
        DistilBertLoading.Load(folder, (config, place) => Create(config, place, dtype), DistilBertNames.Encoder(), device);

    /// <summary>Creates a DistilBERT encoder from a configuration, with initialised weights.</summary>
    /// <param name="config">The configuration.</param>
    /// <param name="device">The device of the model; TorchSharp's default when null.</param>
    /// <param name="dtype">The dtype of the model; float32 when null.</param>
    /// <returns>The model.</returns>
    public static DistilBert Create(DistilBertConfig config, Device? device = null, ScalarType? dtype = null) => new(
        vocabulary: config.Vocabulary, positions: config.Positions, D: config.D, layers: config.Layers, heads: config.Heads,
        hidden: config.Hidden, eps: DistilBertConfig.Eps, dropout: config.Dropout, attentionDropout: config.AttentionDropout,
        device: device, dtype: dtype ?? ScalarType.Float32);

    /// <inheritdoc/>
    public Tensor Encode(Tensor ids, Tensor padding) => call(ids, padding);
}
