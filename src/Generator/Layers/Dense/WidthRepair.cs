using System.Linq;
using ModelGen.Generator.Bind;
using ModelGen.Generator.Diagnostics;
using ModelGen.Generator.Kinds;
using ModelGen.Generator.Repairs;
using ModelGen.Generator.Shapes;

namespace ModelGen.Generator.Layers;

/// <summary>Repairs for a Linear that expects another width than its input has.</summary>
internal static class WidthRepair
{
    /// <summary>
    /// The axis from which on all axes together have the expected width, the first if axes of size 1 leave a choice; null if there is none.
    /// The axis of the batch is none of them, unless the input was declared without one.
    /// </summary>
    public static int? JoinedAxes(Facts facts, Shape shape, Dim expected)
    {
        var (product, found) = (shape.Last, (int?)null);
        var first = shape.HasLeading || BatchAxis.Missing(shape) is not null ? 0 : 1;
        for (var axis = shape.Count - 2; axis >= first; axis--)
        {
            product *= shape.Dims[axis];
            try
            {
                found = product == expected || facts.Equal(product, expected) == Truth.Proved ? axis : found;
            }
            catch (DimLimitException)
            {
                break;
            }
        }

        return found;
    }

    /// <summary>The shape with its axes from <paramref name="start"/> on joined; a batch axis that is missing is added.</summary>
    public static Shape Joined(Value input, int start)
    {
        var shape = start == 0 && input.Input is not null && BatchAxis.Missing(input.Shape) is { } batched ? batched : input.Shape;
        var kept = start + shape.Count - input.Shape.Count;
        return new Shape(shape.HasLeading,
            [.. shape.Dims.Take(kept), shape.Dims.Skip(kept).Aggregate(Dim.One, (product, dim) => product * dim)]);
    }

    /// <summary>
    /// The expected width counts several axes, so a Flatten is missing, or the batch axis of an input that is read whole.
    /// </summary>
    public static void ReportJoined(LayerContext context, Dim expected, int start)
    {
        var input = context.Input;
        var shape = input.Shape;
        var flatten = start == 1 && !shape.HasLeading
            ? Change.Layer("Flatten")
            : Change.Layer("Flatten", Change.Given(CommonArguments.StartAxis, LayerContext.AxisInCode(start, shape)));
        var insert = Change.InsertBefore(context.Use, flatten);
        if (start > 0 || shape.HasLeading)
        {
            Report(context, expected, $"put {flatten} before it, which joins {Axes(shape, start)} to {expected}", insert.Repair);
            return;
        }

        // Every axis is counted, so the shape is that of one item.
        if (input.Input is { } read && BatchAxis.Missing(shape) is { } batched)
        {
            var declare = Change.SetShape(read, batched);
            var both = declare.And(Change.InsertBefore(context.Use, Change.Layer("Flatten")));
            Report(context, expected, $"{declare.Clause}, with a batch axis, and put Flatten before {context.Use.Kind}",
                both.Titled($"{declare.Repair.Title} and insert Flatten before {context.Use.Kind}", both.Clause).Repair);
            return;
        }

        Report(context, expected, $"put {flatten} before it, which joins {Axes(shape, start)} to {expected}", insert.Repair);
    }

    /// <summary>Neither the last axis nor the last ones together have the expected width.</summary>
    /// <returns>The shape by which what follows is judged.</returns>
    public static Shape Report(LayerContext context, Dim expected)
    {
        var shape = context.Input.Shape;
        Repair[] widths = [Repair.Set(context.Use, LinearKind.In, shape.Last), Repair.RemoveArgument(context.Use, LinearKind.In)];
        if (shape.HasLeading || !IsMap(context))
        {
            Report(context, expected, $"set In = {shape.Last}, or leave In out", widths);
            return shape;
        }

        // The width was computed for a feature map of another size.
        var joined = context.Simplify(shape.Dims.Skip(1).Aggregate(Dim.One, (product, dim) => product * dim));
        var flatten = Change.InsertBefore(context.Use, Change.Layer("Flatten")).And(Change.Set(context.Use, LinearKind.In, joined));
        Report(
            context,
            expected,
            $"put Flatten before it and set In = {joined}, or leave In out",
            flatten.Titled($"Insert Flatten before {context.Use.Kind} and change In to {joined}", flatten.Clause).Repair);
        return Shape.Of(shape.Dims[0], joined);
    }

    private static void Report(LayerContext context, Dim expected, string advice, params Repair[] repairs) => context.Report(
        Descriptors.Width,
        context.At(LinearKind.In),
        $"{context.Use} expects {expected} features, but {context.Input.Describe()}: {advice}.",
        context.Input,
        repairs);

    private static string Axes(Shape shape, int start) =>
        string.Join("*", shape.Dims.Skip(start).Select(dim => dim.ToString().Contains(' ') ? $"({dim})" : dim.ToString()));

    // Whether convolutions or poolings give the tensor, or an image is read as it is. Activations and dropout return a
    // feature map for a feature map.
    private static bool IsMap(LayerContext context)
    {
        var value = context.Input;
        while (value.Producer is { } producer && context.Inferred(producer) is { } layer && layer.Output == value && value.Shape.Count > 2)
        {
            var traits = producer.Kind.Traits;
            if (traits.Has(LayerTraits.Spatial))
            {
                return true;
            }

            if ((traits & (LayerTraits.Activation | LayerTraits.Dropout)) == 0)
            {
                return false;
            }

            value = layer.Inputs[0];
        }

        return value.Input is not null && value.Shape.Count > 3;
    }
}
