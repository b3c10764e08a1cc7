using System;
using System.Collections.Immutable;
using System.Linq;
using ModelGen.Generator.Arguments;
using ModelGen.Generator.Bind;
using ModelGen.Generator.Diagnostics;
using ModelGen.Generator.Kinds;
using ModelGen.Generator.Repairs;
using ModelGen.Generator.Shapes;
using ModelGen.Generator.Signatures;

namespace ModelGen.Generator.Layers;

/// <summary>The common parts of layers that join several tensors.</summary>
internal static class Joining
{
    /// <summary>
    /// The running tensors and those the layer names; null, and a problem, if there is only one or one has another element type.
    /// </summary>
    public static ImmutableArray<Value>? Terms(LayerContext context, ImmutableArray<Value> named, ElementType? element)
    {
        var terms = context.Inputs.AddRange(named);
        if (terms.Length < 2)
        {
            context.Report(
                Descriptors.TensorCount,
                context.Use.Site,
                $"{context.Use} joins several tensors, but there is only {terms[0].Subject} {terms[0].Type}: "
                    + $"name another, as in {context.Use.Kind}(nameof(other)), or several in [From].");
            return null;
        }

        var wanted = element ?? terms[0].Type!.Element;
        foreach (var term in terms)
        {
            if (!context.RequirePresent(term, context.Use.Site) || !context.RequireElement(term, wanted, context.Use.Site))
            {
                return null;
            }
        }

        return terms;
    }

    /// <summary>
    /// The two tensors that a layer of two joins: both from <c>[From]</c>, or the running one and the one that an argument names.
    /// </summary>
    public static (Value Left, Value Right)? Two(LayerContext context, TensorArgument argument)
    {
        if (context.Tensors(argument, mayBeAbsent: false) is not { } named || Terms(context, named, ElementType.Float) is not { } terms)
        {
            return null;
        }

        if (terms.Length == 2)
        {
            return (terms[0], terms[1]);
        }

        context.Report(Descriptors.TensorCount, context.Use.Site,
            $"{context.Use} takes two tensors, but it is given {terms.Length}: join the others on stages of their own.");
        return null;
    }

    /// <summary>
    /// The shape of what is computed element by element: both shapes are equal, or, if <paramref name="broadcast"/>, axes of size 1 and
    /// missing leading axes are stretched. Null after a mismatch, which <paramref name="mismatch"/> reports.
    /// <paramref name="what"/> says at run time of what the shapes are.
    /// </summary>
    public static Shape? Pairwise(LayerContext context, Shape a, Shape b, bool broadcast, Action mismatch, string what = "")
    {
        if (a.HasLeading != b.HasLeading || (a.Count != b.Count && (!broadcast || a.HasLeading)))
        {
            mismatch();
            return null;
        }

        var count = Math.Max(a.Count, b.Count);
        var dims = new Dim[count];
        for (var fromEnd = 1; fromEnd <= count; fromEnd++)
        {
            var x = fromEnd <= a.Count ? a.Dims[a.Count - fromEnd] : Dim.One;
            var y = fromEnd <= b.Count ? b.Dims[b.Count - fromEnd] : Dim.One;
            if (broadcast && (x == Dim.One || y == Dim.One))
            {
                dims[count - fromEnd] = x == Dim.One ? y : x;
            }
            else if ((x == Dim.One) != (y == Dim.One))
            {
                // Broadcasting without Broadcast = true: a size would have to be 1 by coincidence.
                mismatch();
                return null;
            }
            else if (context.RequireEqual(x, y, () => $"{context.Use} needs equal shapes{what}", mismatch))
            {
                dims[count - fromEnd] = x;
            }
            else
            {
                return null;
            }
        }

        return new Shape(a.HasLeading, dims.ToEquatableArray());
    }

    /// <summary>The advice that makes two shapes equal.</summary>
    public static string Advice(Value left, Value right, bool mayBroadcast)
    {
        if (MissingAxes.Between(left, right) is { } missing)
        {
            return missing.Advice(mayBroadcast);
        }

        var (a, b) = (left.Shape, right.Shape);
        return mayBroadcast && CouldBroadcast(a, b) ? "shapes must be equal; if one is meant to be stretched, say so with Broadcast = true"
            : DifferInChannels(a, b)
            ? $"bring both to the same number of channels, for example with Conv({a.Dims[Spatial.First - 1]}, Kernel = 1)"
            : IsMap(a) && IsMap(b) ? "bring both feature maps to the same size, for example with the same Stride and Padding"
            : a.Count == b.Count && a.Count > 0 && a.Last != b.Last ? $"bring both to the same width, for example with Linear({a.Last})"
            : "bring both to the same shape";
    }

    /// <summary>Whether one of two shapes could be stretched to the other: their axes, from the last on, agree or one has size 1.</summary>
    public static bool CouldBroadcast(Shape a, Shape b) => a.HasLeading == b.HasLeading && Enumerable.Range(1, Math.Min(a.Count, b.Count))
        .All(i => a.Dims[a.Count - i] == b.Dims[b.Count - i] || a.Dims[a.Count - i] == Dim.One || b.Dims[b.Count - i] == Dim.One);

    /// <summary>
    /// The layer that gives a tensor the width of another, or a feature map the channels of another, if nothing else differs.
    /// </summary>
    public static string? Projection(Shape from, Shape to)
    {
        if (DifferInChannels(from, to))
        {
            return $"Conv({Repair.Written(to.Dims[Spatial.First - 1])}, Kernel = 1)";
        }

        var differInWidth = !IsMap(from) && from.HasLeading == to.HasLeading && from.Count == to.Count && from.Count > 0
            && from.Last != to.Last && from.Dims.Take(from.Count - 1).SequenceEqual(to.Dims.Take(to.Count - 1));
        return differInWidth ? $"Linear({Repair.Written(to.Last)})" : null;
    }

    /// <summary>Repairs that make the running tensor fit the other one, or broadcast one of them.</summary>
    public static Repair[] Mend(LayerContext context, Value left, Value right, bool mayBroadcast) =>
        MissingAxes.Between(left, right) is { } missing ? context.RepairsOf(missing, mayBroadcast)
        : mayBroadcast && CouldBroadcast(left.Shape, right.Shape) ? [Repair.Set(context.Use, CommonArguments.Broadcast, "true")]
        : context.Inputs.Length == 1 && left == context.Input && Projection(left.Shape, right.Shape) is { } layer
        ? [Repair.InsertBefore(context.Use, layer)]
        : [];

    /// <summary>Whether a shape is surely one of images or volumes and not of sequences.</summary>
    public static bool IsMap(Shape shape) => !shape.HasLeading && shape.Count >= Spatial.First + 2;

    /// <summary>Whether two feature maps differ only in their channels.</summary>
    public static bool DifferInChannels(Shape a, Shape b) =>
        IsMap(a) && a.Count == b.Count
            && Enumerable.Range(0, a.Count).All(axis => (axis == Spatial.First - 1) != (a.Dims[axis] == b.Dims[axis]));
}
