using System;
using System.Collections.Generic;
using System.Linq;
using DataType = ModelGen.Onnx.Schema.TensorProto.Types.DataType;

namespace ModelGen.Onnx.Graph;

// Products of matrices, and operators that make one value of many.
internal sealed partial class GraphBuilder
{
    /// <summary>A product of matrices, the last two axes; leading axes are broadcast.</summary>
    public Value MatMul(Value a, Value b)
    {
        IReadOnlyList<long?> leading = Broadcast([.. a.Sizes.Take(a.Rank - 2)], [.. b.Sizes.Take(b.Rank - 2)]);
        return Node("MatMul", [a, b], a.Type, [.. leading, a.Sizes[^2], b.Sizes[^1]]);
    }

    /// <summary>The product of the last axis with a matrix.</summary>
    public Value MatMulLast(Value x, Value matrix) =>
        Node("MatMul", [x, matrix], x.Type, [.. x.Sizes.Take(x.Rank - 1), matrix.Sizes[1]]);

    /// <summary>The linear map <c>x Wᵀ + b</c> of the last axis.</summary>
    /// <param name="x">The tensor, with an axis or more.</param>
    /// <param name="transposed">The transposed weight <c>(in, out)</c>.</param>
    /// <param name="bias">The bias <c>(out)</c>; null for none.</param>
    public Value Linear(Value x, Value transposed, Value? bias)
    {
        if (x.Rank == 2 && bias is not null)
        {
            return Node("Gemm", [x, transposed, bias], x.Type, [x.Sizes[0], transposed.Sizes[1]]);
        }

        var product = MatMulLast(x, transposed);
        return bias is null ? product : Add(product, bias);
    }

    /// <summary>A reduction such as <c>ReduceMean</c>.</summary>
    /// <param name="op">The operator.</param>
    /// <param name="x">The tensor.</param>
    /// <param name="keep">Whether the axes stay, with size 1.</param>
    /// <param name="axes">The axes.</param>
    public Value Reduce(string op, Value x, bool keep, params long[] axes)
    {
        long[] places = [.. axes.Select(axis => (long)x.Axis(axis)).Order()];
        var sizes = x.Sizes.Select((size, i) => (Size: places.Contains(i) ? 1 : size, Kept: keep || !places.Contains(i)))
            .Where(axis => axis.Kept).Select(axis => axis.Size);
        var kept = ("keepdims", (object)(keep ? 1L : 0L));

        // The axes became an operand with version 18, those of the sum with 13.
        return Opset >= 18 || op == "ReduceSum"
            ? Node(op, [x, Integers(places)], x.Type, sizes, kept)
            : Node(op, [x], x.Type, sizes, kept, ("axes", places));
    }

    /// <summary>A reduction over all axes, to a tensor without axes.</summary>
    /// <param name="op">The operator.</param>
    /// <param name="x">The tensor.</param>
    public Value ReduceAll(string op, Value x) =>
        x.Rank == 0 ? x : Reduce(op, x, keep: false, [.. Enumerable.Range(0, x.Rank).Select(axis => (long)axis)]);

    /// <summary>The index of the first of the largest elements along an axis.</summary>
    /// <param name="x">The tensor, of any type that has an order: <c>ArgMax</c> is not implemented for all of them.</param>
    /// <param name="axis">The axis.</param>
    /// <param name="keep">Whether the axis stays, with size 1.</param>
    public Value IndicesOfMaximum(Value x, long axis, bool keep)
    {
        var place = x.Axis(axis);
        IEnumerable<long?> sizes = x.Sizes.Select((size, i) => i == place ? 1 : size);
        var indices = Node("TopK", [x, Integers(1)], [(x.Type, sizes), (DataType.Int64, sizes)], ("axis", (long)place))[1];
        return keep ? indices : Squeeze(indices, place);
    }

    /// <summary>Softmax along an axis.</summary>
    public Value Softmax(Value x, long axis) => Unary("Softmax", x, ("axis", (long)x.Axis(axis)));
}
