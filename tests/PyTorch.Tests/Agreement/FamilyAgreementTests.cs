using System;
using System.Collections.Generic;
using System.Linq;
using ModelGen.Onnx.Tests;
using ModelGen.Runtime.Tests;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace ModelGen.PyTorch.Tests;

/// <summary>
/// PyTorch computes what TorchSharp computes: the pretrained families, with small sizes and random weights, results and gradients, in
/// float32 within four times PyTorch's own rounding. Language models generate the same text.
/// </summary>
public sealed class FamilyAgreementTests(FamilyAgreementTests.Cases cases) : IClassFixture<FamilyAgreementTests.Cases>
{
    public static TheoryData<string> Families => [.. SmallFamilies.Create.Keys];

    [Theory]
    [MemberData(nameof(Families))]
    public void A_family_computes_the_same_within_the_rounding_of_float32(string family) =>
        cases.All.AssertEqualWithinRounding(Cases.NameOf(family));

    /// <summary>All of them, which one process of Python computes.</summary>
    public sealed class Cases : IDisposable
    {
        internal ExportedCases All { get; } = new(SmallFamilies.Create.Select(family =>
            (NameOf(family.Key), (Func<string, ExportedCase>)(root => Write(root, NameOf(family.Key), family.Value)))));

        public static string NameOf(string family) => family.Replace(", ", "-", StringComparison.Ordinal).Replace(' ', '-');

        public void Dispose() => All.Dispose();

        private static ExportedCase Write(string root, string name, Func<nn.Module> create)
        {
            random.manual_seed(3);
            using var model = create();
            model.eval();
            using (no_grad())
            {
                foreach (var weight in model.parameters())
                {
                    // The weights of the initialization are so small that all scores are nearly equal.
                    weight.add_(randn_like(weight) * 0.3);
                }
            }

            var architecture = ((IDeclaredModel)model).Architecture;
            var tokens = model is ILanguageModel ? 6 : default(int?);
            List<ExportedCall> calls = [];
            foreach (var (batch, length, source, withOptional) in
                new[] { (1L, 1L, 3L, true), (2L, 5L, 1L, false), (3L, 6L, 7L, true) })
            {
                Dictionary<string, long> sizes = new() { ["B"] = batch, ["T"] = length, ["S"] = source, ["D"] = 12 };
                calls.Add(new ExportedCall(
                    [.. architecture.Inputs.Select(input => input.Optional && !withOptional
                        ? null
                        : Input(input, SizeExpression.Shape(input.Shape, sizes, [])))],

                    Tokens: IsGrowing(length) && !(withOptional && architecture.Inputs.Any(input => input.Optional)) ? tokens : null));
            }

            return ExportedCase.Write(root, name, model, calls, "float64", "float32");

            // LongRoPE cannot grow from a short sequence to a long one.
            bool IsGrowing(long length) => name != "Phi-3" || length > 5;
        }

        private static Tensor Input(PortInfo input, long[] shape) => input.Type switch
        {
            DType.Int64 => randint(0, input.Name == "tokenTypes" ? 2 : SmallFamilies.Vocabulary, shape, dtype: ScalarType.Int64),
            DType.Bool => rand(shape).gt(0.6),
            _ => randn(shape),
        };
    }
}
