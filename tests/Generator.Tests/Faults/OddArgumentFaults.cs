using System.Collections.Immutable;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Xunit;

namespace ModelGen.Generator.Tests;

/// <summary>Arguments that nobody means are told of, or work; neither the generator nor the analyzer fails, nor what they write.</summary>
public sealed class OddArgumentFaults
{
    [Theory]
    [InlineData("Reshape(null)")]
    [InlineData("Reshape((object)null!)")]
    [InlineData("Reshape(\"\")")]
    [InlineData("Reshape(1.5, \"B\")")]
    [InlineData("Reshape(long.MaxValue, long.MaxValue, \"B\")")]
    [InlineData("Reshape(\"B*B\", -1)")]
    [InlineData("Reshape(\"B/0\", -1)")]
    [InlineData("Permute(null)")]
    [InlineData("Permute")]
    [InlineData("Permute(int.MinValue, int.MaxValue)")]
    [InlineData("Rearrange(null)")]
    [InlineData("Rearrange(\"\")")]
    [InlineData("Rearrange(\"->\")")]
    [InlineData("Rearrange(\"b t->(b t) () 1\")")]
    [InlineData("Rearrange(\"class @t->@t class\")")]
    [InlineData("Rearrange(\"b (t n) -> b t n\", With = \"t = 1099511627776*1099511627776\")")]
    [InlineData("Rearrange(\"b t -> t b\", With = \"\")")]
    [InlineData("Squeeze(int.MinValue)")]
    [InlineData("Unsqueeze(int.MaxValue)")]
    [InlineData("Slice(Axis = 1, Start = long.MinValue)")]
    [InlineData("Slice(Axis = 1, End = long.MaxValue)")]
    [InlineData("Slice(Axis = 1, Start = \"0\")")]
    [InlineData("Slice(Axis = 1, Start = null!, End = 1.5)")]
    [InlineData("Slice(Axis = 1, Step = long.MaxValue)")]
    [InlineData("Repeat(null)")]
    [InlineData("Repeat(long.MaxValue, long.MaxValue), Rearrange(\"a b -> (a b)\")")]
    [InlineData("Expand(null)")]
    [InlineData("Expand(\"-1\", \"x\", \"B\", -1)")]
    [InlineData("Einsum(null)")]
    [InlineData("Einsum(\"\")")]
    [InlineData("Einsum(\"bt\", null)")]
    [InlineData("Einsum(\"bt\\\"->bt\")")]
    [InlineData("Einsum(\"bt->\")")]
    [InlineData("MatMul(null)")]
    [InlineData("Bilinear(null, null)")]
    [InlineData("StackStages(null, Axis = int.MinValue)")]
    [InlineData("Multiply((string)null!)")]
    [InlineData("Glu(Axis = int.MinValue)")]
    [InlineData("PRelu(NumParameters = null!)")]
    [InlineData("PRelu(InitialSlope = double.NegativeInfinity)")]
    [InlineData("Elu(Alpha = double.PositiveInfinity)")]
    [InlineData("Softplus(Beta = double.NaN)")]
    [InlineData("Max(Axis = int.MaxValue), Sum(Axis = -1)")]
    public async Task NothingFails(string layer)
    {
        foreach (var input in new[] { "\"B\", 4", "\"...\", 4", "\"B\"" })
        {
            ImmutableArray<Diagnostic> reported = await Diagnostics.Of([$"[Model, Input({input}), {layer}] public partial class Net;"]);
            Assert.All(reported.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error),
                diagnostic => Assert.StartsWith("MG", diagnostic.Id));
        }
    }
}
