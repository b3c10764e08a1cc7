using System;
using System.Collections.Generic;
using System.Linq;
using static TorchSharp.torch;
using DataType = ModelGen.Onnx.Schema.TensorProto.Types.DataType;

namespace ModelGen.Onnx.Graph;

// Operators that move elements and keep their values.
internal sealed partial class GraphBuilder
{
    /// <summary>Another shape for the same elements.</summary>
    /// <param name="x">The tensor.</param>
    /// <param name="sizes">The sizes, of which one may be <see cref="Size.Rest"/>, and any number <see cref="Size.Same"/>.</param>
    public Value Reshape(Value x, params Size[] sizes)
    {
        Size[] wanted = [.. sizes.Select((size, axis) => size.IsSame && x.Sizes[axis] is { } known ? known : size)];

        // In a shape 0 is the size of the operand and -1 the rest, unless an axis is empty. One size that is not known is the rest as well,
        // which saves computing it.
        var mayBeCoded = wanted.All(size => size.Constant is not 0);
        var rest = wanted.Count(size => size.IsRest || size.Tensor is not null) == 1;
        Value shape = mayBeCoded && wanted.All(size => size.Tensor is null || rest)
            ? Integers([.. wanted.Select(size => size.Constant ?? (size.IsSame ? 0 : -1))])
            : Vector([.. wanted.Select((size, axis) => size.IsRest ? -1 : !size.IsSame ? size : mayBeCoded ? 0 : SizeOf(x, axis))]);
        return Node("Reshape", [x, shape], x.Type, wanted.Select(size => size.Constant));
    }

    /// <summary>All axes but the first as one.</summary>
    public Value Flatten(Value x) => Node(
        "Flatten", [x], x.Type, [x.Sizes[0], x.Sizes.Skip(1).Aggregate((long?)1, (product, size) => product * size)], ("axis", 1L));

    /// <summary>The tensor with axes of size 1 in front, so that it has a number of axes.</summary>
    public Value WithRank(Value x, int rank) =>
        x.Rank == rank ? x : Unsqueeze(x, [.. Enumerable.Range(0, rank - x.Rank).Select(axis => (long)axis)]);

    /// <summary>The axes in another order.</summary>
    public Value Transpose(Value x, params long[] axes)
    {
        long[] order = [.. axes.Select(axis => (long)x.Axis(axis))];
        return Node("Transpose", [x], x.Type, order.Select(axis => x.Sizes[(int)axis]), ("perm", order));
    }

    /// <summary>The last two axes change places.</summary>
    public Value TransposeLast(Value x) =>
        Transpose(x, [.. Enumerable.Range(0, x.Rank - 2).Select(axis => (long)axis), x.Rank - 1, x.Rank - 2]);

    /// <summary>New axes of size 1.</summary>
    /// <param name="x">The tensor.</param>
    /// <param name="axes">Where they are in the result, ascending; negative ones count from its back.</param>
    public Value Unsqueeze(Value x, params long[] axes)
    {
        var rank = x.Rank + axes.Length;
        long[] places = [.. axes.Select(axis => axis < 0 ? axis + rank : axis).Order()];
        List<long?> sizes = [.. x.Sizes];
        foreach (var place in places)
        {
            sizes.Insert((int)place, 1);
        }

        return Node("Unsqueeze", [x, Integers(places)], x.Type, sizes);
    }

    /// <summary>The tensor without axes of size 1.</summary>
    public Value Squeeze(Value x, params long[] axes)
    {
        long[] places = [.. axes.Select(axis => (long)x.Axis(axis)).Order()];
        return Node("Squeeze", [x, Integers(places)], x.Type, x.Sizes.Where((_, axis) => !places.Contains(axis)));
    }

    /// <summary>Tensors one after the other along an axis.</summary>
    public Value Concat(long axis, params Value[] parts)
    {
        var place = parts[0].Axis(axis);
        var sizes = Enumerable.Range(0, parts[0].Rank).Select(i => i == place
            ? parts.Aggregate((long?)0, (sum, part) => sum + part.Sizes[i])
            : parts.Select(part => part.Sizes[i]).FirstOrDefault(size => size is not null));
        return Node("Concat", parts, parts[0].Type, sizes, ("axis", (long)place));
    }

    /// <summary>A part of an axis.</summary>
    /// <param name="x">The tensor.</param>
    /// <param name="axis">The axis.</param>
    /// <param name="start">Where the part begins; negative from the end.</param>
    /// <param name="end">Before what it ends; null for the end of the axis.</param>
    /// <param name="step">The distance of two elements.</param>
    public Value Slice(Value x, long axis, Size start, Size? end = null, long step = 1)
    {
        var place = x.Axis(axis);
        var last = end ?? long.MaxValue;
        var size = start.Constant is { } from && last.Constant is { } to && x.Sizes[place] is { } all ? Count(from, to, all, step) : null;
        return Node(
            "Slice", [x, Vector(start), Vector(last), Integers(place), step == 1 ? null : Integers(step)], x.Type,
            x.Sizes.Select((old, i) => i == place ? size : old));

        static long? Count(long from, long to, long all, long step)
        {
            var (first, behind) = (Math.Clamp(from < 0 ? from + all : from, 0, all), Math.Clamp(to < 0 ? to + all : to, 0, all));
            return step > 0 ? Math.Max(0, (behind - first + step - 1) / step) : null;
        }
    }

    /// <summary>The entries of an axis at given indices; the axis is replaced by the axes of the indices.</summary>
    public Value Gather(Value x, Value indices, long axis = 0)
    {
        var place = x.Axis(axis);
        return Node(
            "Gather", [x, indices], x.Type, [.. x.Sizes.Take(place), .. indices.Sizes, .. x.Sizes.Skip(place + 1)], ("axis", (long)place));
    }

    /// <summary>Axes of size 1 repeated to given sizes; a given size of 1 keeps the axis.</summary>
    public Value Expand(Value x, params Size[] sizes) => Node(
        "Expand", [x, Vector(sizes)], x.Type, Broadcast(x.Sizes, [.. sizes.Select(size => size.Constant)]));

    /// <summary>The whole tensor repeated along each axis.</summary>
    /// <param name="x">The tensor.</param>
    /// <param name="counts">One count per axis.</param>
    public Value Tile(Value x, params Size[] counts) =>
        Node("Tile", [x, Vector(counts)], x.Type, x.Sizes.Zip(counts, (size, count) => size * count.Constant));

    /// <summary>The tensor with elements added around it.</summary>
    /// <param name="x">The tensor.</param>
    /// <param name="mode">What is added: <c>constant</c>, <c>reflect</c> or <c>edge</c>.</param>
    /// <param name="before">The number of elements before each axis.</param>
    /// <param name="after">The number of elements behind each axis.</param>
    /// <param name="value">The constant.</param>
    public Value Pad(Value x, string mode, IReadOnlyList<Size> before, IReadOnlyList<Size> after, double value = 0) => Node(
        "Pad", [x, Vector([.. before, .. after]), mode == "constant" ? Number(value, x) : null], x.Type,
        x.Sizes.Select((size, axis) => size + before[axis].Constant + after[axis].Constant), ("mode", mode));

    /// <summary>The integers from 0 to before a size.</summary>
    public Value Range(Size size) => Node("Range", [Integer(0), Scalar(size), Integer(1)], DataType.Int64, [size.Constant]);

    /// <summary>The tensor with axes of other sizes, whose elements are interpolated.</summary>
    /// <param name="x">The tensor.</param>
    /// <param name="sizes">The size of each axis.</param>
    /// <param name="options">The attributes: <c>mode</c>, <c>coordinate_transformation_mode</c>.</param>
    public Value Resize(Value x, Size[] sizes, params (string Name, object Value)[] options) =>
        Node("Resize", [x, null, null, Vector(sizes)], x.Type, sizes.Select(size => size.Constant), options);

    /// <summary>The tensor with larger axes, whose elements are interpolated.</summary>
    /// <param name="x">The tensor.</param>
    /// <param name="factors">The factor of each axis.</param>
    /// <param name="options">As for <see cref="Resize"/>.</param>
    public Value Scale(Value x, long[] factors, params (string Name, object Value)[] options)
    {
        using var scope = NewDisposeScope();
        var scales = Table(tensor(factors.Select(factor => (float)factor).ToArray()));
        return Node("Resize", [x, null, scales], x.Type, x.Sizes.Zip(factors, (size, factor) => size * factor), options);
    }

    /// <summary>Parts of an axis of constant sizes.</summary>
    public Value[] Split(Value x, long axis, params long[] sizes)
    {
        var place = x.Axis(axis);
        return Node(
            "Split", [x, Integers(sizes)],
            [.. sizes.Select(size => (x.Type, x.Sizes.Select((old, i) => i == place ? size : old)))], ("axis", (long)place));
    }
}
