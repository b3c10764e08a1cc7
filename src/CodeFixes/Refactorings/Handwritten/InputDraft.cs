using System.Collections.Generic;
using System.Linq;

namespace ModelGen.CodeFixes.Refactorings.Handwritten;

/// <summary>A shape that an input may have.</summary>
/// <param name="Axes">One entry per axis: an integer, a symbol or an expression.</param>
/// <param name="IsId">Whether it holds ids.</param>
internal sealed record InputDraft(IReadOnlyList<string> Axes, bool IsId = false)
{
    // Most layers accept any number of axes. The first shape that all layers accept is written.
    private static readonly InputDraft[] AnyFeatures = [Of("B", "D"), Of("B", "T", "D"), Of("B", "C", "H", "W"), Of("B", "C", "1", "W")];
    private static readonly string[][] SpatialNames = [[], ["L"], ["H", "W"], ["D", "H", "W"]];

    /// <summary>The symbols of the spatial axes of a feature map.</summary>
    public static readonly IReadOnlyList<string> SpatialSymbols = ["L", "D", "H", "W"];

    /// <summary>Whether callers may pass any number of axes.</summary>
    public bool HasAnyRank => Axes[0] == "...";

    /// <summary>The shapes that a module's input may have, more general and likelier ones first.</summary>
    public static IReadOnlyList<InputDraft> Candidates(HandwrittenModule module, int input)
    {
        var value = new FlowValue(input, null);
        while (true)
        {
            var reader = module.Nodes.FirstOrDefault(node => node.Operands.Contains(value));
            if (reader is null)
            {
                return [Of("..."), .. AnyFeatures];
            }

            var layer = reader.Layer;
            switch (layer.Kind)
            {
                case "Embedding":
                    return [Of("...") with { IsId = true }, Of("B", "T") with { IsId = true }, Of("B") with { IsId = true }];
                case "Block":
                    // The width is one of the sizes that the block is given, and mostly its first.
                    var sizes = layer.Widths.Select(width => Of("...", width))
                        .Concat(layer.Widths.SelectMany(width => new[] { Of("B", width, "H", "W"), Of("B", "T", width), Of("B", width) }));
                    return [.. sizes, Of("..."), .. AnyFeatures];
                case "Rnn" or "Lstm" or "Gru":
                    return [Of("B", "T", layer.Width!)];
                case "Flatten"
                    when (layer.OutputWidth ?? module.Nodes.FirstOrDefault(node => node.Layer.Width is not null)?.Layer.Width) is { } width:
                    return [Of("B", width)];
                default:
                    if (layer.SpatialAxes > 0)
                    {
                        return [Of(["B", layer.Width ?? Channels(module, reader) ?? "C", .. SpatialNames[layer.SpatialAxes]])];
                    }

                    if (layer.Width is { } features)
                    {
                        return layer.WidthAxis == 1
                            ? [Of("B", features), .. SpatialNames.Skip(1).Select(spatial => Of(["B", features, .. spatial]))]
                            : [Of("...", features), Of("B", features), Of("B", "T", features),
                                Of("B", features, "T"), Of("B", features, "1", "T")];
                    }

                    value = new FlowValue(-1, reader);
                    break;
            }
        }
    }

    // The channels that the next convolution or norm states. Pooling and activations between keep them.
    private static string? Channels(HandwrittenModule module, FlowNode node)
    {
        while (module.Nodes.FirstOrDefault(next => next.Operands is [{ Port: null } operand] && operand.Node == node) is { } reader)
        {
            if (reader.Layer is { Width: { } width, WidthAxis: 1 })
            {
                return width;
            }

            if (reader.HasWeights
                || reader.Layer.Kind is "Flatten" or "Permute" or "Select" or "Squeeze" or "Unsqueeze" or "PixelShuffle" or "Glu")
            {
                break;
            }

            node = reader;
        }

        return null;
    }

    /// <summary>How the attribute is written, with sizes for some of its symbols.</summary>
    public string Text(string? name, IReadOnlyDictionary<string, long> sizes)
    {
        var axes = Axes.Select(axis => sizes.TryGetValue(axis, out var size)
            ? size.ToString(System.Globalization.CultureInfo.InvariantCulture) : long.TryParse(axis, out _) ? axis : $"\"{axis}\"");
        return $"Input({string.Join(", ", axes)}{(name is null ? string.Empty : $", Name = \"{name}\"")}"
            + $"{(IsId ? ", Type = DType.Int64" : string.Empty)})";
    }

    private static InputDraft Of(params string[] axes) => new([.. axes]);
}
