using System;
using ModelGen.Models.Tokenization;
using static TorchSharp.torch;

namespace ModelGen.Models;

/// <content>Loading in the layout of the Hugging Face hub.</content>
public partial class Gpt2
{
    /// <summary>
    /// Returns the names of the hub, where Conv1D layers are (in, out), the query, key and value projections are fused, and the head is
    /// tied to the embedding.
    /// </summary>
    /// <returns>The name map, which accepts names with and without the prefix <c>transformer.</c>.</returns>
    public static NameMap HubNames() => new()
    {
        Prefixes = ["transformer.", ""],
        Ignore = ["lm_head.weight", "h.{i}.attn.bias", "h.{i}.attn.masked_bias"],
        Rules =
        [
            new("embedding.weight", "wte.weight"),
            new("positionEmbedding.weight", "wpe.weight"),
            new("layerNorm.{p}", "ln_f.{p}"),
            new("block.{i}.attention.layerNorm.{p}", "h.{i}.ln_1.{p}"),
            new("block.{i}.feedForward.layerNorm.{p}", "h.{i}.ln_2.{p}"),
            new()
            {
                Module =
                [
                    "block.{i}.attention.multiHeadAttention.query.{p}",
                    "block.{i}.attention.multiHeadAttention.key.{p}",
                    "block.{i}.attention.multiHeadAttention.value.{p}",
                ],
                Checkpoint = ["h.{i}.attn.c_attn.{p}"],
                Transpose = true,
            },
            new("block.{i}.attention.multiHeadAttention.output.{p}", "h.{i}.attn.c_proj.{p}") { Transpose = true },
            new("block.{i}.feedForward.feedForward.linear1.{p}", "h.{i}.mlp.c_fc.{p}") { Transpose = true },
            new("block.{i}.feedForward.feedForward.linear2.{p}", "h.{i}.mlp.c_proj.{p}") { Transpose = true },
        ],
    };

    /// <summary>
    /// Loads a GPT-2 from a directory of the hub: <c>config.json</c>, <c>vocab.json</c>, <c>merges.txt</c> and safetensors, in one file or
    /// sharded.
    /// </summary>
    /// <param name="folder">The directory.</param>
    /// <param name="device">The device of the model; the CPU when null.</param>
    /// <param name="dtype">The dtype of the model; float32 when null.</param>
    /// <returns>The model in evaluation mode, its configuration and its tokenizer.</returns>
    /// <exception cref="PretrainedException">
    /// A file is missing or malformed, or the configuration belongs to another family or is not supported.
    /// </exception>
    /// <exception cref="CheckpointMismatchException">The weights do not match the configuration.</exception>
    /// <exception cref="CheckpointException">The weights are malformed, or their format must be converted first.</exception>
    public static Pretrained<Gpt2, Gpt2Config> FromPretrained(string folder, Device? device = null, ScalarType? dtype = null)
    {
        var files = new PretrainedFolder(folder);
        var config = Gpt2Config.Read(files.Config("gpt2"));
        files.RequireSizes(HubNames().Prefixes, "wte.weight", weights =>
        {
            weights.Size("vocab_size", config.Vocabulary, "wte.weight", 0);
            weights.Size("n_embd", config.D, "wte.weight", 1);
            weights.Size("n_positions", config.Positions, "wpe.weight", 0);
            weights.Layers("n_layer", config.Layers, "h.{i}.mlp.c_fc.weight");
            weights.Size("n_embd", config.D, "h.{i}.mlp.c_fc.weight", 0);
            weights.Size("n_inner", config.Hidden, "h.{i}.mlp.c_fc.weight", 1);
            weights.Size("3 * n_embd", 3 * (Int128)config.D, "h.{i}.attn.c_attn.weight", 1);
        });
        var tokenizer = Tokenizers.BytePairs(files);
        return files.Load(place => Create(config, place, dtype), config, tokenizer, _ => HubNames(), device);
    }

    /// <summary>Creates a GPT-2 from a configuration, with initialised weights.</summary>
    /// <param name="config">The configuration.</param>
    /// <param name="device">The device of the model; TorchSharp's default when null.</param>
    /// <param name="dtype">The dtype of the model; float32 when null.</param>
    /// <returns>The model.</returns>
    public static Gpt2 Create(Gpt2Config config, Device? device = null, ScalarType? dtype = null) => new(
        vocabulary: config.Vocabulary, positions: config.Positions, D: config.D, layers: config.Layers, heads: config.Heads,
        hidden: config.Hidden, eps: config.Eps, activation: config.Activation, embeddingDropout: config.EmbeddingDropout,
        attentionDropout: config.AttentionDropout, residualDropout: config.ResidualDropout, device: device,
        dtype: dtype ?? ScalarType.Float32);
}
