using System;
using System.Collections.Generic;
using ModelGen.Onnx;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ModelGen.Runtime.Tests;

public partial class Methods : IOnnxMethods
{
    OnnxTensor? IOnnxMethods.Export(string method, OnnxGraph graph, IReadOnlyList<OnnxTensor?> inputs) => method switch
    {
        nameof(Flip) => graph.Node(
            "Slice", inputs[0], graph.Integers(-1), graph.Integers(long.MinValue), graph.Integers(-2), graph.Integers(-1)),
        nameof(Centre) => graph.Node("Sub", inputs[0], graph.Node("Unsqueeze", inputs[1], graph.Integers(1))),
        nameof(Same) => inputs[0],
        nameof(IsLarge) => graph.Node(
            "Greater",
            [graph.Node("ReduceSum", [inputs[0], graph.Integers(1)], type: null, ("keepdims", 0L)), graph.Number(0)],
            DType.Bool),
        _ => null,
    };
}

public partial class OwnComponentModel : IOnnxMethods
{
    OnnxTensor? IOnnxMethods.Export(string method, OnnxGraph graph, IReadOnlyList<OnnxTensor?> inputs)
    {
        var shifted = graph.Node("Add", graph.Node("Mul", inputs[0], graph.Weight("scale")), graph.Weight("shift"));
        return graph.Node("Gemm", [shifted, graph.Weight("further.weight"), graph.Weight("further.bias")], type: null, ("transB", 1L));
    }
}

public partial class PlacedComponentModel : IOnnxMethods
{
    OnnxTensor? IOnnxMethods.Export(string method, OnnxGraph graph, IReadOnlyList<OnnxTensor?> inputs) =>
        graph.Node("Mul", inputs[0], graph.Weight("gain"));
}

/// <summary>A hand-written module between other layers, twice in blocks of a model.</summary>
[Model]
[Input("B", "D")]
[Linear("D"), Module<Sorted>("B", "D"), Block<Scaled>(2), Linear(3)]
public partial class WithModules;

/// <summary>A hand-written module with a weight, and a method with an optional tensor.</summary>
[Model]
public partial class Scaled : IOnnxMethods
{
    [Input("B", "D")]
    private Stage x;

    [Input("B", "D", Optional = true)]
    private Stage shift;

    [From(nameof(x)), Module<Weighted>("B", "D"), Apply(nameof(Shifted), Inputs = new[] { nameof(shift) }), Relu, Output("B", "D")]
    private Stage y;

    OnnxTensor? IOnnxMethods.Export(string method, OnnxGraph graph, IReadOnlyList<OnnxTensor?> inputs) => inputs[1] is { } given
        ? graph.Node("Add", inputs[0], given)
        : graph.Node("Add", inputs[0], graph.Constant(ones(1)));

    [return: Shape("B", "D")]
    private static Tensor Shifted([Shape("B", "D")] Tensor x, [Shape("B", "D")] Tensor? shift) => shift is null ? x + 1 : x + shift;
}

/// <summary>Multiplies by a number.</summary>
internal sealed class Weighted : nn.Module<Tensor, Tensor>, IOnnxModule
{
    private readonly Parameter factor = new(full(1, 1.5f));

    public Weighted()
        : base(nameof(Weighted)) => RegisterComponents();

    public override Tensor forward(Tensor input) => input * factor;

    public OnnxTensor Export(OnnxGraph graph, OnnxTensor input) => graph.Node("Mul", input, graph.Weight("factor"));
}

/// <summary>Sorts the features, largest first.</summary>
internal sealed class Sorted : nn.Module<Tensor, Tensor>, IOnnxModule
{
    public Sorted()
        : base(nameof(Sorted))
    {
    }

    public override Tensor forward(Tensor input)
    {
        var (values, indices) = input.sort(-1, descending: true);
        indices.Dispose();
        return values;
    }

    public OnnxTensor Export(OnnxGraph graph, OnnxTensor input)
    {
        var width = graph.Node("Shape", [input], DType.Int64, ("start", 1L));
        return graph.Results("TopK", [input, width], [DType.Float, DType.Int64], ("axis", -1L))[0];
    }
}

/// <summary>A method without operators for a file.</summary>
[Model, DrawnByHand]
[Input("B", "D")]
[Apply(nameof(Twice))]
public partial class WithoutOperators
{
    [return: Shape("B", "D")]
    private static Tensor Twice([Shape("B", "D")] Tensor x) => x * 2;
}

/// <summary>Operators that read a weight which the module lacks.</summary>
[Model, DrawnByHand]
[Input("B", "D")]
[Linear(3), Apply(nameof(Own))]
public partial class WithUnknownWeight : IOnnxMethods
{
    OnnxTensor? IOnnxMethods.Export(string method, OnnxGraph graph, IReadOnlyList<OnnxTensor?> inputs) => graph.Weight("scale");

    [return: Shape("B", 3)]
    private static Tensor Own([Shape("B", 3)] Tensor x) => x * 2;
}

/// <summary>A module without operators for a file.</summary>
[Model, DrawnByHand]
[Input("B", 6)]
[Module<Narrow>("B", 3)]
internal sealed partial class WithNarrow;
