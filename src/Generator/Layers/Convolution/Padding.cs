using System.Collections.Immutable;
using System.Linq;
using ModelGen.Generator.Diagnostics;
using ModelGen.Generator.Kinds;
using ModelGen.Generator.Shapes;

namespace ModelGen.Generator.Layers;

/// <summary>The padding of a feature map along each of its spatial axes.</summary>
internal sealed record Padding(ImmutableArray<Dim> Before, ImmutableArray<Dim> After)
{
    /// <summary>The same at both ends.</summary>
    public static Padding Both(ImmutableArray<Dim> both) => new(both, both);

    public bool IsSymmetric => Before.SequenceEqual(After);

    public bool IsNone => Before.Concat(After).All(size => size.IsZero);

    /// <summary>The padded feature map; null, and a problem, if the padding needs more elements than the feature map has.</summary>
    /// <param name="context">The layer.</param>
    /// <param name="mode">A member of <c>PaddingMode</c>.</param>
    public Shape? Around(LayerContext context, string mode)
    {
        var input = context.Input;
        var axes = Before.Length;
        for (var axis = 0; axis < axes; axis++)
        {
            var most = context.Simplify(Dim.Max(Before[axis], After[axis]));
            var least = mode switch { "Reflect" => most + 1, "Circular" => most, "Replicate" => Dim.One, _ => Dim.Zero };
            var name = Spatial.Name(axis, axes);
            var fits = least.IsZero || context.RequireAtMost(least, input.Shape.Dims[Spatial.First + axis],
                () => $"{context.Use} needs at least {least} along {name}", () => context.Report(
                    Descriptors.EmptyFeatureMap,
                    context.Use.Site,
                    $"{context.Use} pads with {most} elements of the feature map itself, so it needs at least {least} along {name}, "
                        + $"but {input.Describe()}: pad less, or with zeros.",
                    input));
            if (!fits)
            {
                return null;
            }
        }

        var dims = input.Shape.Dims;
        return new Shape(false,
            [.. dims.Take(Spatial.First), .. dims.Skip(Spatial.First).Select((dim, axis) => dim + (Before[axis] + After[axis]))]);
    }

    /// <summary>The expression of a padded tensor.</summary>
    public Code Apply(Value value, string mode, double fill = 0)
    {
        // TorchSharp, as PyTorch, counts from the last axis.
        var sizes = Views.List(
            Enumerable.Range(1, Before.Length).SelectMany(i => new[] { Before[Before.Length - i], After[Before.Length - i] }));
        var amount = Before.Length == 3 ? Code.Of($"new long[] {{ {sizes} }}") : Code.Of($"({sizes})");
        var option = mode != "Zeros" ? Code.Of($", global::TorchSharp.PaddingModes.{mode}")
            : fill != 0 ? Code.Of($", value: {fill}")
            : Code.Of($"");
        return Code.Of($"global::TorchSharp.torch.nn.functional.pad({value}, {amount}{option})");
    }
}
