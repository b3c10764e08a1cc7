using System.Threading.Tasks;
using Xunit;

namespace ModelGen.Ide.Tests.Fixes;

/// <summary>Fixes that insert, move and remove layers.</summary>
public sealed class LayerFixTests
{
    [Fact]
    public Task FlattenBeforeAWidthThatCountsAMap() => CodeFix.Verify(
        "MG0102",
        "Insert Flatten before Linear",
        """
        /// <summary>Documented.</summary>
        [Model]
        [Input("B", 256, 6, 6)]     // a map
        // the head
        [Linear(10, In = 9216)]     // scores
        public partial class Net;
        """,
        """
        /// <summary>Documented.</summary>
        [Model]
        [Input("B", 256, 6, 6)]     // a map
        // the head
        [Flatten]
        [Linear(10, In = 9216)]     // scores
        public partial class Net;
        """);

    [Fact]
    public Task FlattenForTheOutput() => CodeFix.Verify(
        "MG0109",
        "Insert Flatten after AdaptiveAvgPool",
        """
        [Model, Input("B", 3, "H", "W")]
        [Conv(8, Kernel = 3, Padding = 1), AdaptiveAvgPool(2)]
        [Output("B", 32)]
        public partial class Net;
        """,
        """
        [Model, Input("B", 3, "H", "W")]
        [Conv(8, Kernel = 3, Padding = 1), AdaptiveAvgPool(2), Flatten]
        [Output("B", 32)]
        public partial class Net;
        """);

    [Theory]
    [InlineData("Flatten")]
    [InlineData("GlobalAvgPool")]
    public Task LinearOverAMap(string layer) => CodeFix.VerifyAll(
        "MG0207",
        $"Insert {layer} before Linear",
        """
        [Model, Input("B", 3, 8, 8)]
        public partial class Net
        {
            [Conv(8, Kernel = 3), Relu, Linear(10)] Stage a;

            [Output]
            [From("input")]
            [Conv(8, Kernel = 3)]
            [Linear(10)]    // scores
            Stage b;

            [Output, From("input"),
             Conv(8, Kernel = 3),   // map
             Linear(10),            // scores
             Relu]
            Stage c;
        }
        """.Replace("[Conv(8, Kernel = 3), Relu, Linear(10)] Stage a", "[Output, Conv(8, Kernel = 3), Relu, Linear(10)] Stage a"),
        $$"""
        [Model, Input("B", 3, 8, 8)]
        public partial class Net
        {
            [Output, Conv(8, Kernel = 3), Relu, {{layer}}, Linear(10)] Stage a;

            [Output]
            [From("input")]
            [Conv(8, Kernel = 3)]
            [{{layer}}]
            [Linear(10)]    // scores
            Stage b;

            [Output, From("input"),
             Conv(8, Kernel = 3),   // map
             {{layer}},
             Linear(10),            // scores
             Relu]
            Stage c;
        }
        """);

    [Fact]
    public Task ProjectionToTheWidth() => CodeFix.Verify(
        "MG0106",
        "Insert Linear(\"D\") before Residual",
        """
        [Model, Input("B", "T", "D")]
        public partial class Net
        {
            [Linear("4*D"), Relu, Residual, LayerNorm]
            Stage feedForward;
        }
        """,
        """
        [Model, Input("B", "T", "D")]
        public partial class Net
        {
            [Linear("4*D"), Relu, Linear("D"), Residual, LayerNorm]
            Stage feedForward;
        }
        """);

    [Fact]
    public Task ProjectionToTheChannels() => CodeFix.Verify(
        "MG0106",
        "Insert Conv(16, Kernel = 1) before Residual",
        """
        [Model]
        [Input("B", 16, "H", "W")]
        [Conv(64, Kernel = 3, Padding = 1)]
        [Relu]
        [Residual]
        public partial class Net;
        """,
        """
        [Model]
        [Input("B", 16, "H", "W")]
        [Conv(64, Kernel = 3, Padding = 1)]
        [Relu]
        [Conv(16, Kernel = 1)]
        [Residual]
        public partial class Net;
        """);

    [Fact]
    public Task ProjectionsAtOnce() => CodeFix.VerifyAll(
        "MG0106",
        "Insert Linear(8) before Residual",
        """
        [Model, Input("B", 8), Linear(32), Relu, Residual] public partial class A;
        [Model] [Input("B", 8)] [Linear(16)] [Residual] [Relu] public partial class B;
        """,
        """
        [Model, Input("B", 8), Linear(32), Relu, Linear(8), Residual] public partial class A;
        [Model] [Input("B", 8)] [Linear(16)] [Linear(8)] [Residual] [Relu] public partial class B;
        """);

    [Fact]
    public async Task NoProjectionWhereMoreThanTheWidthDiffers() => Assert.Empty(await CodeFix.Titles(
        "MG0106",
        """[Model, Input("B", 16, 8, 8), Conv(32, Kernel = 3), Residual] public partial class Net;"""));

    [Fact]
    public Task ProjectionBeforeASum() => CodeFix.Verify(
        "MG0112",
        "Insert Linear(8) before Add",
        """
        [Model, Input("B", 8)]
        public partial class Net
        {
            [Linear(8), Relu] Stage a;
            [Linear(4), Add(nameof(a))] Stage b;
        }
        """,
        """
        [Model, Input("B", 8)]
        public partial class Net
        {
            [Linear(8), Relu] Stage a;
            [Linear(4), Linear(8), Add(nameof(a))] Stage b;
        }
        """);

    [Fact]
    public Task ProjectionToTheEmbedding() => CodeFix.Verify(
        "MG0102",
        "Insert Linear(16) before TiedLinear",
        """
        [Model, Input("B", "T", Type = DType.Int64)]
        [Embedding(100, 16)]
        [Lstm(32)]
        [TiedLinear("embedding")]
        public partial class Net;
        """,
        """
        [Model, Input("B", "T", Type = DType.Int64)]
        [Embedding(100, 16)]
        [Lstm(32)]
        [Linear(16)]
        [TiedLinear("embedding")]
        public partial class Net;
        """);

    [Theory]
    [InlineData("Remove Gelu", "[Linear(8), Relu, Linear(4)]")]
    [InlineData("Remove Relu", "[Linear(8), Gelu, Linear(4)]")]
    public Task OneOfTwoActivations(string title, string expected) => CodeFix.Verify(
        "MG0203",
        title,
        """
        [Model, Input("B", 8)]
        [Linear(8), Relu, Gelu, Linear(4)]
        public partial class Net;
        """,
        $$"""
        [Model, Input("B", 8)]
        {{expected}}
        public partial class Net;
        """);

    [Fact]
    public Task ManyActivationsAtOnce() => CodeFix.VerifyAll(
        "MG0203",
        "Remove Gelu",
        """
        [Model]
        [Input("B", 8)]
        // first
        [Linear(8)]
        [Relu]   // keeps what is positive
        // remains
        [Gelu]   // goes with it
        [Silu]
        [Linear(4), Relu, Tanh,
         Linear(4),
         Relu,
         Sigmoid,
         Tanh]
        public partial class Net;
        """,
        """
        [Model]
        [Input("B", 8)]
        // first
        [Linear(8)]
        [Relu]   // keeps what is positive
        // remains
        [Linear(4), Relu,
         Linear(4),
         Relu]
        public partial class Net;
        """);

    [Theory]
    [InlineData("Softmax(Axis = -1)")]
    [InlineData("LogSoftmax")]
    public Task SoftmaxBeforeCrossEntropy(string softmax) => CodeFix.Verify(
        "MG0202",
        $"Remove {softmax}",
        $$"""
        [Model, Input("B", 8)]
        [Linear(4)]
        [{{softmax}}]
        [CrossEntropyLoss]
        public partial class Net;
        """,
        """
        [Model, Input("B", 8)]
        [Linear(4)]
        [CrossEntropyLoss]
        public partial class Net;
        """);

    [Fact]
    public Task SoftmaxOfStages() => CodeFix.VerifyAll(
        "MG0202",
        "Remove Softmax",
        """
        [Model, Input("B", 8), CrossEntropyLoss]
        public partial class A
        {
            [Linear(4), Softmax] Stage scores;
        }

        [Model, Input("B", 8), BceWithLogitsLoss]
        public partial class B
        {
            [Linear(4)]
            [Sigmoid]
            Stage scores;
        }
        """,
        """
        [Model, Input("B", 8), CrossEntropyLoss]
        public partial class A
        {
            [Linear(4)] Stage scores;
        }

        [Model, Input("B", 8), BceWithLogitsLoss]
        public partial class B
        {
            [Linear(4)]
            Stage scores;
        }
        """);

    [Fact]
    public Task ActivationBeforeCrossEntropy() => CodeFix.Verify(
        "MG0209",
        "Remove Relu",
        """[Model, Input("B", 8), Linear(4), Relu, CrossEntropyLoss] public partial class Net;""",
        """[Model, Input("B", 8), Linear(4), CrossEntropyLoss] public partial class Net;""");

    [Fact]
    public Task LogarithmsForTheLoss() => CodeFix.Verify(
        "MG0210",
        "Insert LogSoftmax after Linear",
        """[Model, Input("B", 8), Linear(4), NllLoss] public partial class Net;""",
        """[Model, Input("B", 8), Linear(4), LogSoftmax, NllLoss] public partial class Net;""");

    [Fact]
    public Task DropoutAfterBatchNormLineByLine() => CodeFix.Verify(
        "MG0205",
        "Move Dropout after BatchNorm",
        """
        [Model]
        [Input("B", 8)]
        // regularised
        [Dropout(0.1)]  // a tenth
        [BatchNorm]     // learned
        [Linear(4)]
        public partial class Net;
        """,
        """
        [Model]
        [Input("B", 8)]
        [BatchNorm]     // learned
        // regularised
        [Dropout(0.1)]  // a tenth
        [Linear(4)]
        public partial class Net;
        """);

    [Fact]
    public Task DropoutAfterBatchNormInLists() => CodeFix.VerifyAll(
        "MG0205",
        "Move Dropout after BatchNorm",
        """
        [Model, Input("B", 8)]
        public partial class Net
        {
            private const double P = 0.1;

            [Linear(4, Bias = false), Dropout(P), BatchNorm, Relu] Stage a;
            [Linear(4), Relu, Dropout(P)]
            [BatchNorm]
            Stage b;
        }
        """,
        """
        [Model, Input("B", 8)]
        public partial class Net
        {
            private const double P = 0.1;

            [Linear(4, Bias = false), BatchNorm, Dropout(P), Relu] Stage a;
            [Linear(4), Relu]
            [BatchNorm]
            [Dropout(P)]
            Stage b;
        }
        """);

    [Fact]
    public Task ActivationBetweenLinearLayers() => CodeFix.Verify(
        "MG0206",
        "Insert Relu before Linear",
        """
        [Model, Input("B", 8)]
        public partial class Net
        {
            [Linear(8)]
            Stage a;

            [Linear(4)]
            Stage b;
        }
        """,
        """
        [Model, Input("B", 8)]
        public partial class Net
        {
            [Linear(8)]
            Stage a;

            [Relu, Linear(4)]
            Stage b;
        }
        """);

    [Fact]
    public Task PoolingOfAMapThatRanOut() => CodeFix.Verify(
        "MG0104",
        "Remove MaxPool(2)",
        """
        [Model, Input("B", 3, 4, 4)]
        [MaxPool(2), MaxPool(2)]
        [MaxPool(2)]
        public partial class Net;
        """,
        """
        [Model, Input("B", 3, 4, 4)]
        [MaxPool(2), MaxPool(2)]
        public partial class Net;
        """);

    [Fact]
    public Task ChannelsAfterFeatures() => CodeFix.Verify(
        "MG0208",
        "Insert Permute(0, 2, 1) before Conv",
        """[Model, Input("B", 20, Type = DType.Int64), Embedding(100, 8), Conv(4, Kernel = 3)] public partial class Net;""",
        """[Model, Input("B", 20, Type = DType.Int64), Embedding(100, 8), Permute(0, 2, 1), Conv(4, Kernel = 3)] public partial class Net;""");

    [Fact]
    public Task LayersWithoutEffect() => CodeFix.VerifyAll(
        "MG0201",
        "Remove Cast(Float)",
        """
        [Model]
        [Cast(DType.Float)] [Input("B", 8)]
        [Linear(4)]
        [Relu] [Cast(DType.Float)]
        public partial class Net;
        """,
        """
        [Model]
        [Input("B", 8)]
        [Linear(4)]
        [Relu]
        public partial class Net;
        """);
}
