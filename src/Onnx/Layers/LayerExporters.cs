using System;
using System.Collections.Generic;
using System.Linq;
using ModelGen.Onnx.Scopes;

namespace ModelGen.Onnx.Layers;

/// <summary>The exporter of each kind of layer, by the name of its attribute.</summary>
internal static class LayerExporters
{
    private static readonly Dictionary<string, Action<LayerContext>> _exporters = new[]
    {
        DenseExporters.All,
        NormalizationExporters.All,
        ActivationExporters.All,
        RegularizationExporters.All,
        JoiningExporters.All,
        RecurrentExporters.All,
        EscapeExporters.All,
        AttentionExporters.All,
        TransformerExporters.All,
        BlockExporters.All,
        ConvolutionExporters.All,
        PoolingExporters.All,
        UpsamplingExporters.All,
        ReshapingExporters.All,
        ReductionExporters.All,
    }.SelectMany(family => family).ToDictionary(StringComparer.Ordinal);

    /// <summary>The kinds that are exported.</summary>
    public static IReadOnlyCollection<string> Kinds => _exporters.Keys;

    /// <summary>The exporter of a layer.</summary>
    /// <exception cref="OnnxExportException">Its kind is not exported.</exception>
    public static Action<LayerContext> Find(LayerContext context)
    {
        // A generic attribute has its argument in its name: Block<Encoder>.
        var kind = context.Layer.Kind.Split('<')[0];
        return _exporters.TryGetValue(kind, out var exporter)
            ? exporter
            : throw new OnnxExportException($"{context.Describe()} cannot be exported: layers of the kind {kind} are not.");
    }
}
