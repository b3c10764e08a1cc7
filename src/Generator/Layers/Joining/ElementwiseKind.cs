using System.Collections.Generic;
using System.Collections.Immutable;
using ModelGen.Generator.Arguments;
using ModelGen.Generator.Bind;
using ModelGen.Generator.Diagnostics;
using ModelGen.Generator.Kinds;
using ModelGen.Generator.Shapes;

namespace ModelGen.Generator.Layers;

/// <summary>The layers that join tensors element by element.</summary>
internal sealed class ElementwiseKind : LayerKind
{
    private static readonly TensorArgument Stages = new("stages");

    public static readonly ImmutableArray<LayerKind> Family = ImmutableArray.Create<LayerKind>(
        new ElementwiseKind("Add", "add", "Sum"),
        new ElementwiseKind("Subtract", "sub", "Difference"),
        new ElementwiseKind("Multiply", "mul", "Product"));

    private readonly string _method;
    private readonly string _partial;

    private ElementwiseKind(string name, string method, string partial)
    {
        Name = name;
        _method = method;
        _partial = partial;
    }

    public override string Name { get; }

    public override IReadOnlyList<AttributeArgument> Arguments { get; } = [Stages, CommonArguments.Broadcast];

    public override TimeFlow AlongTime(TimeContext context) => context.Elementwise();

    public override void Infer(LayerContext context)
    {
        if (context.Tensors(Stages, mayBeAbsent: false) is not { } named
            || Joining.Terms(context, named, ElementType.Float) is not { } terms)
        {
            return;
        }

        var result = terms[0];
        for (var i = 1; i < terms.Length; i++)
        {
            if (ResultShape(context, result, terms[i]) is not { } shape)
            {
                return;
            }

            var (left, right) = (result, terms[i]);
            var keepsShape = shape.Equals(left.Shape);
            var isLast = i == terms.Length - 1;
            result = context.NewValue(isLast ? context.ResultName : context.ResultName + _partial + i, shape, ElementType.Float);
            context.Add(new Step(
                ImmutableArray.Create(result),
                Code.Of($"{left}.{_method}({right}{(_method == "add" ? ", " + Code.One : string.Empty)})"),
                keepsShape ? Code.Of($"global::ModelGen.Owned.{Name}({left}, {right})") : null,
                keepsShape ? left : null));
        }

        context.SetResult(result);
    }

    private static Shape? ResultShape(LayerContext context, Value left, Value right)
    {
        var broadcast = context.Get(CommonArguments.Broadcast);
        return Joining.Pairwise(context, left.Shape, right.Shape, broadcast, () => context.Report(
            Descriptors.Join,
            context.Use.Site,
            $"{context.Use.Kind} joins {left.Subject} {left.Shape} and {right.Subject} {right.Shape}{{line}}: "
                + $"{Joining.Advice(left, right, mayBroadcast: !broadcast)}.",
            right,
            Joining.Mend(context, left, right, mayBroadcast: !broadcast)),
            $" of {left.Subject} {left.Shape} and {right.Subject} {right.Shape}");
    }
}
