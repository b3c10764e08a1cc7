using System.Threading.Tasks;
using Xunit;

namespace ModelGen.Generator.Tests;

/// <summary>Every tensor that a call makes is disposed at its last use; memory that others may look at is never written.</summary>
public sealed class LifetimeTests
{
    [Fact]
    public Task OwnedTemporariesAreOverwritten() => Verify("""
        [Model, Input("B", 8)]
        [Linear(8), Dropout(0.1), Relu, Residual, Tanh]
        public partial class Net;
        """);

    [Fact]
    public Task TheInputIsNot() => Verify("""
        [Model, Input("B", 8)]
        [Dropout(0.1), Relu, Residual]
        public partial class Net;
        """);

    [Fact]
    public Task TheInputIsNotThroughDropout() => Verify("""
        [Model, Input("B", 8)]
        [Dropout(0.1), Residual]
        public partial class Net;
        """);

    [Fact]
    public Task TheInputIsNotThroughViews() => Verify("""
        [Model, Input("B", "T", 8)]
        [Select(Axis = 1, Index = 0), Flatten, Relu]
        public partial class Net;
        """);

    [Fact]
    public Task WhatAnotherStageReadsIsNot() => Verify("""
        [Model, Input("B", 8)]
        public partial class Net
        {
            [Linear(8)] Stage first;
            [Relu] Stage second;
            [Add(nameof(first)), Sigmoid] Stage third;
        }
        """);

    [Fact]
    public Task WhatIsReturnedIsNot() => Verify("""
        [Model, Input("B", 8)]
        public partial class Net
        {
            [Linear(8), Output] Stage first;
            [Dropout, Relu, Output] Stage second;
        }
        """);

    [Fact]
    public Task ViewsOfOwnedTemporariesAre() => Verify("""
        [Model, Input("B", 2, 8)]
        [Linear(4), Flatten, Relu, Linear(2)]
        public partial class Net;
        """);

    [Fact]
    public Task AViewThatIsReadLaterIsNot() => Verify("""
        [Model, Input("B", 2, 8)]
        public partial class Net
        {
            [Linear(4)] Stage projected;
            [Flatten] Stage flat;
            [From(nameof(projected)), Relu, Flatten, Add(nameof(flat))] Stage sum;
        }
        """);

    [Fact]
    public Task WhatABlockReturnsIsNot() => Verify("""
        [Model, Input("B", 8), Block<Pass>, Relu, Block<Pass>(2), Relu]
        public partial class Net;

        [Model, Input("B", 8), Dropout]
        public partial class Pass;
        """);

    [Fact]
    public Task OneTensorTwice() => Verify("""
        [Model, Input("B", 8)]
        public partial class Net
        {
            [Linear(8)] Stage a;
            [From(nameof(a), nameof(a)), Add] Stage doubled;
            [From(nameof(doubled), nameof(doubled)), Concat] Stage joined;
        }
        """);

    [Fact]
    public Task BroadcastSumsGrow() => Verify("""
        [Model]
        public partial class Net
        {
            [Input("B", 1, 8)] Stage row;
            [Input(4, 8)] Stage column;
            [From(nameof(row)), Linear(8)] Stage a;
            [From(nameof(column)), Linear(8)] Stage b;
            [From(nameof(a), nameof(b)), Add(Broadcast = true)] Stage sum;
        }
        """);

    [Fact]
    public Task UnusedStatesAreDisposed() => Verify("""
        [Model, Input("B", "T", 8)]
        public partial class Net
        {
            [Lstm(8)] Stage encoded;
            [From(nameof(encoded) + ".last"), Relu, Output] Stage last;
            [From(nameof(encoded) + ".c"), Output] Stage cell;
        }
        """);

    [Fact]
    public Task LastReadByAResidualOfAnotherStage() => Verify("""
        [Model, Input("B", 8)]
        public partial class Net
        {
            [Linear(8), Relu] Stage start;
            [Linear(16), Gelu, Linear(8), Residual] Stage first;
            [Linear(16), Gelu, Linear(8), Residual] Stage second;
        }
        """);

    private static Task Verify(string source, [System.Runtime.CompilerServices.CallerMemberName] string test = "") =>
        Snapshot.Verify(Compile.Generate(source), method: test);
}
