using System;
using System.Collections.Generic;
using System.Linq;
using ModelGen.Checkpoints;

namespace ModelGen.Models;

/// <summary>The names of BERT's weights in the Hugging Face hub.</summary>
public static class BertNames
{
    /// <summary>The name of the word embedding, which every checkpoint has.</summary>
    internal const string Words = "embeddings.word_embeddings.weight";

    // Other heads, the tied weight of the head, and buffers.
    private static readonly string[] _others =
    [
        "cls.{i*}", "classifier.{i*}", "pooler.{i*}", "embeddings.position_ids", "embeddings.token_type_ids",
    ];

    /// <summary>Returns the names for <see cref="Bert"/>; heads in the checkpoint are ignored.</summary>
    /// <param name="legacy">
    /// Whether layer norms have <c>gamma</c> and <c>beta</c> instead of <c>weight</c> and <c>bias</c>, as in checkpoints converted from
    /// TensorFlow.
    /// </param>
    /// <returns>The name map, which accepts names with and without the prefix <c>bert.</c>.</returns>
    public static NameMap Encoder(bool legacy = false) => Map(legacy, Pooler);

    /// <summary>Returns the names for <see cref="BertEncoder"/>; the pooler and heads in the checkpoint are ignored.</summary>
    /// <param name="legacy">As for <see cref="Encoder"/>.</param>
    /// <returns>The name map.</returns>
    public static NameMap EncoderWithoutPooler(bool legacy = false) => Map(legacy, []);

    /// <summary>Returns the names for <see cref="BertForMaskedLM"/>; the pooler and other heads in the checkpoint are ignored.</summary>
    /// <param name="legacy">As for <see cref="Encoder"/>.</param>
    /// <returns>The name map.</returns>
    public static NameMap MaskedLM(bool legacy = false) => Map(
        legacy,
        [
            .. Norm("transform.layerNorm", "cls.predictions.transform.LayerNorm", legacy, prefixed: false),
            new("transform.linear.{p}", "cls.predictions.transform.dense.{p}") { Prefixed = false },
            new("logits.tiedLinear.bias", "cls.predictions.bias") { Prefixed = false },
        ]);

    /// <summary>Returns the names for <see cref="BertForSequenceClassification"/>; other heads in the checkpoint are ignored.</summary>
    /// <param name="legacy">As for <see cref="Encoder"/>.</param>
    /// <param name="head">The head: <c>classifier</c>, or <c>cls.seq_relationship</c> for the next-sentence head of pretraining.</param>
    /// <returns>The name map.</returns>
    public static NameMap SequenceClassification(bool legacy = false, string head = "classifier") => Map(
        legacy,
        [
            .. Pooler,
            new("logits.linear.{p}", head + ".{p}") { Prefixed = false },
        ]);

    /// <summary>Returns the names of <see cref="BertLayer"/>, which RoBERTa's checkpoints share.</summary>
    /// <param name="legacy">As for <see cref="Encoder"/>.</param>
    internal static IEnumerable<NameRule> Layers(bool legacy) =>
    [
        .. Norm("encoder.block.{i}.attention.layerNorm", "encoder.layer.{i}.attention.output.LayerNorm", legacy),
        .. Norm("encoder.block.{i}.feedForward.layerNorm", "encoder.layer.{i}.output.LayerNorm", legacy),
        new("encoder.block.{i}.attention.multiHeadAttention.output.{p}", "encoder.layer.{i}.attention.output.dense.{p}"),
        new("encoder.block.{i}.attention.multiHeadAttention.{which}.{p}", "encoder.layer.{i}.attention.self.{which}.{p}"),
        new("encoder.block.{i}.feedForward.feedForward.linear1.{p}", "encoder.layer.{i}.intermediate.dense.{p}"),
        new("encoder.block.{i}.feedForward.feedForward.linear2.{p}", "encoder.layer.{i}.output.dense.{p}"),
    ];

    /// <summary>Compares the sizes of the layers with those of a checkpoint.</summary>
    internal static void RequireLayers(WeightHeaders weights, long layers, long width, long hidden)
    {
        weights.Layers("num_hidden_layers", layers, "encoder.layer.{i}.intermediate.dense.weight");
        weights.Size("intermediate_size", hidden, "encoder.layer.{i}.intermediate.dense.weight", 0);
        weights.Size("hidden_size", width, "encoder.layer.{i}.intermediate.dense.weight", 1);
        weights.Size("hidden_size", width, "encoder.layer.{i}.attention.self.query.weight", 0);
    }

    /// <summary>Returns whether a checkpoint has the legacy names of layer norms.</summary>
    internal static bool IsLegacy(CheckpointFile file) =>
        file.Tensors.Any(tensor => tensor.Name.EndsWith("LayerNorm.gamma", StringComparison.Ordinal));

    /// <summary>Compares the sizes of a configuration with those of a checkpoint.</summary>
    internal static void RequireSizes(WeightHeaders weights, BertConfig config)
    {
        weights.Size("vocab_size", config.Vocabulary, Words, 0);
        weights.Size("hidden_size", config.D, Words, 1);
        weights.Size("max_position_embeddings", config.Positions, "embeddings.position_embeddings.weight", 0);
        weights.Size("type_vocab_size", config.Types, "embeddings.token_type_embeddings.weight", 0);
        RequireLayers(weights, config.Layers, config.D, config.Hidden);
    }

    private static NameRule[] Pooler => [new("pooler.linear.{p}", "pooler.dense.{p}")];

    private static NameMap Map(bool legacy, IReadOnlyList<NameRule> head) => new()
    {
        Prefixes = ["bert.", ""],
        Ignore = _others,
        Rules =
        [
            new("words.embedding.weight", "embeddings.word_embeddings.weight"),
            new("words.positionEmbedding.weight", "embeddings.position_embeddings.weight"),
            new("kinds.embedding.weight", "embeddings.token_type_embeddings.weight"),
            .. Norm("embedded.layerNorm", "embeddings.LayerNorm", legacy),
            .. Layers(legacy),
            .. head,
        ],
    };

    private static NameRule[] Norm(string module, string checkpoint, bool legacy, bool prefixed = true) =>
    [
        new(module + ".weight", checkpoint + (legacy ? ".gamma" : ".weight")) { Prefixed = prefixed },
        new(module + ".bias", checkpoint + (legacy ? ".beta" : ".bias")) { Prefixed = prefixed },
    ];
}
