using static TorchSharp.torch;

namespace ModelGen.Models;

/// <content>Loading in the layout of the Hugging Face hub.</content>
public partial class Roberta : ITextEncoder
{
    /// <summary>
    /// Loads a RoBERTa encoder from a directory of the hub: <c>config.json</c>,
    /// <c>tokenizer.json</c>, or <c>vocab.json</c> and <c>merges.txt</c>, and safetensors, in one file or sharded.
    /// </summary>
    /// <remarks>Heads and the pooler in the file are ignored.</remarks>
    /// <param name="folder">The directory.</param>
    /// <param name="device">The device of the model; the CPU when null.</param>
    /// <param name="dtype">The dtype of the model; float32 when null.</param>
    /// <returns>The model in evaluation mode, its configuration and its tokenizer.</returns>
    /// <exception cref="PretrainedException">
    /// A file is missing or malformed, or the configuration belongs to another family or is not supported.
    /// </exception>
    /// <exception cref="CheckpointMismatchException">The weights do not match the configuration.</exception>
    /// <exception cref="CheckpointException">The weights are malformed, or their format must be converted first.</exception>
    public static Pretrained<Roberta, RobertaConfig> FromPretrained(string folder, Device? device = null, ScalarType? dtype = null) =>
        RobertaLoading.Load(folder, (config, place) => Create(config, place, dtype), RobertaNames.Encoder(), device);

    /// <summary>Creates a RoBERTa encoder from a configuration, with initialised weights.</summary>
    /// <param name="config">The configuration.</param>
    /// <param name="device">The device of the model; TorchSharp's default when null.</param>
    /// <param name="dtype">The dtype of the model; float32 when null.</param>
    /// <returns>The model.</returns>
    public static Roberta Create(RobertaConfig config, Device? device = null, ScalarType? dtype = null) => new(
        vocabulary: config.Vocabulary, positions: config.Positions, types: config.Types, D: config.D, layers: config.Layers,
        heads: config.Heads, hidden: config.Hidden, eps: config.Eps, dropout: config.Dropout,
        attentionDropout: config.AttentionDropout, device: device, dtype: dtype ?? ScalarType.Float32);

    /// <inheritdoc/>
    public Tensor Encode(Tensor ids, Tensor padding) => call(ids, padding);
}
