using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using ModelGen.Runtime.Tests;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace ModelGen.Onnx.Tests;

/// <summary>ONNX Runtime computes what TorchSharp computes: the models of each kind of layer, and combinations of them.</summary>
public sealed class AgreementTests
{
    private const int Calls = 4;

    public static TheoryData<Type, int> Models => new(
        from type in RandomSizes.Types
        where type.GetCustomAttribute<PyTorchAttribute>() is null && !NotExported.Contains(type)
        from opset in new[] { 17, 23 }
        select new TheoryDataRow<Type, int>(type, opset));

    // A row states one shape of its input only.
    public static TheoryData<Type, int> Rows => new(
        from type in typeof(AgreementTests).Assembly.GetTypes()
        where type.GetCustomAttribute<PyTorchAttribute>() is not null
        orderby type.Name
        from opset in new[] { 17, 23 }
        select new TheoryDataRow<Type, int>(type, opset));

    // These call code of the user, which ONNX cannot contain.
    private static HashSet<Type> NotExported { get; } = [];

    [Theory]
    [MemberData(nameof(Models))]
    public void A_model_computes_the_same_whatever_the_sizes_of_its_inputs(Type type, int opset)
    {
        for (var seed = 0; seed < 2; seed++)
        {
            using var scope = NewDisposeScope();
            using var quiet = no_grad();
            using var drawn = new RandomSizes(type, seed, withOptional: seed == 0);
            drawn.Model.eval();
            using var runtime = new Runtime(drawn.Model.ToOnnx(Options(drawn, opset)));

            // A result that is an input needs a name of its own.
            var inputs = drawn.Architecture.Inputs.Select(port => port.Name).ToHashSet();
            Assert.Equal(
                drawn.Architecture.Outputs.Select(port => inputs.Contains(port.Name) ? $"{port.Name}_2" : port.Name),
                runtime.Session.OutputNames);
            Widen(drawn.Model);
            Compare(drawn, runtime);
            for (var call = 1; call < Calls; call++)
            {
                using var other = drawn.OtherCall(100 + call);
                Compare(other, runtime);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void A_layer_computes_the_same(Type type, int opset)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        var shape = type.GetCustomAttribute<PyTorchAttribute>()!.Input;
        var isBatch = type.GetCustomAttribute<InputAttribute>()!.Shape[0] is "B";
        using var model = Row(type);
        using var runtime = new Runtime(model.ToOnnx(new OnnxExportOptions { Opset = opset }));
        Widen(model);
        var wide = model.parameters().FirstOrDefault()?.dtype ?? ScalarType.Float32;
        foreach (var batch in new[] { shape[0], 1, 5 }.Where(batch => isBatch || batch == shape[0]))
        {
            using var input = randn([batch, .. shape[1..]]);
            var expected = As(model.call(As(input, wide)), ScalarType.Float32);
            Numbers.AssertEqual(runtime.Run([input]).Single(), expected, $"{type.Name}, batch of {batch}");
        }
    }

    // libtorch 2.10 computes many transposed convolutions of float32 wrongly, with oneDNN's brg_deconv, which float64 does not use.
    private static void Widen(nn.Module model)
    {
        if (((IDeclaredModel)model).Architecture.Layers.Any(layer => layer.Kind == "ConvTranspose"))
        {
            model.to(ScalarType.Float64);
        }
    }

    /// <summary>The models that are compared, to be disposed by the caller, and how each is exported.</summary>
    internal static IEnumerable<(nn.Module Model, OnnxExportOptions Options)> Compared()
    {
        foreach (var (type, opset) in Models.Select(row => row.Data))
        {
            var drawn = new RandomSizes(type, seed: 0);
            drawn.Model.eval();
            yield return (drawn.Model, Options(drawn, opset));
        }

        foreach (var (type, opset) in Rows.Select(row => row.Data))
        {
            yield return (Row(type), new OnnxExportOptions { Opset = opset });
        }
    }

    internal static OnnxExportOptions Options(RandomSizes drawn, int opset) => new()
    {
        Opset = opset,
        LeadingAxes = drawn.LeadingAxes,
        OptionalInputs = [.. drawn.Architecture.Inputs.Zip(drawn.Inputs)
            .Where(pair => pair.First.Optional && pair.Second is not null).Select(pair => pair.First.Name)],
    };

    // The constructor's sizes are symbols of the input; their values are those of its axes.
    private static nn.Module<Tensor, Tensor> Row(Type type)
    {
        var shape = type.GetCustomAttribute<PyTorchAttribute>()!.Input;
        string[] axes = [.. type.GetCustomAttribute<InputAttribute>()!.Shape.Select(axis => axis.ToString()!)];
        var constructor = type.GetConstructors().Single();
        var model = (nn.Module<Tensor, Tensor>)constructor.Invoke([.. constructor.GetParameters().Select(parameter =>
            Array.IndexOf(axes, parameter.Name) is >= 0 and var axis ? shape[axis] : parameter.DefaultValue)]);
        model.eval();
        return model;
    }

    private static void Compare(RandomSizes drawn, Runtime runtime)
    {
        Tensor[] inputs = [.. drawn.GivenInputs.Select(input => As(input, ScalarType.Float32))];
        if (drawn.Model.parameters().FirstOrDefault()?.dtype == ScalarType.Float64)
        {
            for (var i = 0; i < drawn.Inputs.Length; i++)
            {
                drawn.Inputs[i] = drawn.Inputs[i] is { } input ? As(input, ScalarType.Float64) : null;
            }
        }

        var expected = drawn.Call();
        var actual = runtime.Run(inputs);
        foreach (var ((result, wanted), port) in actual.Zip(expected).Zip(drawn.Architecture.Outputs))
        {
            Numbers.AssertEqual(result, As(wanted, ScalarType.Float32), $"{port.Name} of {drawn}");
        }
    }

    private static Tensor As(Tensor tensor, ScalarType type) => tensor.is_floating_point() ? tensor.to(type) : tensor;
}
