using System;
using System.Collections.Generic;
using System.Linq;
using ModelGen.PyTorch.Scopes;

namespace ModelGen.PyTorch.Layers;

/// <summary>What writes a layer of each kind, by the name of its attribute.</summary>
internal static class LayerWriters
{
    private static readonly Dictionary<string, Action<LayerContext>> _writers = new[]
    {
        DenseWriters.All,
        NormalizationWriters.All,
        ActivationWriters.All,
        RegularizationWriters.All,
        JoiningWriters.All,
        RecurrentWriters.All,
        EscapeWriters.All,
        AttentionWriters.All,
        TransformerWriters.All,
        BlockWriters.All,
        ConvolutionWriters.All,
        PoolingWriters.All,
        ReshapingWriters.All,
        ReductionWriters.All,
    }.SelectMany(family => family).ToDictionary(StringComparer.Ordinal);

    /// <summary>The kinds that are written.</summary>
    public static IReadOnlyCollection<string> Kinds => _writers.Keys;

    /// <summary>Writes a layer.</summary>
    /// <exception cref="PyTorchExportException">Its kind is not written.</exception>
    public static void Write(LayerContext context)
    {
        // A generic attribute has its argument in its name: Block<Encoder>.
        var kind = context.Layer.Kind.Split('<')[0];
        if (!_writers.TryGetValue(kind, out var write))
        {
            throw new PyTorchExportException($"{context.Describe()} cannot be exported: layers of the kind {kind} are not.");
        }

        write(context);
    }
}
