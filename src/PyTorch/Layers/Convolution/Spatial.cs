using System.Collections.Generic;
using System.Linq;
using ModelGen.PyTorch.Scopes;
using ModelGen.PyTorch.Source;

namespace ModelGen.PyTorch.Layers;

/// <summary>Arguments with a size per spatial axis: all axes but the batch and the channels.</summary>
internal static class Spatial
{
    /// <summary>An argument in the constructor: one size for all axes, or a tuple.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="argument">The argument's name.</param>
    /// <param name="otherwise">What is written if it is not given.</param>
    public static string Argument(LayerContext layer, string argument, string? otherwise = null) =>
        otherwise is not null && !layer.Has(argument)
            ? otherwise
            : Written([.. layer.Expressions(argument).Select(layer.Scope.InConstructor)]);

    /// <summary>As <see cref="Argument"/>, in <c>forward</c>.</summary>
    public static string ArgumentInForward(LayerContext layer, string argument, string? otherwise = null) =>
        otherwise is not null && !layer.Has(argument)
            ? otherwise
            : Written([.. layer.Expressions(argument).Select(layer.Scope.InForward)]);

    /// <summary>The sizes of an argument in <c>forward</c>, one per spatial axis.</summary>
    public static IReadOnlyList<string> InForward(LayerContext layer, string argument)
    {
        string[] sizes = [.. layer.Expressions(argument).Select(layer.Scope.InForward)];
        return sizes.Length == 1 ? [.. Enumerable.Repeat(sizes[0], layer.SpatialAxes)] : sizes;
    }

    private static string Written(IReadOnlyList<string> sizes) => sizes.Distinct().Count() == 1 ? sizes[0] : Python.Tuple(sizes);
}
