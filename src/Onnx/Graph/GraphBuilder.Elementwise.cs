using System;
using System.Collections.Generic;
using System.Linq;
using DataType = ModelGen.Onnx.Schema.TensorProto.Types.DataType;

namespace ModelGen.Onnx.Graph;

// Operators on each element, with broadcasting.
internal sealed partial class GraphBuilder
{
    /// <summary>A function of each element that keeps the type: <c>Relu</c>, <c>Exp</c>, <c>Not</c>.</summary>
    public Value Unary(string op, Value x, params (string Name, object Value)[] attributes) => Node(op, [x], x.Type, x.Sizes, attributes);

    /// <summary>A function of two elements that keeps the type: <c>Mul</c>, <c>Pow</c>, <c>And</c>. Shapes are broadcast.</summary>
    public Value Binary(string op, Value a, Value b) => Node(op, [a, b], a.Type, Broadcast(a, b));

    /// <summary>A comparison: <c>Less</c>, <c>Equal</c>. Shapes are broadcast.</summary>
    public Value Compare(string op, Value a, Value b) => Node(op, [a, b], DataType.Bool, Broadcast(a, b));

    public Value Add(Value a, Value b) => Binary("Add", a, b);

    public Value Subtract(Value a, Value b) => Binary("Sub", a, b);

    public Value Multiply(Value a, Value b) => Binary("Mul", a, b);

    public Value Divide(Value a, Value b) => Binary("Div", a, b);

    public Value Add(Value a, double b) => Add(a, Number(b, a));

    public Value Multiply(Value a, double b) => Multiply(a, Number(b, a));

    public Value Divide(Value a, double b) => Divide(a, Number(b, a));

    /// <summary><paramref name="a"/> where the condition holds, <paramref name="b"/> elsewhere. Shapes are broadcast.</summary>
    public Value Where(Value condition, Value a, Value b) =>
        Node("Where", [condition, a, b], a.Type, Broadcast(condition.Sizes, Broadcast(a, b)));

    /// <summary>Converts the element type.</summary>
    public Value Cast(Value x, DataType type) => x.Type == type ? x : Node("Cast", [x], type, x.Sizes, ("to", (long)type));

    /// <summary>Names a tensor again.</summary>
    public Value Identity(Value x) => Unary("Identity", x);

    private static IReadOnlyList<long?> Broadcast(Value a, Value b) => Broadcast(a.Sizes, b.Sizes);

    // An unknown size beside a known one other than 1 must be equal to it, or 1.
    private static IReadOnlyList<long?> Broadcast(IReadOnlyList<long?> a, IReadOnlyList<long?> b)
    {
        var rank = Math.Max(a.Count, b.Count);
        return [.. Enumerable.Range(0, rank).Select(i => Joined(At(a, i), At(b, i)))];

        long? At(IReadOnlyList<long?> sizes, int i) => i < rank - sizes.Count ? 1 : sizes[i - (rank - sizes.Count)];

        static long? Joined(long? x, long? y) => x == 1 ? y : y == 1 ? x : x ?? y;
    }
}
