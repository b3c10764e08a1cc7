using System.Threading.Tasks;
using ModelGen.CodeFixes.Refactorings;
using Xunit;

namespace ModelGen.Ide.Tests.Refactorings;

/// <summary>What a chain is as stages.</summary>
public sealed class ChainToStagesTests
{
    [Fact]
    public Task AStageForEachLayerWithWeights() => Verify(
        """
        /// <summary>Digits.</summary>
        [Model, Input("B", 1, 28, 28)]
        [Conv(8, Kernel = 3, Name = "edges"), Relu, Flatten]
        [Dropout, Linear(10)]
        [Output("B", 10), CrossEntropyLoss]
        public sealed partial class $$Net;
        """,
        """
        /// <summary>Digits.</summary>
        [Model, Input("B", 1, 28, 28)]
        [Output("B", 10), CrossEntropyLoss]
        public sealed partial class Net
        {
            [Conv(8, Kernel = 3, Name = "edges"), Relu, Flatten, Dropout]
            Stage edges;

            [Linear(10)]
            Stage linear;
        }
        """);

    [Fact]
    public Task ReferencesNameTheStage() => Verify(
        """
        [Model, Input("B", "T", Type = DType.Int64)]
        [Embedding(100, 16, Init = Init.Normal), Linear(16), Relu, Linear(16), Add("linear"), TiedLinear("embedding")]
        public partial class $$Net
        {
            public const int Classes = 100;
        }
        """,
        """
        [Model, Input("B", "T", Type = DType.Int64)]
        public partial class Net
        {
            [Embedding(100, 16, Init = Init.Normal)]
            Stage embedding;

            [Linear(16), Relu]
            Stage linear;

            [Linear(16), Add("linear.linear"), TiedLinear("embedding.embedding")]
            Stage linear2;

            public const int Classes = 100;
        }
        """);

    [Fact]
    public Task AResidualOfTheFirstStageStays() => Verify(
        """
        [Model, Input("B", "D")]
        [Linear("D"), Residual, Relu, Linear(4)]
        public partial class $$Net;
        """,
        """
        [Model, Input("B", "D")]
        public partial class Net
        {
            [Linear("D"), Residual, Relu]
            Stage linear;

            [Linear(4)]
            Stage linear2;
        }
        """);

    [Theory]
    [InlineData("[Linear(8), Relu, Linear(3), Residual]")] // it adds the chain's start
    [InlineData("[Linear(8)] /* wide */ [Relu]")] // the comment would be lost
    [InlineData("[Linear(8), Relu(When = false)]")]
    public Task Refused(string layers) =>
        Refactor.Refused(new ChainToStagesRefactoring(), $"[Model, Input(\"B\", 3)]\n{layers}\npublic partial class $$Net;");

    [Fact]
    public Task StagesAreNoChain() => Refactor.Refused(new ChainToStagesRefactoring(),
        "[Model, Input(\"B\", 3)]\npublic partial class $$Net { [Linear(3)] Stage linear; }");

    private static async Task Verify(string marked, string expected) =>
        Assert.Equal(ChainToStagesRefactoring.Title, await Refactor.Verify(new ChainToStagesRefactoring(), marked, expected));
}
