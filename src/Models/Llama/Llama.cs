using System;
using ModelGen.Models.Tokenization;
using static TorchSharp.torch;

namespace ModelGen.Models;

/// <summary>
/// Loads and creates Llama 2 and 3 (Touvron et al. 2023, arXiv:2307.09288; arXiv:2407.21783), models with their architecture such as
/// TinyLlama, CodeLlama and SmolLM, Mistral, Qwen 2 and 3, and Phi-3, in the layout of the Hugging Face hub.
/// </summary>
/// <remarks>
/// The configuration determines the type of the model: <see cref="LlamaForCausalLM"/>, <see cref="TiedLlamaForCausalLM"/>, with a sliding
/// window <see cref="MistralForCausalLM"/>, with biases <see cref="Qwen2ForCausalLM"/> or <see cref="TiedQwen2ForCausalLM"/>, with norms of
/// the heads <see cref="Qwen3ForCausalLM"/> or <see cref="TiedQwen3ForCausalLM"/>, with fused weights <see cref="Phi3ForCausalLM"/> or
/// <see cref="TiedPhi3ForCausalLM"/>.
/// </remarks>
public static class Llama
{
    // A window that excludes no key.
    private const long Unlimited = long.MaxValue;

    private const string Attention = "block.{i}.attention.multiHeadAttention.";
    private const string Gated = "block.{i}.mlp.gatedFeedForward.";

    private static readonly NameRule[] _separate =
    [
        new(Attention + "query.{p}", "layers.{i}.self_attn.q_proj.{p}"),
        new(Attention + "key.{p}", "layers.{i}.self_attn.k_proj.{p}"),
        new(Attention + "value.{p}", "layers.{i}.self_attn.v_proj.{p}"),
        new(Attention + "queryNorm.weight", "layers.{i}.self_attn.q_norm.weight"),
        new(Attention + "keyNorm.weight", "layers.{i}.self_attn.k_norm.weight"),
        new(Gated + "{which}.weight", "layers.{i}.mlp.{which}_proj.weight"),
    ];

    private static readonly NameRule[] _fused =
    [
        new()
        {
            Module = [Attention + "query.weight", Attention + "key.weight", Attention + "value.weight"],
            Checkpoint = ["layers.{i}.self_attn.qkv_proj.weight"],
        },
        new() { Module = [Gated + "gate.weight", Gated + "up.weight"], Checkpoint = ["layers.{i}.mlp.gate_up_proj.weight"] },
        new(Gated + "down.weight", "layers.{i}.mlp.down_proj.weight"),
    ];

    /// <summary>Returns the names of the hub.</summary>
    /// <param name="tied">Whether the head is tied to the embedding, so that a head in the checkpoint is ignored.</param>
    /// <param name="fused">Whether weights are fused in the checkpoint, as <see cref="LlamaConfig.IsFused"/> says.</param>
    /// <returns>The name map, which accepts names with and without the prefix <c>model.</c>.</returns>
    public static NameMap HubNames(bool tied = false, bool fused = false) => new()
    {
        Prefixes = ["model.", ""],
        Ignore = [.. tied ? ["lm_head.weight"] : Array.Empty<string>(), "layers.{i}.self_attn.rotary_emb.inv_freq", "rotary_emb.inv_freq"],
        Rules =
        [
            new("embedding.weight", "embed_tokens.weight"),
            new("rmsNorm.weight", "norm.weight"),
            new("linear.weight", "lm_head.weight") { Prefixed = false },
            new("block.{i}.attention.rmsNorm.weight", "layers.{i}.input_layernorm.weight"),
            new("block.{i}.mlp.rmsNorm.weight", "layers.{i}.post_attention_layernorm.weight"),
            new(Attention + "output.weight", "layers.{i}.self_attn.o_proj.weight"),
            .. fused ? _fused : _separate,
        ],
    };

    /// <summary>
    /// Loads a Llama-like model from a directory of the hub: <c>config.json</c>, <c>tokenizer.model</c> (SentencePiece) or
    /// <c>tokenizer.json</c>, and safetensors, in one file or sharded.
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
    public static Pretrained<ILlama, LlamaConfig> FromPretrained(string folder, Device? device = null, ScalarType? dtype = null)
    {
        var files = new PretrainedFolder(folder);
        var config = LlamaConfig.Read(files.Config("llama", "mistral", "qwen2", "qwen3", "phi3"));
        files.RequireSizes(HubNames().Prefixes, "embed_tokens.weight", weights => RequireSizes(weights, config));
        var tokenizer = Tokenizers.Llama(files);
        return files.Load(place => Create(config, place, dtype), config, tokenizer, _ => HubNames(config.IsTied, config.IsFused), device);
    }

    /// <summary>Creates a Llama-like model from a configuration, with initialised weights.</summary>
    /// <param name="config">The configuration.</param>
    /// <param name="device">The device of the model; TorchSharp's default when null.</param>
    /// <param name="dtype">The dtype of the model; float32 when null.</param>
    /// <returns>The model.</returns>
    public static ILlama Create(LlamaConfig config, Device? device = null, ScalarType? dtype = null)
    {
        var type = dtype ?? ScalarType.Float32;
        return config switch
        {
            { IsFused: true, IsTied: false } => new Phi3ForCausalLM(
                vocabulary: config.Vocabulary, D: config.D, layers: config.Layers, heads: config.Heads, keyValueHeads: config.KeyValueHeads,
                headDim: config.HeadDim, hidden: config.Hidden, window: config.Window ?? Unlimited, eps: config.Eps,
                rotary: config.Rotary, activation: config.Activation, attentionDropout: config.AttentionDropout,
                residualDropout: config.ResidualDropout, device: device, dtype: type),
            { IsFused: true } => new TiedPhi3ForCausalLM(
                vocabulary: config.Vocabulary, D: config.D, layers: config.Layers, heads: config.Heads, keyValueHeads: config.KeyValueHeads,
                headDim: config.HeadDim, hidden: config.Hidden, window: config.Window ?? Unlimited, eps: config.Eps,
                rotary: config.Rotary, activation: config.Activation, attentionDropout: config.AttentionDropout,
                residualDropout: config.ResidualDropout, device: device, dtype: type),
            { Window: { } window } => new MistralForCausalLM(
                vocabulary: config.Vocabulary, D: config.D, layers: config.Layers, heads: config.Heads, keyValueHeads: config.KeyValueHeads,
                headDim: config.HeadDim, hidden: config.Hidden, window: window, eps: config.Eps, rotary: config.Rotary,
                activation: config.Activation, attentionDropout: config.AttentionDropout, device: device, dtype: type),
            { NormalizesHeads: true, IsTied: false } => new Qwen3ForCausalLM(
                vocabulary: config.Vocabulary, D: config.D, layers: config.Layers, heads: config.Heads, keyValueHeads: config.KeyValueHeads,
                headDim: config.HeadDim, hidden: config.Hidden, eps: config.Eps, rotary: config.Rotary, activation: config.Activation,
                attentionDropout: config.AttentionDropout, device: device, dtype: type),
            { NormalizesHeads: true } => new TiedQwen3ForCausalLM(
                vocabulary: config.Vocabulary, D: config.D, layers: config.Layers, heads: config.Heads, keyValueHeads: config.KeyValueHeads,
                headDim: config.HeadDim, hidden: config.Hidden, eps: config.Eps, rotary: config.Rotary, activation: config.Activation,
                attentionDropout: config.AttentionDropout, device: device, dtype: type),
            { HasBiases: true, IsTied: false } => new Qwen2ForCausalLM(
                vocabulary: config.Vocabulary, D: config.D, layers: config.Layers, heads: config.Heads, keyValueHeads: config.KeyValueHeads,
                headDim: config.HeadDim, hidden: config.Hidden, eps: config.Eps, rotary: config.Rotary, activation: config.Activation,
                attentionDropout: config.AttentionDropout, device: device, dtype: type),
            { HasBiases: true } => new TiedQwen2ForCausalLM(
                vocabulary: config.Vocabulary, D: config.D, layers: config.Layers, heads: config.Heads, keyValueHeads: config.KeyValueHeads,
                headDim: config.HeadDim, hidden: config.Hidden, eps: config.Eps, rotary: config.Rotary, activation: config.Activation,
                attentionDropout: config.AttentionDropout, device: device, dtype: type),
            { IsTied: true } => new TiedLlamaForCausalLM(
                vocabulary: config.Vocabulary, D: config.D, layers: config.Layers, heads: config.Heads, keyValueHeads: config.KeyValueHeads,
                headDim: config.HeadDim, hidden: config.Hidden, eps: config.Eps, rotary: config.Rotary, activation: config.Activation,
                attentionDropout: config.AttentionDropout, device: device, dtype: type),
            _ => new LlamaForCausalLM(
                vocabulary: config.Vocabulary, D: config.D, layers: config.Layers, heads: config.Heads, keyValueHeads: config.KeyValueHeads,
                headDim: config.HeadDim, hidden: config.Hidden, eps: config.Eps, rotary: config.Rotary, activation: config.Activation,
                attentionDropout: config.AttentionDropout, device: device, dtype: type),
        };
    }

    private static void RequireSizes(WeightHeaders weights, LlamaConfig config)
    {
        var (queries, keys) = ((Int128)config.Heads * config.HeadDim, (Int128)config.KeyValueHeads * config.HeadDim);
        weights.Size("vocab_size", config.Vocabulary, "embed_tokens.weight", 0);
        weights.Size("hidden_size", config.D, "embed_tokens.weight", 1);
        weights.Layers("num_hidden_layers", config.Layers, "layers.{i}.mlp.down_proj.weight");
        weights.Size("hidden_size", config.D, "layers.{i}.mlp.down_proj.weight", 0);
        weights.Size("intermediate_size", config.Hidden, "layers.{i}.mlp.down_proj.weight", 1);
        if (config.IsFused)
        {
            weights.Size("2 * intermediate_size", 2 * (Int128)config.Hidden, "layers.{i}.mlp.gate_up_proj.weight", 0);
            weights.Size(
                "(num_attention_heads + 2 * num_key_value_heads) * head_dim", queries + (2 * keys),
                "layers.{i}.self_attn.qkv_proj.weight", 0);
            return;
        }

        weights.Size("intermediate_size", config.Hidden, "layers.{i}.mlp.gate_proj.weight", 0);
        weights.Size("num_attention_heads * head_dim", queries, "layers.{i}.self_attn.q_proj.weight", 0);
        weights.Size("num_key_value_heads * head_dim", keys, "layers.{i}.self_attn.k_proj.weight", 0);
    }
}
