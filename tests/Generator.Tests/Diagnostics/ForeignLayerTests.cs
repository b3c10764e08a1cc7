using System;
using System.Threading.Tasks;
using ModelGen.Generator.Repairs;
using Xunit;

namespace ModelGen.Generator.Tests;

/// <summary>Names of layers of PyTorch and Keras are translated, and the compiler has nothing to say besides.</summary>
public sealed class ForeignLayerTests
{
    [Theory]
    [InlineData("Dense(4)", "'Dense' is a layer of another library, which is Linear here: write [Linear(4)].")]
    [InlineData("Dense(4, activation = \"relu\", use_bias = false)", "'Dense' is a layer of another library, which is Linear here: write [Linear(4, Bias = false), Relu].")]
    [InlineData("LSTM(8, 16, num_layers = 2, batch_first = true)", "'LSTM' is a layer of another library, which is Lstm here: write [Lstm(16, NumLayers = 2)].")]
    [InlineData("LSTM(16)", "'LSTM' is a layer of another library, which is Lstm here: write [Lstm(16)], which gives every step; Select(Axis = 1, Index = -1) after it takes the last one, as Keras does.")]
    [InlineData("Conv2d(3, 16, 5, 2, padding = 1)", "'Conv2d' is a layer of another library, which is Conv here: write [Conv(16, Kernel = 5, Stride = 2, Padding = 1)].")]
    [InlineData("Conv2d(16, 3)", "'Conv2d' is a layer of another library, which is Conv here: write [Conv(16, Kernel = 3)].")]
    [InlineData("Conv2D(16, 3, strides = 2, padding = \"same\")", "'Conv2D' is a layer of another library, which is Conv here: write [Conv(16, Kernel = 3, Stride = 2, Padding = \"same\")].")]
    [InlineData("Conv2d(3, 16, new[] { 3, 5 })", "'Conv2d' is a layer of another library, which is Conv here: write [Conv(16, Kernel = new[] { 3, 5 })].")]
    [InlineData("MaxPooling2D", "'MaxPooling2D' is a layer of another library, which is MaxPool here: write [MaxPool(2)].")]
    [InlineData("BatchNorm2d(64)", "'BatchNorm2d' is a layer of another library, which is BatchNorm here: write [BatchNorm].")]
    [InlineData("MultiheadAttention(512, 8)", "'MultiheadAttention' is a layer of another library, which is MultiHeadAttention here: write [MultiHeadAttention(8)].")]
    [InlineData("GlobalAveragePooling1D", "'GlobalAveragePooling1D' is a layer of another library, which is Mean here: write [Mean(Axis = 1)].")]
    [InlineData("ReLU", "'ReLU' is a layer of another library, which is Relu here: write [Relu].")]
    [InlineData("Activation(\"tanh\")", "'Activation' is a layer of another library, which is Tanh here: write [Tanh].")]
    public Task Translated(string layer, string message) => Diagnostics.Verify($"[Model, Input(\"B\", 8), {{|MG0028:{layer}|}}, Relu] public partial class Net;", message);

    [Fact]
    public Task OnStagesAndInSeveralModels() => Diagnostics.Verify(
        """
        [Model, Input("B", 8)]
        public partial class A
        {
            [{|MG0028:Dense(4)|}, {|MG0028:ReLU|}] Stage hidden;
            [Linear(4)] Stage y;
        }

        [Model, Input("B", 8), {|MG0028:Dense(2, activation = "tanh")|}]
        public partial class B;
        """);

    /// <summary>An attribute of one's own is what it is.</summary>
    [Fact]
    public Task OtherAttributesOfTheseNames() => Diagnostics.Verify(
        """
        [System.AttributeUsage(System.AttributeTargets.All)]
        public sealed class DenseAttribute : System.Attribute;

        [Model, Input("B", 8), Dense, Linear(4)]
        public partial class Net;
        """);

    [Fact]
    public void TheVocabularyListsEveryName()
    {
        string table = Document.Read("docs/vocabulary.md").Split("## Names in PyTorch and Keras")[1];
        Assert.All(ForeignLayers.All, layer => Assert.True(table.Contains($"`{layer.Name}`", StringComparison.Ordinal) || table.Contains($"`{layer.Name}(", StringComparison.Ordinal), layer.Name));
    }
}
