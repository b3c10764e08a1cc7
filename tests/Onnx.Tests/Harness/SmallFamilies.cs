using System;
using System.Collections.Generic;
using ModelGen.Layers;
using ModelGen.Models;
using static TorchSharp.torch;

namespace ModelGen.Onnx.Tests;

/// <summary>The pretrained families with small sizes and random weights.</summary>
internal static class SmallFamilies
{
    public const long Vocabulary = 23;
    public const long Positions = 12;

    private static readonly RotaryOptions _llama3 =
        new() { Base = 500, Scaling = RotaryScaling.Llama3, Factor = 8, Context = 16, HighFrequency = 3 };

    private static readonly RotaryOptions _yarn = new() { Scaling = RotaryScaling.Yarn, Factor = 4, Context = 8 };

    // Sequences of more than 5 positions have other angles.
    private static readonly RotaryOptions _longRope =
        new() { Context = 5, AttentionFactor = 1.2, ShortFactors = [1, 1.5, 2], LongFactors = [2, 5, 9] };

    public static IReadOnlyDictionary<string, Func<nn.Module>> Create { get; } = new Dictionary<string, Func<nn.Module>>
    {
        ["GPT-2"] = () => new ModelGen.Models.Gpt2(D: 12, heads: 3, hidden: 20, layers: 2, positions: Positions, vocabulary: Vocabulary),
        ["Llama"] = () => new LlamaForCausalLM(
            D: 12, headDim: 6, heads: 4, hidden: 20, keyValueHeads: 2, layers: 2, vocabulary: Vocabulary, eps: 1e-5, rotary: _llama3),
        ["Llama, tied"] = () => new TiedLlamaForCausalLM(
            D: 12, headDim: 6, heads: 4, hidden: 20, keyValueHeads: 1, layers: 2, vocabulary: Vocabulary, eps: 1e-5, rotary: _yarn,
            activation: Activation.Gelu),
        ["Mistral"] = () => new MistralForCausalLM(
            D: 12, headDim: 6, heads: 4, hidden: 20, keyValueHeads: 2, layers: 2, vocabulary: Vocabulary, window: 4, eps: 1e-5,
            rotary: new RotaryOptions()),
        ["Qwen 2"] = () => new Qwen2ForCausalLM(
            D: 12, headDim: 6, heads: 4, hidden: 20, keyValueHeads: 2, layers: 2, vocabulary: Vocabulary, eps: 1e-5,
            rotary: new RotaryOptions { Base = 1e6 }),
        ["Qwen 3"] = () => new TiedQwen3ForCausalLM(
            D: 12, headDim: 6, heads: 4, hidden: 20, keyValueHeads: 2, layers: 2, vocabulary: Vocabulary, eps: 1e-5,
            rotary: new RotaryOptions { Base = 1e6 }),
        ["Phi-3"] = () => new Phi3ForCausalLM(
            D: 12, headDim: 6, heads: 4, hidden: 20, keyValueHeads: 4, layers: 2, vocabulary: Vocabulary, window: 7, eps: 1e-5,
            rotary: _longRope),
        ["BERT"] = () => new Bert(D: 12, heads: 3, hidden: 20, layers: 2, positions: Positions, types: 2, vocabulary: Vocabulary),
        ["BERT, masked"] =
            () => new BertForMaskedLM(D: 12, heads: 3, hidden: 20, layers: 2, positions: Positions, types: 2, vocabulary: Vocabulary),
        ["BERT, classes"] = () => new BertForSequenceClassification(
            D: 12, classes: 3, heads: 3, hidden: 20, layers: 2, positions: Positions, types: 2, vocabulary: Vocabulary),
        ["DistilBERT"] = () => new DistilBert(D: 12, heads: 3, hidden: 20, layers: 2, positions: Positions, vocabulary: Vocabulary),
        ["DistilBERT, masked"] =
            () => new DistilBertForMaskedLM(D: 12, heads: 3, hidden: 20, layers: 2, positions: Positions, vocabulary: Vocabulary),
        ["RoBERTa"] = () => new Roberta(D: 12, heads: 3, hidden: 20, layers: 2, positions: 14, types: 1, vocabulary: Vocabulary),
        ["RoBERTa, masked"] =
            () => new RobertaForMaskedLM(D: 12, heads: 3, hidden: 20, layers: 2, positions: 14, types: 1, vocabulary: Vocabulary),
        ["Encoder-decoder"] = () => new EncoderDecoder(D: 12, heads: 3, hidden: 20, encoderLayers: 2, decoderLayers: 2),
    };
}
