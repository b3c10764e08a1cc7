using System.Runtime.CompilerServices;
using System.Threading.Tasks;
using Xunit;

namespace ModelGen.Generator.Tests;

/// <summary>The code of layers that join several tensors.</summary>
public sealed class JoiningLayerTests
{
    [Fact]
    public Task Residual() => Verify("""
        [Model, Input("B", "D")]
        [Linear("D"), Residual]
        public partial class Net;
        """);

    [Fact]
    public Task Add() => Verify("""
        [Model]
        public partial class Net
        {
            [Input("B", "T", "D")] Stage a;
            [Input("B", "T", "D")] Stage b;
            [Input("D")] Stage bias;
            [From(nameof(a), nameof(b)), Add(nameof(bias), Broadcast = true)] Stage sum;
        }
        """);

    [Fact]
    public Task Concat() => Verify("""
        [Model]
        public partial class Net
        {
            [Input("B", "A", 4)] Stage a;
            [Input("B", "C", 4)] Stage c;
            [From(nameof(a), nameof(c)), Concat(nameof(a), Axis = 1)] Stage joined;
        }
        """);

    [Fact]
    public Task Multiply() => Verify("""
        [Model]
        public partial class Net
        {
            [Input("B", "T", "D")] Stage x;
            [Linear("D"), Sigmoid] Stage gate;
            [From(nameof(x)), Linear("D"), Multiply(nameof(gate), nameof(x))] Stage gated;
        }
        """);

    [Fact]
    public Task Multiply_Stretched() => Verify("""
        [Model]
        public partial class Net
        {
            [Input("B", "C", "H", "W")] Stage x;
            [Mean(Axis = -1), Mean(Axis = -1), Linear("C"), Sigmoid, Unsqueeze(-1), Unsqueeze(-1)] Stage scale;
            [From(nameof(x)), Multiply(nameof(scale), Broadcast = true)] Stage scaled;
        }
        """);

    [Fact]
    public Task Subtract() => Verify("""
        [Model]
        public partial class Net
        {
            [Input("B", "D")] Stage x;
            [Linear("D"), Relu, Subtract(nameof(x))] Stage change;
            [From(nameof(x), nameof(change)), Subtract] Stage rest;
        }
        """);

    [Fact]
    public Task StackStages() => Verify("""
        [Model]
        public partial class Net
        {
            [Input("B", "D")] Stage a;
            [Input("B", "D")] Stage b;
            [From(nameof(a)), StackStages(nameof(b), nameof(a))] Stage first;
            [From(nameof(a), nameof(b)), StackStages(Axis = -1), Output] Stage last;
            [From(nameof(first)), Output] Stage again;
        }
        """);

    [Fact]
    public Task MatMul() => Verify("""
        [Model]
        public partial class Net
        {
            [Input("B", "T", "D")] Stage q;
            [Input("B", "S", "D")] Stage k;
            [From(nameof(q)), Linear(8)] Stage queries;
            [From(nameof(k)), Linear(8)] Stage keys;
            [From(nameof(queries)), MatMul(nameof(keys), TransposeOther = true), Softmax] Stage weights;
            [MatMul(nameof(k))] Stage read;
        }
        """);

    [Fact]
    public Task MatMul_Stretched() => Verify("""
        [Model]
        public partial class Net
        {
            [Input("N", "N")] Stage graph;
            [Input("B", "N", "D")] Stage nodes;
            [From(nameof(graph), nameof(nodes)), MatMul(Transpose = true, Broadcast = true)] Stage spread;
        }
        """);

    [Fact]
    public Task Einsum() => Verify("""
        [Model]
        public partial class Net
        {
            [Input("B", "Q", "D")] Stage q;
            [Input("B", "K", "D")] Stage k;
            [From(nameof(q), nameof(k)), Einsum("bqd,bkd->bqk")] Stage scores;
            [Softmax, Einsum("b q k, b k d -> b q d", nameof(k)), Einsum("...ij->...ji")] Stage read;
        }
        """);

    private static Task Verify(string source, [CallerMemberName] string test = "") =>
        Snapshot.Verify(Compile.Generate(source), method: test);
}
