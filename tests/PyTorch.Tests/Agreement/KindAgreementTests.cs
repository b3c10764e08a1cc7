using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using ModelGen.Runtime.Tests;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace ModelGen.PyTorch.Tests;

/// <summary>PyTorch computes what TorchSharp computes: the models of each kind of layer, and combinations of them.</summary>
public sealed class KindAgreementTests(KindAgreementTests.Cases cases) : IClassFixture<KindAgreementTests.Cases>
{
    public static TheoryData<string> Models => [.. Names(isRow: false)];

    public static TheoryData<string> Rows => [.. Names(isRow: true)];

    [Theory]
    [MemberData(nameof(Models))]
    public void A_model_computes_the_same_results_losses_and_gradients_for_several_sizes(string name) => cases.All.AssertEqual(name);

    [Theory]
    [MemberData(nameof(Rows))]
    public void A_layer_computes_the_same_results_and_gradients(string name) => cases.All.AssertEqual(name);

    [Fact]
    public void Black_and_flake8_accept_every_file() => cases.All.AssertFormatted();

    private static IEnumerable<Type> Types(bool isRow) => RandomSizes.Types
        .Concat(typeof(KindAgreementTests).Assembly.GetTypes().Where(type => type.GetCustomAttribute<PyTorchAttribute>() is not null))
        .Distinct().Where(type => !Calls(type) && type.GetCustomAttribute<PyTorchAttribute>() is not null == isRow)
        .OrderBy(type => type.Name);

    // Models that call code of the user, which is not written.
    private static bool Calls(Type type) =>
        RandomSizes.ArchitectureOf(type).Layers.Any(layer => layer.Kind.Split('<')[0] is "Apply" or "Module");

    private static IEnumerable<string> Names(bool isRow) => Types(isRow).Select(type => type.Name);

    /// <summary>All of them, which one process of Python computes.</summary>
    public sealed class Cases : IDisposable
    {
        internal ExportedCases All { get; } = new(
            Types(isRow: false).Select(type => (type.Name, Model(type))).Concat(Types(isRow: true).Select(type => (type.Name, Row(type)))));

        public void Dispose() => All.Dispose();

        private static Func<string, ExportedCase> Model(Type type) => root =>
        {
            random.manual_seed(1);
            using var drawn = new RandomSizes(type, seed: 0, ScalarType.Float64);
            drawn.Model.eval();
            List<ExportedCall> calls = [new(drawn.Inputs)];
            for (var call = 1; call < 3; call++)
            {
                // A model without weights has no type of its own.
                calls.Add(new([.. drawn.OtherCall(100 + call).Inputs.Select(input =>
                    input?.is_floating_point() == true ? input.to(ScalarType.Float64) : input)]));
            }

            return ExportedCase.Write(root, type.Name, drawn.Model, calls, "float64");
        };

        // The constructor's sizes are symbols of the input; their values are those of its axes.
        private static Func<string, ExportedCase> Row(Type type) => root =>
        {
            var shape = type.GetCustomAttribute<PyTorchAttribute>()!.Input;
            string[] axes = [.. type.GetCustomAttribute<InputAttribute>()!.Shape.Select(axis => axis.ToString()!)];
            var constructor = type.GetConstructors().Single();
            using var model = (nn.Module)constructor.Invoke([.. constructor.GetParameters().Select(parameter =>
                parameter.Name == "dtype" ? ScalarType.Float64
                    : Array.IndexOf(axes, parameter.Name) is >= 0 and var axis ? shape[axis] : parameter.DefaultValue)]);
            model.eval();
            return ExportedCase.Write(
                root, type.Name, model, [new([randn(shape, dtype: ScalarType.Float64)])], "float64");
        };
    }
}
