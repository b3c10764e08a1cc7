using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using System.Runtime.CompilerServices;
using ModelGen.Layers;
using ModelGen.Models;
using ModelGen.Runtime.Tests;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace ModelGen.Onnx.Tests;

/// <summary>ONNX Runtime computes what TorchSharp computes: the pretrained families, with small sizes and random weights.</summary>
public sealed class FamilyAgreementTests
{
    public static TheoryData<string, int, bool> Families => new(
        from family in SmallFamilies.Create
        from opset in new[] { 17, 23 }
        from withOptional in new[] { false, true }
        where !withOptional || ((IDeclaredModel)family.Value()).Architecture.Inputs.Any(input => input.Optional)
        select new TheoryDataRow<string, int, bool>(family.Key, opset, withOptional));

    [Theory]
    [MemberData(nameof(Families))]
    public void A_family_computes_the_same_whatever_the_batch_and_the_lengths(string family, int opset, bool withOptional)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        using var model = SmallFamilies.Create[family]();
        model.eval();
        foreach (var weight in model.parameters())
        {
            // The weights of the initialization are so small that all scores are nearly equal.
            weight.add_(randn_like(weight) * 0.3);
        }

        var architecture = ((IDeclaredModel)model).Architecture;
        PortInfo[] inputs = [.. architecture.Inputs.Where(input => withOptional || !input.Optional)];
        using var runtime = new Runtime(model.ToOnnx(new OnnxExportOptions
        {
            Opset = opset,
            OptionalInputs = [.. inputs.Where(input => input.Optional).Select(input => input.Name)],
        }));
        const long Most = SmallFamilies.Positions;
        foreach (var (batch, length, sourceLength) in new[] { (1L, 1L, 3L), (2L, 5L, 1L), (3L, 9L, 7L), (1L, Most, Most) })
        {
            Dictionary<string, long> sizes = new() { ["B"] = batch, ["T"] = length, ["S"] = sourceLength, ["D"] = 12 };
            var given = inputs.ToDictionary(input => input.Name, input => Input(input, SizeExpression.Shape(input.Shape, sizes, [])));
            var expected = Call(model, [.. architecture.Inputs.Select(input => given.GetValueOrDefault(input.Name))]);
            foreach (var ((result, wanted), port) in runtime.Run(given.Values).Zip(expected).Zip(architecture.Outputs))
            {
                Numbers.AssertEqual(result, wanted, $"{port.Name} of {family} for batch {batch}, lengths {length} and {sourceLength}");
            }
        }
    }

    /// <summary>Its positions are computed by a method of the class, and do not count padding, which may be on either side.</summary>
    [Theory]
    [InlineData(17)]
    [InlineData(23)]
    public void Roberta_counts_the_positions_without_padding(int opset)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        using var model = (Roberta)SmallFamilies.Create["RoBERTa"]();
        model.eval();
        using var runtime = new Runtime(model.ToOnnx(new OnnxExportOptions { Opset = opset, OptionalInputs = ["padding"] }));
        var ids = tensor(new long[,] { { 0, 7, 8, 9, 2 }, { 0, 5, 2, 1, 1 }, { 1, 1, 0, 6, 2 } });
        var padding = ids.eq(1);
        Numbers.AssertEqual(runtime.Run([ids, padding]).Single(), model.call(ids, padding), "padded");
    }

    private static Tensor Input(PortInfo input, long[] shape) => input.Type switch
    {
        DType.Int64 => randint(0, input.Name == "tokenTypes" ? 2 : SmallFamilies.Vocabulary, shape, dtype: ScalarType.Int64),
        DType.Bool => rand(shape).gt(0.6),
        _ => randn(shape),
    };

    private static Tensor[] Call(nn.Module model, object?[] inputs)
    {
        var call = model.GetType().GetMethods().Where(method => method.Name == "call" && method.GetParameters().Length == inputs.Length)
            .MinBy(method => method.DeclaringType == model.GetType() ? 0 : 1)!;
        return call.Invoke(model, BindingFlags.DoNotWrapExceptions, null, inputs, null) switch
        {
            ITuple tuple => [.. Enumerable.Range(0, tuple.Length).Select(i => (Tensor)tuple[i]!)],
            var result => [(Tensor)result!],
        };
    }
}
