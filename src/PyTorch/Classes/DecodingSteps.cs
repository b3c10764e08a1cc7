using System;
using System.Collections.Generic;
using System.Linq;
using ModelGen.PyTorch.Scopes;
using ModelGen.PyTorch.Source;

namespace ModelGen.PyTorch.Classes;

/// <summary>
/// Which models generate text step by step, with a cache. The others compute the whole sequence for every id, which gives the same ids.
/// </summary>
internal static class DecodingSteps
{
    // Layers that compute each position from that position alone, as long as their axis is the last one.
    private static readonly HashSet<string> _pointwise =
    [
        "Linear", "TiedLinear", "LayerNorm", "RmsNorm", "Normalize", "Relu", "Gelu", "Silu", "Tanh", "Sigmoid", "LeakyRelu", "Elu",
        "Mish", "Relu6", "Hardswish", "Softplus", "Selu", "Softmax", "LogSoftmax", "Glu", "Dropout", "DropPath", "FeedForward",
        "GatedFeedForward", "Residual", "Add", "Subtract", "Multiply", "Concat", "Cast",
    ];

    private static readonly HashSet<string> _keeping =
        ["MultiHeadAttention", "TransformerEncoderLayer", "TransformerDecoderLayer", "Rnn", "Lstm", "Gru"];

    private static readonly HashSet<string> _positional = ["PositionEmbedding", "SinusoidalPositions"];

    /// <summary>Whether a layer keeps something from one step to the next, or must know where the step begins.</summary>
    public static bool Keeps(ModelClass model, LayerInfo layer) =>
        model.PositionAxis(layer) == -2 && (_positional.Contains(layer.Kind) || _keeping.Contains(layer.Kind));

    /// <summary>Whether every layer that runs along the positions can compute some of them after the others.</summary>
    public static bool CanRunStepByStep(ModelClass model, IReadOnlyDictionary<Type, ModelClass> classes) =>
        model.IsCached && model.Architecture.Layers.All(layer => CanRun(model, layer, classes));

    private static bool CanRun(ModelClass model, LayerInfo layer, IReadOnlyDictionary<Type, ModelClass> classes)
    {
        if (!Mentions(layer.InputShape, model.Positions) && !Mentions(layer.OutputShape, model.Positions))
        {
            return true;
        }

        if (layer.Kind == "Embedding")
        {
            return true;
        }

        if (model.PositionAxis(layer) != -2 || SizeText.Axes(layer.OutputShape) is not [.., var axis, _] || axis != model.Positions)
        {
            return false;
        }

        if (model.BlockOf(layer) is { } module)
        {
            var block = classes[module.GetType()];
            return block.Positions is not null && block.Architecture.Layers.All(inner => CanRun(block, inner, classes));
        }

        var isAlongLast = layer.Arguments.GetValueOrDefault("Axis") is not ArgumentValue.Integer { Value: not -1 } given
            || given.Value == SizeText.Axes(layer.InputShape).Count - 1;
        return layer.Kind switch
        {
            "Rnn" or "Lstm" or "Gru" => !IsTrue(layer, "Bidirectional") && !layer.Arguments.ContainsKey("Lengths")
                && !layer.Arguments.ContainsKey("Port"),
            "MultiHeadAttention" => !layer.Arguments.ContainsKey("Mask")
                && (layer.Arguments.ContainsKey("Memory")
                    || (IsTrue(layer, "Causal") && !layer.Arguments.ContainsKey("KeyPaddingMask"))),
            "TransformerEncoderLayer" or "TransformerDecoderLayer" => IsTrue(layer, "Causal") && !layer.Arguments.ContainsKey("Mask")
                && !layer.Arguments.ContainsKey("KeyPaddingMask") && !layer.Arguments.ContainsKey("MemoryMask"),
            _ => _positional.Contains(layer.Kind) || (_pointwise.Contains(layer.Kind) && isAlongLast),
        };
    }

    private static bool IsTrue(LayerInfo layer, string argument) =>
        layer.Arguments.GetValueOrDefault(argument) is ArgumentValue.Flag { Value: true };

    private static bool Mentions(string shape, string? symbol) => symbol is not null && SizeText.Symbols(shape).Contains(symbol);
}
