using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using ModelGen.Generator.Arguments;
using ModelGen.Generator.Bind;
using ModelGen.Generator.Diagnostics;
using ModelGen.Generator.Kinds;
using ModelGen.Generator.Repairs;
using ModelGen.Generator.Shapes;

namespace ModelGen.Generator.Layers;

internal sealed class MatMulKind : LayerKind
{
    private static readonly FlagArgument Transpose = new("Transpose", byDefault: false);
    private static readonly FlagArgument TransposeOther = new("TransposeOther", byDefault: false);
    private static readonly TensorArgument Other = new("other");

    public override string Name => "MatMul";

    public override IReadOnlyList<AttributeArgument> Arguments { get; } = [Other, Transpose, TransposeOther, CommonArguments.Broadcast];

    public override LayerTraits Traits => LayerTraits.OneType;

    public override void Infer(LayerContext context)
    {
        if (Joining.Two(context, Other) is not { } two || !IsMatrix(context, two.Left) || !IsMatrix(context, two.Right))
        {
            return;
        }

        var left = new Matrix(two.Left, context.Get(Transpose));
        var right = new Matrix(two.Right, context.Get(TransposeOther));
        void Mismatch(string what, params Repair[] repairs) => context.Report(
            Descriptors.MatMul,
            context.Use.Site,
            $"{context.Use} multiplies {left.Describe} and {right.Describe}{{line}}, {what}.",
            right.Value,
            repairs);

        var broadcast = context.Get(CommonArguments.Broadcast);
        var fits = context.RequireEqual(left.Columns, right.Rows,
            () => $"{context.Use} needs as many columns in {left.Describe} as rows in {right.Describe}", () => Mismatch(
                $"but the first has {left.Columns} columns and the second {right.Rows} rows: {Advice(context, left, right)}",
                Mend(context, left, right)));
        if (!fits || Joining.Pairwise(context, left.Batch, right.Batch, broadcast, () => Mismatch(
            $"whose axes before the last two, {left.Batch} and {right.Batch}, differ: "
                + $"make them equal{(broadcast ? string.Empty : ", or stretch them with Broadcast = true")}",
            !broadcast && Joining.CouldBroadcast(left.Batch, right.Batch)
                ? [Repair.Set(context.Use, CommonArguments.Broadcast, "true")]
                : []), $", before the last two axes, of {left.Describe} and {right.Describe}") is not { } batch)
        {
            return;
        }

        var shape = new Shape(batch.HasLeading, [.. batch.Dims, left.Rows, right.Columns]);
        var (first, second) = (left.InOrder(context), right.InOrder(context));
        context.Output(shape, ElementType.Float, $"global::ModelGen.Products.MatMul({first}, {second})");
    }

    private static bool IsMatrix(LayerContext context, Value value) =>
        context.RequireRankAtLeast(value, 2, "..., rows, columns", "give it a second axis with Unsqueeze");

    private static Repair[] Mend(LayerContext context, Matrix left, Matrix right) =>
        left.Columns == right.Columns ? [Repair.Set(context.Use, TransposeOther, right.IsTransposed ? "false" : "true")]
        : left.Rows == right.Rows ? [Repair.Set(context.Use, Transpose, left.IsTransposed ? "false" : "true")]
        : IsFlattenMissing(context, left, right) ? FlattenRepair.Before(context, Other)
        : [];

    private static string Advice(LayerContext context, Matrix left, Matrix right) =>
        left.Columns == right.Columns ? $"set TransposeOther = {(right.IsTransposed ? "false" : "true")}"
        : left.Rows == right.Rows ? $"set Transpose = {(left.IsTransposed ? "false" : "true")}"
        : IsFlattenMissing(context, left, right) ? $"flatten {left.Value.Subject} before it, with Flatten, to {right.Rows} columns"
        : "bring both to the same size";

    // The rows of the second count every axis of the first but the batch.
    private static bool IsFlattenMissing(LayerContext context, Matrix left, Matrix right) =>
        !left.IsTransposed && right.Value.Shape is { HasLeading: false, Count: 2 }
            && FlattenKind.Gives(context.Facts, left.Value.Shape, Shape.Of(left.Value.Shape.Dims[0], right.Rows));

    private sealed class Matrix(Value value, bool isTransposed)
    {
        public Value Value => value;

        public bool IsTransposed => isTransposed;

        public Shape Batch => new(value.Shape.HasLeading, value.Shape.Dims.Take(value.Shape.Count - 2).ToEquatableArray());

        public Dim Rows => FromEnd(isTransposed ? 1 : 2);

        public Dim Columns => FromEnd(isTransposed ? 2 : 1);

        public string Describe => $"{value.Subject} {value.Shape}{(isTransposed ? " transposed" : string.Empty)}";

        // A view of the matrix as it is multiplied.
        public Value InOrder(LayerContext context)
        {
            if (!isTransposed)
            {
                return value;
            }

            var shape = new Shape(value.Shape.HasLeading, [.. Batch.Dims, Rows, Columns]);
            var transposed = context.NewValue(value.Name + "Transposed", shape, ElementType.Float, aliasOf: value);
            context.Add(new Step(ImmutableArray.Create(transposed), Code.Of($"{value}.transpose(-2, -1)")));
            return transposed;
        }

        private Dim FromEnd(int index) => value.Shape.Dims[value.Shape.Count - index];
    }
}
