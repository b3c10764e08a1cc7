using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using ModelGen.Runtime.Tests;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace ModelGen.PyTorch.Tests;

/// <summary>
/// Exported models with <c>[Autoregressive]</c> choose the ids that the model chooses, with a cache where their layers allow it, and by
/// computing the whole sequence again where they do not.
/// </summary>
public sealed class GenerationTests(GenerationTests.Cases cases) : IClassFixture<GenerationTests.Cases>
{
    public static TheoryData<string> Models => [.. Types.Select(type => type.Name)];

    private static IEnumerable<Type> Types => typeof(GenerationTests).Assembly.GetTypes()
        .Where(type => type.GetCustomAttribute<AutoregressiveAttribute>() is not null && !type.IsGenericTypeDefinition
            && typeof(ILanguageModel).IsAssignableFrom(type)
            && RandomSizes.ArchitectureOf(type).Layers.All(layer => layer.Kind.Split('<')[0] is not ("Apply" or "Module")))
        .OrderBy(type => type.Name);

    [Theory]
    [MemberData(nameof(Models))]
    public void A_language_model_generates_the_same_ids(string name) => cases.All.AssertEqual(name);

    /// <summary>All of them, which one process of Python computes.</summary>
    public sealed class Cases : IDisposable
    {
        internal ExportedCases All { get; } = new(Types.Select(type =>
            (type.Name, (Func<string, ExportedCase>)(root => Write(root, type)))));

        public void Dispose() => All.Dispose();

        private static ExportedCase Write(string root, Type type)
        {
            random.manual_seed(5);
            using var drawn = new RandomSizes(type, seed: 0, ScalarType.Float64);
            drawn.Model.eval();
            using (no_grad())
            {
                foreach (var weight in drawn.Model.parameters())
                {
                    weight.add_(randn_like(weight) * 0.3);
                }
            }

            var model = (ILanguageModel)drawn.Model;
            var ids = randint(0, model.Vocabulary, [2, 3], dtype: ScalarType.Int64);
            var tokens = (int)Math.Min(5, (model.MaximumLength ?? 8) - 3);
            return ExportedCase.Write(root, type.Name, drawn.Model, [new([ids], Tokens: Math.Max(0, tokens))], "float64");
        }
    }
}
