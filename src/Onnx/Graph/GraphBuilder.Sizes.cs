using System;
using System.Collections.Generic;
using System.Linq;
using DataType = ModelGen.Onnx.Schema.TensorProto.Types.DataType;

namespace ModelGen.Onnx.Graph;

// Sizes, and their arithmetic.
internal sealed partial class GraphBuilder : ISizeArithmetic<Size>
{
    Size ISizeArithmetic<Size>.Integer(long value) => value;

    private readonly Dictionary<(string Tensor, int Axis), Value> _sizes = [];

    /// <summary>The size of an axis, computed once.</summary>
    /// <param name="x">The tensor.</param>
    /// <param name="axis">The axis; a negative one counts from the back.</param>
    public Size SizeOf(Value x, long axis)
    {
        var place = x.Axis(axis);
        if (x.Sizes[place] is { } constant)
        {
            return constant;
        }

        if (!_sizes.TryGetValue((x.Name, place), out var size))
        {
            size = Node("Shape", [x], DataType.Int64, [1], ("start", (long)place), ("end", (long)place + 1));
            _sizes.Add((x.Name, place), size);
        }

        return size;
    }

    /// <summary>The sizes of all axes.</summary>
    public Size[] SizesOf(Value x) => [.. Enumerable.Range(0, x.Rank).Select(axis => SizeOf(x, axis))];

    /// <summary>The size as a tensor <c>(1)</c>.</summary>
    public Value Vector(Size size) => size.Tensor ?? Integers(size.Constant!.Value);

    /// <summary>The size as a tensor without axes.</summary>
    public Value Scalar(Size size) => size.Tensor is { } tensor ? Squeeze(tensor, 0) : Integer(size.Constant!.Value);

    /// <summary>Sizes as one vector.</summary>
    public Value Vector(params Size[] sizes) => sizes.All(size => size.Constant is not null)
        ? Integers([.. sizes.Select(size => size.Constant!.Value)])
        : Concat(0, [.. sizes.Select(Vector)]);

    public Size Add(Size a, Size b) => a is { Constant: 0 } ? b : b is { Constant: 0 } ? a : Combine("Add", a, b, (x, y) => x + y);

    public Size Subtract(Size a, Size b) => b is { Constant: 0 } ? a : Combine("Sub", a, b, (x, y) => x - y);

    public Size Multiply(Size a, Size b) =>
        a is { Constant: 1 } ? b : b is { Constant: 1 } ? a : Combine("Mul", a, b, (x, y) => x * y);

    /// <summary>The quotient, rounded down; the operands are not negative.</summary>
    public Size Divide(Size a, Size b) => b is { Constant: 1 } ? a : Combine("Div", a, b, DimMath.FloorDiv);

    /// <summary>The remainder; the operands are not negative.</summary>
    public Size Modulo(Size a, Size b) => Combine("Mod", a, b, DimMath.Mod);

    public Size Smaller(Size a, Size b) => Combine("Min", a, b, Math.Min);

    public Size Larger(Size a, Size b) => Combine("Max", a, b, Math.Max);

    private Size Combine(string op, Size a, Size b, Func<long, long, long> fold) =>
        a.Constant is { } x && b.Constant is { } y ? fold(x, y) : Binary(op, Vector(a), Vector(b));
}
