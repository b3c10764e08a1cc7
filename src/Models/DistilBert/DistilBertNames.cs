using System.Collections.Generic;

namespace ModelGen.Models;

/// <summary>The names of DistilBERT's weights in the Hugging Face hub.</summary>
public static class DistilBertNames
{
    /// <summary>The name of the word embedding, which every checkpoint has.</summary>
    internal const string Words = "embeddings.word_embeddings.weight";

    /// <summary>Returns the names for <see cref="DistilBert"/>; heads in the checkpoint are ignored.</summary>
    /// <returns>The name map, which accepts names with and without the prefix <c>distilbert.</c>.</returns>
    public static NameMap Encoder() => Map([]);

    /// <summary>Returns the names for <see cref="DistilBertForMaskedLM"/>; other heads in the checkpoint are ignored.</summary>
    /// <returns>The name map.</returns>
    public static NameMap MaskedLM() => Map(
    [
        new("transform.linear.{p}", "vocab_transform.{p}") { Prefixed = false },
        new("transform.layerNorm.{p}", "vocab_layer_norm.{p}") { Prefixed = false },
        new("logits.tiedLinear.bias", "vocab_projector.bias") { Prefixed = false },
    ]);

    /// <summary>
    /// Returns the names for <see cref="DistilBertForSequenceClassification"/>; other heads in the checkpoint are ignored.
    /// </summary>
    /// <returns>The name map.</returns>
    public static NameMap SequenceClassification() => Map(
    [
        new("dense.linear.{p}", "pre_classifier.{p}") { Prefixed = false },
        new("logits.linear.{p}", "classifier.{p}") { Prefixed = false },
    ]);

    /// <summary>Compares the sizes of a configuration with those of a checkpoint.</summary>
    internal static void RequireSizes(WeightHeaders weights, DistilBertConfig config)
    {
        weights.Size("vocab_size", config.Vocabulary, Words, 0);
        weights.Size("dim", config.D, Words, 1);
        weights.Size("max_position_embeddings", config.Positions, "embeddings.position_embeddings.weight", 0);
        weights.Layers("n_layers", config.Layers, "transformer.layer.{i}.ffn.lin1.weight");
        weights.Size("hidden_dim", config.Hidden, "transformer.layer.{i}.ffn.lin1.weight", 0);
        weights.Size("dim", config.D, "transformer.layer.{i}.ffn.lin1.weight", 1);
        weights.Size("dim", config.D, "transformer.layer.{i}.attention.q_lin.weight", 0);
    }

    private static NameMap Map(IReadOnlyList<NameRule> head) => new()
    {
        Prefixes = ["distilbert.", ""],
        Ignore =
        [
            "vocab_transform.{i*}", "vocab_layer_norm.{i*}", "vocab_projector.{i*}", "pre_classifier.{i*}", "classifier.{i*}",
            "qa_outputs.{i*}", "embeddings.position_ids",
        ],
        Rules =
        [
            new("words.embedding.weight", "embeddings.word_embeddings.weight"),
            new("words.positionEmbedding.weight", "embeddings.position_embeddings.weight"),
            new("words.layerNorm.{p}", "embeddings.LayerNorm.{p}"),
            new("encoder.block.{i}.attention.multiHeadAttention.query.{p}", "transformer.layer.{i}.attention.q_lin.{p}"),
            new("encoder.block.{i}.attention.multiHeadAttention.key.{p}", "transformer.layer.{i}.attention.k_lin.{p}"),
            new("encoder.block.{i}.attention.multiHeadAttention.value.{p}", "transformer.layer.{i}.attention.v_lin.{p}"),
            new("encoder.block.{i}.attention.multiHeadAttention.output.{p}", "transformer.layer.{i}.attention.out_lin.{p}"),
            new("encoder.block.{i}.attention.layerNorm.{p}", "transformer.layer.{i}.sa_layer_norm.{p}"),
            new("encoder.block.{i}.feedForward.feedForward.linear1.{p}", "transformer.layer.{i}.ffn.lin1.{p}"),
            new("encoder.block.{i}.feedForward.feedForward.linear2.{p}", "transformer.layer.{i}.ffn.lin2.{p}"),
            new("encoder.block.{i}.feedForward.layerNorm.{p}", "transformer.layer.{i}.output_layer_norm.{p}"),
            .. head,
        ],
    };
}
