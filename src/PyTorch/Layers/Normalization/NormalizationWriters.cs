using System;
using System.Collections.Generic;
using ModelGen.PyTorch.Scopes;
using ModelGen.PyTorch.Source;

namespace ModelGen.PyTorch.Layers;

/// <summary>Norms.</summary>
internal static class NormalizationWriters
{
    private const double Eps = 1e-5;

    public static IReadOnlyDictionary<string, Action<LayerContext>> All { get; } = new Dictionary<string, Action<LayerContext>>
    {
        ["LayerNorm"] = LayerNorm,
        ["BatchNorm"] = layer => Tracking(layer, "BatchNorm", Math.Max(1, layer.SpatialAxes), affine: true, tracks: true),
        ["InstanceNorm"] = layer => Tracking(layer, "InstanceNorm", layer.SpatialAxes, affine: false, tracks: false),
        ["GroupNorm"] = GroupNorm,
        ["RmsNorm"] = RmsNorm,
        ["Normalize"] = Normalize,
        ["LocalResponseNorm"] = LocalResponseNorm,
    };

    private static void LayerNorm(LayerContext layer)
    {
        var (isAffine, hasBias) = (layer.Flag("Affine", true), layer.Flag("Bias", true));
        string[] arguments = [layer.Features, .. EpsOf(layer), .. isAffine ? [] : new[] { "elementwise_affine=False" }];

        // PyTorch's has a choice of the bias since version 2.1.
        layer.Output(isAffine && !hasBias
            ? $"{layer.Module($"{layer.Helper("LayerNorm")}({string.Join(", ", arguments)}, bias=False)")}({layer.Input})"
            : $"{layer.Module($"nn.LayerNorm({string.Join(", ", arguments)})")}({layer.Input})");
    }

    private static void Tracking(LayerContext layer, string kind, int axes, bool affine, bool tracks)
    {
        string[] arguments =
        [
            layer.Channels, .. EpsOf(layer), .. LayerContext.Optional("momentum", layer.Number("Momentum", 0.1), "0.1"),
            .. Differs("affine", layer.Flag("Affine", affine), affine),
            .. Differs("track_running_stats", layer.Flag("TrackRunningStats", tracks), tracks),
        ];
        layer.Output($"{layer.Module($"nn.{kind}{axes}d({string.Join(", ", arguments)})")}({layer.Input})");
    }

    private static void GroupNorm(LayerContext layer)
    {
        string[] arguments =
            [layer.Size("groups"), layer.Channels, .. EpsOf(layer), .. Differs("affine", layer.Flag("Affine", true), true)];
        layer.Output($"{layer.Module($"nn.GroupNorm({string.Join(", ", arguments)})")}({layer.Input})");
    }

    private static void RmsNorm(LayerContext layer)
    {
        string[] arguments =
        [
            layer.Features, .. layer.Has("Eps") ? [$"eps={layer.Number("Eps", Eps)}"] : Array.Empty<string>(),
            .. Differs("affine", layer.Flag("Affine", true), true),
        ];
        layer.Output($"{layer.Module($"{layer.Helper("RMSNorm")}({string.Join(", ", arguments)})")}({layer.Input})");
    }

    private static void Normalize(LayerContext layer)
    {
        string[] arguments =
        [
            layer.Input, $"dim={Python.Literal(layer.Integer("Axis", -1))}",
            .. LayerContext.Optional("eps", layer.NumberInForward("Eps", 1e-12), Python.Literal(1e-12)),
        ];
        layer.Output($"F.normalize({string.Join(", ", arguments)})");
    }

    private static void LocalResponseNorm(LayerContext layer)
    {
        string[] arguments =
        [
            layer.Input, layer.SizeInForward("size"),
            .. LayerContext.Optional("alpha", layer.NumberInForward("Alpha", 1e-4), Python.Literal(1e-4)),
            .. LayerContext.Optional("beta", layer.NumberInForward("Beta", 0.75), "0.75"),
            .. LayerContext.Optional("k", layer.NumberInForward("K", 1), "1.0"),
        ];
        layer.Output($"F.local_response_norm({string.Join(", ", arguments)})");
    }

    private static IEnumerable<string> EpsOf(LayerContext layer) =>
        LayerContext.Optional("eps", layer.Number("Eps", Eps), Python.Literal(Eps));

    private static IEnumerable<string> Differs(string name, bool value, bool otherwise) =>
        value == otherwise ? [] : [$"{name}={Python.Literal(value)}"];
}
