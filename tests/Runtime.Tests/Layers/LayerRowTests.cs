using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace ModelGen.Runtime.Tests;

/// <summary>Each row of <c>LayerRows.cs</c> agrees with PyTorch in float64: its output, and every gradient.</summary>
public sealed class LayerRowTests
{
    public static TheoryData<string> Rows => [.. RowTypes().Select(row => row.Name)];

    [Theory]
    [MemberData(nameof(Rows))]
    public void A_layer_agrees_with_PyTorch(string row)
    {
        using var scope = NewDisposeScope();
        Dictionary<string, Tensor> expected = Expected(row);
        using nn.Module<Tensor, Tensor> model = Create(row, expected["input"]);
        Reference.LoadInto(model, key => expected["weight." + NameInLayer(key)].alias());
        Tensor input = expected["input"].detach().requires_grad_(true);

        Tensor output = model.call(input);
        output.square().mean().backward();

        Agreement.Assert(output.detach(), expected["output"], Agreement.Exact, "output");
        Agreement.Assert(input.grad!, expected["gradient"], Agreement.Exact, "gradient of the input");
        foreach ((string name, TorchSharp.Modules.Parameter parameter) in model.named_parameters())
        {
            Agreement.Assert(parameter.grad!, expected["gradient." + NameInLayer(name)], Agreement.Exact, $"gradient of {name}");
        }
    }

    [Fact]
    public void The_numbers_are_those_of_the_rows()
    {
        using CheckpointFile file = Open();

        Assert.Equal(
            RowTypes().Select(row => (row.Name, Attribute(row).Module, string.Join(", ", Attribute(row).Input))).Order(),
            file.Metadata.Select(row => (row.Key, row.Value, string.Join(", ", file[row.Key + ".input"].Shape))).Order());
    }

    private static IEnumerable<Type> RowTypes() => typeof(LayerRowTests).Assembly.GetTypes()
        .Where(type => type.GetCustomAttribute<PyTorchAttribute>() is not null);

    private static PyTorchAttribute Attribute(Type row) => row.GetCustomAttribute<PyTorchAttribute>()!;

    private static Dictionary<string, Tensor> Expected(string row)
    {
        using CheckpointFile file = Open();
        return file.Tensors.Where(tensor => tensor.Name.StartsWith(row + ".", StringComparison.Ordinal))
            .ToDictionary(tensor => tensor.Name[(row.Length + 1)..], tensor => tensor.Read());
    }

    private static CheckpointFile Open() =>
        CheckpointFile.Open(Path.Combine(AppContext.BaseDirectory, "Reference", "rows", "rows.safetensors"));

    // The constructor's sizes are symbols of the input; their values are those of its axes.
    private static nn.Module<Tensor, Tensor> Create(string row, Tensor input)
    {
        Type type = RowTypes().Single(candidate => candidate.Name == row);
        string[] axes = [.. type.GetCustomAttribute<InputAttribute>()!.Shape.Select(axis => axis.ToString()!)];
        ConstructorInfo constructor = type.GetConstructors().Single();
        object?[] arguments = [.. constructor.GetParameters().Select(parameter => parameter.Name switch
        {
            "dtype" => ScalarType.Float64,
            { } name when Array.IndexOf(axes, name) is >= 0 and var axis => input.shape[axis],
            _ => parameter.DefaultValue,
        })];
        return (nn.Module<Tensor, Tensor>)constructor.Invoke(arguments);
    }

    // A key of the model begins with the name of its only layer.
    private static string NameInLayer(string key) => key[(key.IndexOf('.', StringComparison.Ordinal) + 1)..];
}
