using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using ModelGen.Generator.Arguments;
using ModelGen.Generator.Bind;
using ModelGen.Generator.Declarations;
using ModelGen.Generator.Diagnostics;
using ModelGen.Generator.Kinds;
using ModelGen.Generator.Shapes;

namespace ModelGen.Generator.Layers;

/// <summary>The layers that reduce an axis.</summary>
internal sealed class ReductionKind : LayerKind
{
    private static readonly FlagArgument KeepDim = new("KeepDim", byDefault: false);
    public static readonly TensorArgument PaddingMask = new("PaddingMask") { IsMask = true };

    public static readonly ImmutableArray<LayerKind> Family = ImmutableArray.Create<LayerKind>(
        new ReductionKind("Mean", "mean", takesIntegers: false),
        new ReductionKind("Sum", "sum", takesIntegers: true),
        new ReductionKind("Max", "max", takesIntegers: true, hasIndices: true));

    private const string Indices = "indices";

    private readonly string _method;
    private readonly bool _takesIntegers;
    private readonly bool _hasIndices;

    private ReductionKind(string name, string method, bool takesIntegers, bool hasIndices = false)
    {
        Name = name;
        _method = method;
        _takesIntegers = takesIntegers;
        _hasIndices = hasIndices;
        Arguments =
        [
            CommonArguments.Axis, KeepDim, PaddingMask,
            .. hasIndices ? [CommonArguments.Port] : (IReadOnlyList<AttributeArgument>)[],
        ];
    }

    public override string Name { get; }

    public override IReadOnlyList<AttributeArgument> Arguments { get; }

    public override LayerTraits Traits => LayerTraits.Reduces;

    public override ImmutableArray<string> Ports(AttributeUse use, Declaration declaration) =>
        _hasIndices ? ImmutableArray.Create(Indices) : ImmutableArray<string>.Empty;

    public override TimeFlow AlongTime(TimeContext context) =>
        context.Tensor(PaddingMask) is not null ? new TimeFlow.Unprovable("has a PaddingMask of all positions", "leave PaddingMask out")
        : context.Get(KeepDim) ? context.OverAxis(CommonArguments.Axis)
        : context.Without(context.FromEnd(context.Get(CommonArguments.Axis)), CommonArguments.Axis, "combines all positions");

    public override void Infer(LayerContext context)
    {
        if (!Takes(context) || context.Axis(CommonArguments.Axis, context.Input) is not { } axis)
        {
            return;
        }

        var isBroken = false;
        var mask = context.Tensor(PaddingMask, mayBeAbsent: true, ref isBroken);
        if (isBroken || (mask is not null && !MaskFits(context, mask, axis)))
        {
            return;
        }

        // An empty axis has the sum 0, but neither a mean nor a maximum.
        if (Name != "Sum"
            && !context.RequireItem(context.Input, axis, $"item along axis {LayerContext.AxisInCode(axis, context.Input.Shape)}"))
        {
            return;
        }

        var input = context.Input;
        var keep = context.Get(KeepDim);
        var shape = keep ? input.Shape.WithAxis(axis, Dim.One) : input.Shape.Without(axis);
        var (element, number) = (input.Type!.Element, LayerContext.AxisInCode(axis, input.Shape));
        if (!_hasIndices)
        {
            context.Output(shape, element, mask is null
                ? $"{input}.{_method}(new long[] {{ {number} }}, keepdim: {keep})"
                : (CodeText)$"global::ModelGen.Layers.Masked.{Name}({input}, {mask}, {number}, keepdim: {keep})");
            return;
        }

        var values = context.NewValue(context.ResultName, shape, element);
        var indices = context.NewValue(context.ResultName + "Indices", shape, ElementType.Int64);
        context.Add(new Step(
            ImmutableArray.Create(values, indices),
            mask is null
                ? Code.Of($"{input}.{_method}({number}, keepdim: {keep})")
                : Code.Of($"global::ModelGen.Layers.Masked.{Name}({input}, {mask}, {number}, keepdim: {keep})")));
        context.SetResult(values);
        context.SetPort(Indices, indices);
    }

    // The axes of the input up to the one that is reduced.
    private static bool MaskFits(LayerContext context, Value mask, int axis)
    {
        var shape = context.Input.Shape;
        return TensorShape.Fits(
            context,
            PaddingMask,
            mask,
            new Shape(shape.HasLeading, shape.Dims.Take(axis + 1).ToImmutableArray()),
            ElementType.Bool,
            "true where there is padding");
    }

    private bool Takes(LayerContext context)
    {
        if (!_takesIntegers)
        {
            return context.TakesOne();
        }

        if (!context.TakesOne(element: null))
        {
            return false;
        }

        var input = context.Input;
        if (input.Type!.Element != ElementType.Bool)
        {
            return true;
        }

        context.Report(Descriptors.ElementType, context.Use.Site,
            $"{context.Use} takes numbers, but {input.Subject} {input.Type} is Bool{{line}}: put Cast(DType.Int64) before it.", input);
        return false;
    }
}
