using System.Collections.Generic;
using System.Linq;
using ModelGen.Runtime.Tests;
using Xunit;

namespace ModelGen.Models.Tests;

/// <summary>The published numbers of parameters, by the arithmetic that the generator did.</summary>
public sealed class ParameterCountTests
{
    [Fact]
    public void Gpt2Small() => Assert.Equal(124_439_808, Count(Gpt2.Architecture));

    [Fact]
    public void BertBase() => Assert.Equal(109_482_240, Count(Bert.Architecture));

    [Fact]
    public void Llama32OneBillion() => Assert.Equal(1_235_814_400, Count(
        TiedLlamaForCausalLM.Architecture, ("vocabulary", 128256),
        ("D", 2048), ("layers", 16), ("heads", 32), ("keyValueHeads", 8), ("headDim", 64), ("hidden", 8192)));

    [Fact]
    public void Llama2SevenBillion() => Assert.Equal(6_738_415_616, Count(
        LlamaForCausalLM.Architecture, ("vocabulary", 32000),
        ("D", 4096), ("layers", 32), ("heads", 32), ("keyValueHeads", 32), ("headDim", 128), ("hidden", 11008)));

    [Fact]
    public void MistralSevenBillion() => Assert.Equal(7_241_732_096, Count(
        MistralForCausalLM.Architecture, ("vocabulary", 32000),
        ("D", 4096), ("layers", 32), ("heads", 32), ("keyValueHeads", 8), ("headDim", 128), ("hidden", 14336), ("window", 4096)));

    [Fact]
    public void Qwen2HalfBillion() => Assert.Equal(494_032_768, Count(
        TiedQwen2ForCausalLM.Architecture, ("vocabulary", 151936),
        ("D", 896), ("layers", 24), ("heads", 14), ("keyValueHeads", 2), ("headDim", 64), ("hidden", 4864)));

    [Fact]
    public void Qwen3ZeroPointSixBillion() => Assert.Equal(596_049_920, Count(
        TiedQwen3ForCausalLM.Architecture, ("vocabulary", 151936),
        ("D", 1024), ("layers", 28), ("heads", 16), ("keyValueHeads", 8), ("headDim", 128), ("hidden", 3072)));

    [Fact]
    public void Phi3Mini() => Assert.Equal(3_821_079_552, Count(
        Phi3ForCausalLM.Architecture, ("vocabulary", 32064),
        ("D", 3072), ("layers", 32), ("heads", 32), ("keyValueHeads", 32), ("headDim", 96), ("hidden", 8192), ("window", 2047)));

    [Fact]
    public void RobertaBase() => Assert.Equal(124_697_433, Count(RobertaForMaskedLM.Architecture));

    [Fact]
    public void DistilBertBase() => Assert.Equal(66_362_880, Count(DistilBert.Architecture));

    [Fact]
    public void SmolLM() => Assert.Equal(134_515_008, Count(
        TiedLlamaForCausalLM.Architecture, ("vocabulary", 49152),
        ("D", 576), ("layers", 30), ("heads", 9), ("keyValueHeads", 3), ("headDim", 64), ("hidden", 1536)));

    private static long Count(Architecture architecture, params (string Name, long Value)[] given)
    {
        var values = new Dictionary<string, long>();
        foreach (var symbol in architecture.Symbols.Where(symbol => symbol.Default is not null))
        {
            values[symbol.Name] = symbol.Default!.Value;
        }

        foreach (var (name, value) in given)
        {
            values[name] = value;
        }

        return architecture.Layers.Sum(layer => SizeExpression.Evaluate(layer.Parameters, values));
    }
}
