using System;
using System.Collections.Generic;
using System.Linq;
using ModelGen.Layers;
using ModelGen.PyTorch.Scopes;
using ModelGen.PyTorch.Source;

namespace ModelGen.PyTorch.Layers;

/// <summary>Attention.</summary>
internal static class AttentionWriters
{
    private const string Weights = "weights";

    public static IReadOnlyDictionary<string, Action<LayerContext>> All { get; } = new Dictionary<string, Action<LayerContext>>
    {
        ["MultiHeadAttention"] = MultiHeadAttention,
        ["ScaledDotProductAttention"] = ScaledDotProductAttention,
    };

    private static void MultiHeadAttention(LayerContext layer)
    {
        string[] arguments =
        [
            layer.Features, layer.Size("heads"),
            .. SizeArgument(layer, "head_dim", "HeadDim"),
            .. MemoryFeatures(layer),
            .. SizeArgument(layer, "key_value_heads", "KeyValueHeads"),
            .. layer.Flag("Bias", true) ? [] : new[] { "bias=False" },
            .. layer.Has("OutputBias") ? [$"output_bias={Python.Literal(layer.Flag("OutputBias", true))}"] : Array.Empty<string>(),
            .. LayerContext.Optional("dropout", layer.Number("Dropout", 0), "0.0"),
            .. layer.Flag("Causal") ? new[] { "causal=True" } : [],
            .. SizeArgument(layer, "window", "Window"),
            .. layer.Has("Scale") ? [$"scale={layer.Number("Scale", 1)}"] : Array.Empty<string>(),
            .. layer.Flag("QueryKeyNorm") ? [$"norm_eps={layer.Number("QueryKeyNormEps", 1e-6)}"] : Array.Empty<string>(),
            .. RotaryArgument(layer),
            .. layer.Flag("Alibi") ? new[] { "alibi=True" } : [],
        ];
        var module = layer.Module($"{layer.Helper("MultiHeadAttention")}({string.Join(", ", arguments)})");
        var readsWeights = layer.Port == Weights || layer.IsPortRead(Weights);
        string[] given =
        [
            layer.Input,
            .. Given(layer, "memory", "Memory"), .. Given(layer, "mask", "Mask"), .. Given(layer, "key_padding_mask", "KeyPaddingMask"),
            .. IsCached(layer) ? new[] { "cache=cache" } : [],
            .. readsWeights ? new[] { "need_weights=True" } : [],
        ];
        Output(layer, $"{module}({string.Join(", ", given)})", readsWeights);
    }

    /// <summary>Whether the layer keeps the keys and values of earlier positions.</summary>
    public static bool IsCached(LayerContext layer) =>
        layer.IsAlongPositions && layer.Scope.Model.IsCached && layer.Flag("Causal") && !layer.Has("Memory");

    /// <summary>A tensor as an argument with a name, if it is given.</summary>
    public static IEnumerable<string> Given(LayerContext layer, string name, string argument) =>
        layer.Tensor(argument) is { } tensor ? [$"{name}={tensor}"] : [];

    private static void ScaledDotProductAttention(LayerContext layer)
    {
        var (query, key, value) = (layer.Inputs[0], layer.Inputs[1], layer.Inputs[2]);
        var readsWeights = layer.Port == Weights || layer.IsPortRead(Weights);
        var mask = layer.Tensor("Mask");
        var isTriangle = layer.Flag("Causal") && !layer.Has("Window") && mask is null && !readsWeights;
        if (layer.Flag("Causal") && !isTriangle)
        {
            string[] sizes =
            [
                $"{query}.size(-2)", $"{key}.size(-2)",
                .. layer.Has("Window") ? [$"window={layer.SizeInForward("Window")}"] : Array.Empty<string>(),
                $"device={query}.device",
            ];
            var visible = $"{layer.Helper("visible_keys")}({string.Join(", ", sizes)})";
            var variable = layer.Scope.Variables.ForOwnUse("visible");
            layer.Scope.Forward.Line($"{variable} = {(mask is null
                ? visible : $"{layer.Helper("combine_masks")}([{mask}, {visible}])")}");
            mask = variable;
        }

        var scale = layer.Has("Scale") ? [$"scale={layer.NumberInForward("Scale", 1)}"] : Array.Empty<string>();
        var masks = mask is null ? [] : new[] { $"mask={mask}" };
        var dropout = layer.NumberInForward("Dropout", 0);
        if (!readsWeights)
        {
            string[] given =
            [
                query, key, value, .. masks, .. isTriangle ? new[] { "causal=True" } : [], .. scale,
                .. dropout == "0.0" ? [] : new[] { $"dropout={dropout} if self.training else 0.0" },
            ];
            Output(layer, $"{layer.Helper("scaled_dot_product_attention")}({string.Join(", ", given)})", readsWeights: false);
            return;
        }

        string[] arguments = [query, key, .. masks, .. scale];
        var call = $"{layer.Helper("attention_weights")}({string.Join(", ", arguments)})";
        if (layer.Port == Weights && !layer.IsPortRead(Weights))
        {
            layer.Output(call);
            return;
        }

        var weights = layer.Scope.Variables.ForPort(layer.Layer, Weights);
        layer.Scope.Forward.Line($"{weights} = {call}");
        var kept = dropout == "0.0" ? weights : $"F.dropout({weights}, {dropout}, self.training)";
        layer.Output(layer.Port == Weights ? weights : $"{kept} @ {value}");
    }

    private static void Output(LayerContext layer, string call, bool readsWeights)
    {
        if (!readsWeights)
        {
            layer.Output(call);
            return;
        }

        var variables = layer.Scope.Variables;
        var result = layer.Port == Weights ? "_" : variables.ForResult(layer.Layer);
        var weights = layer.Port == Weights ? variables.ForResult(layer.Layer) : variables.ForPort(layer.Layer, Weights);
        variables.Alias($"{layer.Layer.Path}.{Weights}", weights);
        layer.Scope.Forward.Line($"{result}, {weights} = {call}", layer.Layer.OutputShape);
    }

    private static IEnumerable<string> SizeArgument(LayerContext layer, string name, string argument) =>
        layer.Has(argument) ? [$"{name}={layer.Size(argument)}"] : [];

    private static IEnumerable<string> MemoryFeatures(LayerContext layer)
    {
        var (own, memory) = (layer.ShapeOfWeight("query.weight")[1], layer.ShapeOfWeight("key.weight")[1]);
        if (!layer.Has("Memory") || own == memory)
        {
            return [];
        }

        var path = ((ArgumentValue.Tensors)layer.Layer.Arguments["Memory"]).Paths.Single();
        return [$"memory_features={layer.FeaturesOf(path, memory)}"];
    }

    private static IEnumerable<string> RotaryArgument(LayerContext layer)
    {
        if (layer.Layer.Arguments.GetValueOrDefault("Rotary") is ArgumentValue.Setting setting)
        {
            return [$"rotary={Python.Variable(setting.Name)}"];
        }

        if (!layer.Flag("Rotary"))
        {
            return [];
        }

        layer.Helper("RotaryOptions");
        double Number(string argument, double otherwise) =>
            layer.Layer.Arguments.GetValueOrDefault(argument) switch
            {
                ArgumentValue.Number number => number.Value,
                ArgumentValue.Integer integer => integer.Value,
                _ => otherwise,
            };
        var text = RotaryText.Of(new RotaryOptions
        {
            Base = Number("RotaryBase", 10000),
            Style = layer.Choice("RotaryStyle", RotaryStyle.Halves),
            Scaling = layer.Choice("RotaryScaling", RotaryScaling.None),
            Factor = Number("RotaryFactor", 1),
            Context = Math.Max(1, layer.Integer("RotaryContext", 0)),
            LowFrequency = Number("RotaryLowFrequency", 1),
            HighFrequency = Number("RotaryHighFrequency", 4),
            BetaFast = Number("RotaryBetaFast", 32),
            BetaSlow = Number("RotaryBetaSlow", 1),
            AttentionFactor = layer.Has("RotaryAttentionFactor") ? Number("RotaryAttentionFactor", 1) : null,
        });
        if (!layer.Has("RotaryDim"))
        {
            return [$"rotary={text}"];
        }

        var dim = $"dim={layer.Size("RotaryDim")}";
        return [$"rotary={text[..^1]}{(text.EndsWith("()", StringComparison.Ordinal) ? dim : $", {dim}")})"];
    }
}
