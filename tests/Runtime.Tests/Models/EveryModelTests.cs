using System;
using System.Linq;
using System.Reflection;
using System.Text.RegularExpressions;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace ModelGen.Runtime.Tests;

/// <summary>What must hold of every declared model, whatever its sizes.</summary>
public sealed class EveryModelTests
{
    // A row is compared with PyTorch at one shape, and states nothing of other sizes.
    public static TheoryData<Type> Models => [.. RandomSizes.Types.Where(type => type.GetCustomAttribute<PyTorchAttribute>() is null)];

    [Theory]
    [MemberData(nameof(Models))]
    public void SizesThatTheDeclarationAllowsFit(Type type)
    {
        for (var seed = 0; seed < 6; seed++)
        {
            using var drawn = new RandomSizes(type, seed, withOptional: seed % 2 == 0);
            using var scope = NewDisposeScope();
            var results = drawn.Call();
            Assert.Equal(drawn.Architecture.Outputs.Count, results.Length);
            foreach (var (result, port) in results.Zip(drawn.Architecture.Outputs))
            {
                Assert.Equal(drawn.Shape(port.Shape).AsEnumerable(), result.shape);
            }

            if (drawn.Model.parameters().Any())
            {
                results.Where(result => result.requires_grad).Aggregate(zeros(1), (sum, result) => sum + result.sum()).backward();
                Assert.All(drawn.Model.named_parameters(),
                    named => Assert.True(named.parameter.grad is not null, $"{named.name} has no gradient in {drawn}."));
                drawn.Loss()?.sum().backward();
            }
        }
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void TheArchitectureCountsTheParameters(Type type)
    {
        for (var seed = 0; seed < 2; seed++)
        {
            using var drawn = new RandomSizes(type, seed);
            var parameters = drawn.Model.named_parameters().ToList();
            foreach (var layer in drawn.Architecture.Layers)
            {
                var held = parameters.Where(named => named.name.StartsWith(layer.Path + ".", StringComparison.Ordinal))
                    .Sum(named => named.parameter.numel());
                Assert.True(drawn.Evaluate(layer.Parameters) == held,
                    $"{layer.Path} of {drawn} has {held} parameters, not {layer.Parameters}.");
            }

            var ofLayers = parameters.Where(named => IsOfLayer(drawn, named.name)).ToList();
            Assert.Equal(ofLayers.Sum(named => named.parameter.numel()),
                drawn.Architecture.Layers.Sum(layer => drawn.Evaluate(layer.Parameters)));
            Assert.True(ofLayers.Count == parameters.Count || type == typeof(OwnComponentModel) || type == typeof(PlacedComponentModel),
                $"{drawn} has parameters outside its layers.");
            var buffers = drawn.Model.named_buffers().Select(named => named.name);
            Assert.Equal(parameters.Select(named => named.name).Concat(buffers).Order(), drawn.Model.state_dict().Keys.Order());
        }
    }

    // What the user's part of the class adds is no layer of the declaration.
    private static bool IsOfLayer(RandomSizes drawn, string path)
        => drawn.Architecture.Layers.Any(layer => path == layer.Path || path.StartsWith(layer.Path + ".", StringComparison.Ordinal));

    /// <summary>What adapters can be put on.</summary>
    [Theory]
    [MemberData(nameof(Models))]
    public void TheSignatureTellsTheLinearLayers(Type type)
    {
        using var drawn = new RandomSizes(type, seed: 3);
        var lines = type.GetCustomAttribute<ModelSignatureAttribute>()!.Text.Split('\n');
        var linears = LoraAdapters.Linears(drawn.Model).Where(pair => IsOfLayer(drawn, pair.Path)).ToList();
        foreach (var parts in lines.Select(line => line.Split('\t')).Where(parts => parts[0] == "projection"))
        {
            var pattern = new Regex($"^{Regex.Escape(parts[1]).Replace(@"\*", @"\d+")}$");
            var found = linears.Where(pair => pattern.IsMatch(pair.Path)).ToList();
            Assert.True(drawn.Evaluate(parts[4]) == found.Count, $"{drawn} has {found.Count} linear layers '{parts[1]}', not {parts[4]}.");
            Assert.All(found, pair => Assert.Equal([drawn.Evaluate(parts[3]), drawn.Evaluate(parts[2])], pair.Linear.weight.shape));
            linears.RemoveAll(found.Contains);
        }

        Assert.True(linears.Count == 0 || lines.Contains("opaque"),
            $"{drawn} does not tell of {string.Join(", ", linears.Select(pair => pair.Path))}.");
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void ACallLeavesExactlyItsResultsAndItsInputsAsTheyWere(Type type)
    {
        foreach (var withOptional in new[] { true, false })
        {
            using var drawn = new RandomSizes(type, seed: 17, withOptional: withOptional);

            // A position table is computed at the first call and kept.
            Dispose(drawn.Call());
            foreach (var mode in GradientModes.All)
            {
                using var entered = mode.Data.Enter(drawn.Model);
                Dispose(Handles.Exactly(drawn.Architecture.Outputs.Count, drawn.Call, drawn.GivenInputs.ToArray()));
                if (drawn.Loss() is { } loss)
                {
                    loss.Dispose();
                    Handles.Exactly(1, drawn.Loss, drawn.GivenInputs.ToArray())!.Dispose();
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void InPlaceAndOutOfPlaceGiveTheSameNumbers(Type type)
    {
        using var drawn = new RandomSizes(type, seed: 5, ScalarType.Float64);
        drawn.Model.eval();
        var expected = drawn.Call();
        foreach (var mode in new[] { GradientMode.NoGrad, GradientMode.Inference })
        {
            using var entered = mode.Enter(drawn.Model);
            var actual = drawn.Call();
            foreach (var ((result, wanted), port) in actual.Zip(expected).Zip(drawn.Architecture.Outputs))
            {
                Agreement.Assert(result, wanted, Agreement.Exact, port.Name);
            }

            Dispose(actual);
        }

        Dispose(expected);
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void ResultsAreTheCallersOwn(Type type)
    {
        using var drawn = new RandomSizes(type, seed: 23);
        drawn.Model.eval();
        using var quiet = no_grad();
        var kept = drawn.Call();
        Dispose(drawn.Call());
        Assert.All(kept, result => Assert.False(result.IsInvalid));
        Assert.All(drawn.GivenInputs, input => Assert.False(input.IsInvalid));
        Dispose(kept);
        Assert.All(drawn.GivenInputs, input => Assert.False(input.IsInvalid));
        using var scope = NewDisposeScope();
        drawn.Call();
        Assert.All(drawn.Model.parameters(), parameter => Assert.False(parameter.IsInvalid));
    }

    private static void Dispose(Tensor[] results)
    {
        foreach (var result in results)
        {
            result.Dispose();
        }
    }
}
