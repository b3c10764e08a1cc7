using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using ModelGen.Generator.Arguments;
using ModelGen.Generator.Diagnostics;
using ModelGen.Generator.Kinds;
using ModelGen.Generator.Shapes;

namespace ModelGen.Generator.Layers;

/// <summary>
/// Other arrangements of the same elements, as steps of a layer. Results may share the memory of what they are made from.
/// Leading axes ("...") stay as they are.
/// </summary>
internal static class Views
{
    /// <summary>The same elements in the same order under another shape.</summary>
    /// <param name="context">The layer.</param>
    /// <param name="value">The tensor.</param>
    /// <param name="shape">The shape; with leading axes where the tensor has them.</param>
    /// <param name="name">The name of the result.</param>
    public static Value Reshape(LayerContext context, Value value, Shape shape, string name)
    {
        var sizes = List(shape.Dims);
        if (!shape.HasLeading)
        {
            return shape.Count == 0
                ? Step(context, value, shape, name, Code.Of($"{value}.reshape(global::System.Array.Empty<long>())"))
                : Step(context, value, shape, name, Code.Of($"{value}.reshape({sizes})"));
        }

        // No shape can be written with axes of unknown number, so those that are known become one and are split again.
        var flat = value;
        if (value.Shape.Count != 1)
        {
            var joined = value.Shape.Dims.Aggregate(Dim.One, (product, dim) => product * dim);
            flat = Step(
                context,
                value,
                new Shape(true, [joined]),
                shape.Count == 1 ? name : context.ResultName + "Flat",
                value.Shape.Count == 0 ? Code.Of($"{value}.unsqueeze(-1)") : Code.Of($"{value}.flatten({-value.Shape.Count}, -1)"));
        }

        return shape.Count switch
        {
            0 => Step(context, flat, shape, name, Code.Of($"{flat}.squeeze(-1)")),
            1 => flat,
            _ => Step(context, flat, shape, name, Code.Of($"{flat}.unflatten({flat}.dim() - 1, {sizes})")),
        };
    }

    /// <summary>The known axes in another order: axis i of the result is axis <c>axes[i]</c>.</summary>
    public static Value Permute(LayerContext context, Value value, IReadOnlyList<int> axes, string name)
    {
        var shape = new Shape(value.Shape.HasLeading, axes.Select(axis => value.Shape.Dims[axis]).ToEquatableArray());
        if (!shape.HasLeading)
        {
            return Step(context, value, shape, name, Code.Of($"{value}.permute({string.Join(", ", axes)})"));
        }

        var from = string.Join(", ", axes.Select(axis => axis - axes.Count));
        var to = string.Join(", ", axes.Select((_, i) => i - axes.Count));
        return Step(context, value, shape, name, Code.Of($"{value}.movedim(new long[] {{ {from} }}, new long[] {{ {to} }})"));
    }

    /// <summary>
    /// The index of a new axis in the result, counted among the known ones; null, and a problem, if it is out of range.
    /// </summary>
    public static int? NewAxis(LayerContext context, AxisArgument argument, Value value)
    {
        var axis = context.Get(argument);
        var shape = value.Shape;
        if (shape.HasLeading && axis >= 0)
        {
            context.Report(
                Descriptors.Axis,
                context.At(argument),
                $"{context.Use} counts axis {axis} from the start, but {value.Describe()}, "
                    + "whose leading axes are not known: count from the end, such as -1.",
                value);
            return null;
        }

        if (axis >= -shape.Count - 1 && axis <= shape.Count)
        {
            return (int)(axis < 0 ? axis + shape.Count + 1 : axis);
        }

        context.Report(
            Descriptors.Axis,
            context.At(argument),
            $"{context.Use} puts a new axis at {axis}, but {value.Describe()}: "
                + $"a new axis can be at 0 to {shape.Count}, or at -{shape.Count + 1} to -1 from the end.",
            value);
        return null;
    }

    /// <summary>The shape with an axis more.</summary>
    public static Shape WithNewAxis(Shape shape, int axis, Dim size) =>
        new(shape.HasLeading, shape.Dims.ToImmutableArray().Insert(axis, size));

    /// <summary>Sizes as arguments.</summary>
    public static Code List(IEnumerable<Dim> sizes)
    {
        Code? list = null;
        foreach (var size in sizes)
        {
            list = list is null ? Code.Of($"{size}") : Code.Of($"{list}, {size}");
        }

        return list ?? Code.Of($"");
    }

    private static Value Step(LayerContext context, Value value, Shape shape, string name, Code code)
    {
        var result = context.NewValue(name, shape, value.Type!.Element, aliasOf: value);
        context.Add(new Step(ImmutableArray.Create(result), code));
        return result;
    }
}
