using System;
using System.Collections.Generic;
using System.Linq;
using ModelGen.Decoding;
using ModelGen.Layers;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace ModelGen.Models.Tests;

/// <summary>
/// Every family that is decoded: its steps compute what <c>forward</c> computes, whatever the sizes, and however
/// the sequence is cut into pieces.
/// </summary>
public sealed class DecodingTests
{
    private static readonly Dictionary<Type, Func<Random, nn.Module>> _create = new()
    {
        [typeof(Gpt2)] = random => Gpt2.Create(new Gpt2Config(
            Vocabulary: random.Next(2, 60), Positions: 40,
            D: 12 * random.Next(1, 4), Layers: random.Next(1, 4), Heads: random.Next(1, 4), Hidden: random.Next(1, 50),
            Activation: (Activation)random.Next(4))),
        [typeof(LlamaForCausalLM)] = random => (nn.Module)(object)Llama.Create(Sizes(random)),
        [typeof(TiedLlamaForCausalLM)] = random => (nn.Module)(object)Llama.Create(Sizes(random) with { IsTied = true }),
        [typeof(Qwen2ForCausalLM)] = random => (nn.Module)(object)Llama.Create(Sizes(random) with { HasBiases = true }),
        [typeof(TiedQwen2ForCausalLM)] = random => (nn.Module)(object)Llama.Create(Sizes(random) with { HasBiases = true, IsTied = true }),
        [typeof(Qwen3ForCausalLM)] = random => (nn.Module)(object)Llama.Create(Sizes(random) with { NormalizesHeads = true }),
        [typeof(TiedQwen3ForCausalLM)] =
            random => (nn.Module)(object)Llama.Create(Sizes(random) with { NormalizesHeads = true, IsTied = true }),
        [typeof(Phi3ForCausalLM)] = random => (nn.Module)(object)Llama.Create(
            Sizes(random) with { IsFused = true, Window = random.Next(2) == 0 ? null : random.Next(1, 12), ResidualDropout = 0.5 }),
        [typeof(TiedPhi3ForCausalLM)] = random => (nn.Module)(object)Llama.Create(Sizes(random) with { IsFused = true, IsTied = true }),
        [typeof(MistralForCausalLM)] = random => (nn.Module)(object)Llama.Create(Sizes(random) with { Window = random.Next(1, 12) }),
    };

    private static readonly RotaryOptions[] _rotary =
    [
        new RotaryOptions(),
        new RotaryOptions { Base = 50, Scaling = RotaryScaling.Linear, Factor = 3 },
        new RotaryOptions { Base = 50, Scaling = RotaryScaling.Llama3, Factor = 8, Context = 32 },
        new RotaryOptions { Base = 50, Scaling = RotaryScaling.Yarn, Factor = 8, Context = 32 },
        new RotaryOptions { Base = 50, Dim = 2 },
    ];

    public static TheoryData<string> Families => [.. typeof(Gpt2).Assembly
        .GetTypes().Where(type => type.IsClass && type.IsAssignableTo(typeof(ILanguageModel))).Select(type => type.Name)];

    [Theory]
    [MemberData(nameof(Families))]
    public void StepsAgreeWithForward(string family)
    {
        var create = _create.Single(pair => pair.Key.Name == family).Value;
        for (var seed = 0; seed < 12; seed++)
        {
            using var scope = NewDisposeScope();
            manual_seed(seed);
            var random = new Random(seed);
            using var model = create(random);
            model.eval();
            Louder(model);
            var language = (ILanguageModel)model;
            var (batch, length) = (random.Next(1, 4), random.Next(1, 30));
            using var ids = randint(0, language.Vocabulary, [batch, length], dtype: ScalarType.Int64);
            using var whole = Forward(model, ids);
            using var decoding = language.NewDecoding();
            for (var start = 0; start < length;)
            {
                var count = random.Next(1, Math.Min(7, length - start) + 1);
                using var piece = decoding.AppendAll(
                    [.. Enumerable.Range(0, batch).Select(row => ids[row].narrow(0, start, count).data<long>().ToArray())]);
                using var expected = whole.narrow(1, start, count);
                using var difference = (piece - expected).abs().max();
                using var largest = expected.abs().max();
                Assert.True(
                    difference.item<float>() <= 1e-4 * largest.item<float>(),
                    $"{family}, seed {seed}, positions {start} to {start + count - 1}: "
                        + $"{difference.item<float>():R} of {largest.item<float>():R}");
                start += count;
            }
        }
    }

    // Weights as small as those of a new model would let every score be near 0, whatever the layers do.
    private static void Louder(nn.Module model)
    {
        using var quiet = no_grad();
        foreach (var parameter in model.parameters().Where(parameter => parameter.dim() == 2))
        {
            parameter.mul_(15);
        }
    }

    private static Tensor Forward(nn.Module model, Tensor ids)
    {
        using var quiet = no_grad();
        return ((nn.Module<Tensor, Tensor>)model).call(ids);
    }

    private static LlamaConfig Sizes(Random random)
    {
        var shared = random.Next(1, 4);
        return new LlamaConfig(
            Vocabulary: random.Next(2, 60), D: random.Next(1, 40),
            Layers: random.Next(1, 4), Heads: shared * random.Next(1, 4), KeyValueHeads: shared, HeadDim: 2 * random.Next(1, 9),
            Hidden: random.Next(1, 50), Eps: 1e-5, Rotary: _rotary[random.Next(_rotary.Length)]);
    }
}
