using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Text.RegularExpressions;
using System.Threading;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace ModelGen.Runtime.Tests;

/// <summary>The policy of docs/precision.md: which layers are computed in bfloat16, and that all results are float32.</summary>
public sealed class MixedPrecisionTests
{
    // bfloat16 rounds to 8 bits. The results of a model may differ by several such steps, relative to the largest of them.
    private const double Rounding = 1.0 / 256;

    private static readonly HashSet<string> _products = KindsInBFloat16();

    public static TheoryData<Type> Models => EveryModelTests.Models;

    [Theory]
    [MemberData(nameof(Models))]
    public void Only_products_are_computed_in_bfloat16_and_every_result_is_float32(Type type)
    {
        using var drawn = new RandomSizes(type, seed: 11);
        using var scope = NewDisposeScope();
        drawn.Model.eval();
        var exact = drawn.Call();
        Tensor[] mixed;
        using (MixedPrecision.Use(Precision.BFloat16))
        {
            mixed = drawn.Call();
        }

        Assert.Equal(exact.Select(result => result.dtype), mixed.Select(result => result.dtype));
        Assert.Equal(exact.Select(result => string.Join(",", result.shape)), mixed.Select(result => string.Join(",", result.shape)));
        if (!Kinds(type).Any(_products.Contains) && !HasOwnCode(type))
        {
            Assert.All(exact.Zip(mixed), pair => Assert.True(pair.First.equal(pair.Second).all().item<bool>(),
                $"{drawn} has no layer that is listed as computed in bfloat16, but its results differ."));
        }
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Weights_get_gradients_in_float32(Type type)
    {
        using var drawn = new RandomSizes(type, seed: 12);
        using var scope = NewDisposeScope();
        using (MixedPrecision.Use(Precision.BFloat16))
        {
            var results = drawn.Call();
            if (drawn.Model.parameters().Any())
            {
                results.Where(result => result.requires_grad).Aggregate(zeros(1), (sum, result) => sum + result.sum()).backward();
                Assert.All(drawn.Model.named_parameters(), named => Assert.Equal(named.parameter.dtype, named.parameter.grad?.dtype));
                Assert.All(drawn.Model.named_parameters(), named => Assert.Equal(ScalarType.Float32, named.parameter.dtype));
                drawn.Loss()?.sum().backward();
            }
        }
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void A_call_in_bfloat16_leaves_exactly_its_results(Type type)
    {
        using var drawn = new RandomSizes(type, seed: 17);
        using var products = MixedPrecision.Use(Precision.BFloat16);

        // A position table is computed at the first call and kept.
        Array.ForEach(drawn.Call(), result => result.Dispose());
        foreach (var mode in GradientModes.All)
        {
            using var entered = mode.Data.Enter(drawn.Model);
            Array.ForEach(
                Handles.Exactly(drawn.Architecture.Outputs.Count, drawn.Call, drawn.GivenInputs.ToArray()), result => result.Dispose());
        }
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Models_in_other_types_are_computed_as_they_are(Type type)
    {
        using var drawn = new RandomSizes(type, seed: 13, ScalarType.Float64);
        using var scope = NewDisposeScope();
        drawn.Model.eval();
        var exact = drawn.Call();
        using var products = MixedPrecision.Use(Precision.BFloat16);
        Assert.All(exact.Zip(drawn.Call()), pair => Assert.True(pair.First.equal(pair.Second).all().item<bool>()));
    }

    [Fact]
    public void Each_product_rounds_like_bfloat16()
    {
        HashSet<string> seen = [];
        foreach (var type in RandomSizes.Types.Where(type => !HasOwnCode(type)))
        {
            // Models of one kind; TiedLinear needs an embedding.
            if (Kinds(type).Distinct().Where(kind => kind != "Embedding").ToList() is not [var kind] || !_products.Contains(kind))
            {
                continue;
            }

            // Some weights nearly cancel each other, and magnify the rounding: the same ones each time.
            manual_seed(14);
            using var drawn = new RandomSizes(type, seed: 14);
            using var scope = NewDisposeScope();
            drawn.Model.eval();
            var exact = drawn.Call()[0].to(ScalarType.Float64);
            using var products = MixedPrecision.Use(Precision.BFloat16);
            var difference = (drawn.Call()[0].to(ScalarType.Float64) - exact).abs().max().item<double>();
            Assert.True(difference <= 8 * Rounding * exact.abs().max().item<double>(), $"{drawn} differs by {difference}.");
            if (difference > 0)
            {
                seen.Add(kind);
            }
        }

        Assert.Empty(_products.Except(seen));
    }

    [Fact]
    public void A_precision_holds_for_its_thread_until_it_is_disposed()
    {
        using (MixedPrecision.Use(Precision.BFloat16))
        {
            Assert.Equal(Precision.BFloat16, MixedPrecision.Current);
            var other = Precision.BFloat16;
            var thread = new Thread(() => other = MixedPrecision.Current);
            thread.Start();
            thread.Join();
            Assert.Equal(Precision.Float32, other);
            using (MixedPrecision.Use(Precision.Float32))
            {
                Assert.Equal(Precision.Float32, MixedPrecision.Current);
            }

            Assert.Equal(Precision.BFloat16, MixedPrecision.Current);
        }

        Assert.Equal(Precision.Float32, MixedPrecision.Current);
        Assert.Throws<ArgumentOutOfRangeException>(() => MixedPrecision.Use((Precision)7));
    }

    private static IEnumerable<string> Kinds(Type type) => RandomSizes.ArchitectureOf(type).Layers.Select(layer => layer.Kind)
        .Concat(type.GetCustomAttributes<LayerAttribute>().SelectMany(BlockKinds))
        .Concat(type.GetFields(BindingFlags.Instance | BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public)
            .SelectMany(field => field.GetCustomAttributes<LayerAttribute>()).SelectMany(BlockKinds));

    private static IEnumerable<string> BlockKinds(LayerAttribute layer) =>
        layer.GetType() is { IsGenericType: true } block && block.GenericTypeArguments[0].GetCustomAttribute<ModelAttribute>() is not null
            ? Kinds(block.GenericTypeArguments[0]) : [];

    // What a user's method or module does is not a kind's.
    private static bool HasOwnCode(Type type) => Kinds(type).Any(kind => kind is "Apply" or "Module");

    private static HashSet<string> KindsInBFloat16()
    {
        var page = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "precision.md"));
        var row = Regex.Match(page, @"^\| bfloat16 \|(?<kinds>[^|]*)\|", RegexOptions.Multiline);
        return [.. Regex.Matches(row.Groups["kinds"].Value, "`(?<kind>[^`]+)`").Select(match => match.Groups["kind"].Value)];
    }
}
