using System.Collections.Generic;

namespace ModelGen.Models;

/// <summary>The names of RoBERTa's weights in the Hugging Face hub.</summary>
public static class RobertaNames
{
    /// <summary>The name of the word embedding, which every checkpoint has.</summary>
    internal const string Words = "embeddings.word_embeddings.weight";

    /// <summary>Returns the names for <see cref="Roberta"/>; the pooler and heads in the checkpoint are ignored.</summary>
    /// <returns>The name map, which accepts names with and without the prefix <c>roberta.</c>.</returns>
    public static NameMap Encoder() => Map([]);

    /// <summary>Returns the names for <see cref="RobertaForMaskedLM"/>; the pooler and other heads in the checkpoint are ignored.</summary>
    /// <returns>The name map.</returns>
    public static NameMap MaskedLM() => Map(
    [
        new("transform.linear.{p}", "lm_head.dense.{p}") { Prefixed = false },
        new("transform.layerNorm.{p}", "lm_head.layer_norm.{p}") { Prefixed = false },
        new("logits.tiedLinear.bias", "lm_head.bias") { Prefixed = false },
    ]);

    /// <summary>Returns the names for <see cref="RobertaForSequenceClassification"/>; other heads in the checkpoint are ignored.</summary>
    /// <returns>The name map.</returns>
    public static NameMap SequenceClassification() => Map(
    [
        new("dense.linear.{p}", "classifier.dense.{p}") { Prefixed = false },
        new("logits.linear.{p}", "classifier.out_proj.{p}") { Prefixed = false },
    ]);

    /// <summary>Compares the sizes of a configuration with those of a checkpoint.</summary>
    internal static void RequireSizes(WeightHeaders weights, RobertaConfig config)
    {
        weights.Size("vocab_size", config.Vocabulary, Words, 0);
        weights.Size("hidden_size", config.D, Words, 1);
        weights.Size("max_position_embeddings", config.Positions, "embeddings.position_embeddings.weight", 0);
        weights.Size("type_vocab_size", config.Types, "embeddings.token_type_embeddings.weight", 0);
        BertNames.RequireLayers(weights, config.Layers, config.D, config.Hidden);
    }

    private static NameMap Map(IReadOnlyList<NameRule> head) => new()
    {
        Prefixes = ["roberta.", ""],
        Ignore = ["lm_head.{i*}", "classifier.{i*}", "pooler.{i*}", "embeddings.position_ids", "embeddings.token_type_ids"],
        Rules =
        [
            new("words.embedding.weight", "embeddings.word_embeddings.weight"),
            new("embedded.block.places.embedding.weight", "embeddings.position_embeddings.weight"),
            new("embedded.block.kinds.embedding.weight", "embeddings.token_type_embeddings.weight"),
            new("embedded.block.embedded.layerNorm.{p}", "embeddings.LayerNorm.{p}"),
            .. BertNames.Layers(legacy: false),
            .. head,
        ],
    };
}
