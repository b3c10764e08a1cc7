using System;
using System.ComponentModel;
using System.Linq;
using System.Reflection;
using System.Threading.Tasks;
using ModelGen.Generator.Layers;
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
    public Task Translated(string layer, string message) =>
        Diagnostics.Verify($"[Model, Input(\"B\", 8), {{|MG0028:{layer}|}}, Relu] public partial class Net;", message);

    private const string Foreign = "lists its arguments in the order of another library: write ";

    /// <summary>Without them the compiler says only that no constructor takes so many arguments.</summary>
    [Theory]
    [InlineData("Linear(128, 10)", Foreign + "[Linear(10)], whose input size is inferred.")]
    [InlineData("Linear(128, 10, false)", Foreign + "[Linear(10, Bias = false)], whose input size is inferred.")]
    [InlineData("Linear(128, \"D\", Bias = false, Init = Init.Zeros)", Foreign + "[Linear(\"D\", Bias = false, Init = Zeros)], whose input size is inferred.")]
    [InlineData("Conv(64, new[] { 3, 3 }, 2)", Foreign + "[Conv(64, Kernel = new[] { 3, 3 }, Stride = 2)].")]
    [InlineData("Conv(3, 16)", Foreign + "[Conv(16, Kernel = 3)], whose input size is inferred.")]
    [InlineData("Conv(16, 3)", Foreign + "[Conv(16, Kernel = 3)].")]
    [InlineData("Conv(16, 3, Kernel = 5)", Foreign + "[Conv(3, Kernel = 5)], whose input size is inferred.")]
    [InlineData("Conv(3, 16, 5, 2, 1, Bias = false)", Foreign + "[Conv(16, Kernel = 5, Stride = 2, Padding = 1, Bias = false)], whose input size is inferred.")]
    [InlineData("ConvTranspose(16, 8, 4, 2, 1, 1)", Foreign + "[ConvTranspose(8, Kernel = 4, Stride = 2, Padding = 1, OutputPadding = 1)], whose input size is inferred.")]
    [InlineData("Embedding(100, 32, 0)", Foreign + "[Embedding(100, 32, PaddingIndex = 0)].")]
    [InlineData("Lstm(64, 128, 2)", Foreign + "[Lstm(128, NumLayers = 2)], whose input size is inferred.")]
    [InlineData("Bilinear(8, 8, 4)", Foreign + "[Bilinear(4)], whose input size is inferred.")]
    [InlineData("MultiHeadAttention(512, 8, 0.1)", Foreign + "[MultiHeadAttention(8, Dropout = 0.1)], whose input size is inferred.")]
    [InlineData("MultiHeadAttention(8, 64)", Foreign + "[MultiHeadAttention(8, HeadDim = 64)].")]
    [InlineData("TransformerEncoderLayer(512, 8, 2048, 0.1)", Foreign + "[TransformerEncoderLayer(8, 2048, Dropout = 0.1)], whose input size is inferred.")]
    [InlineData("FeedForward(512, 2048)", Foreign + "[FeedForward(2048)], whose input size is inferred.")]
    [InlineData("LayerNorm(512)", Foreign + "[LayerNorm].")]
    [InlineData("LayerNorm(512, 1e-6)", Foreign + "[LayerNorm(Eps = 1E-06)], whose input size is inferred.")]
    [InlineData("BatchNorm(64)", Foreign + "[BatchNorm].")]
    [InlineData("GroupNorm(8, 64)", Foreign + "[GroupNorm(8)].")]
    [InlineData("MaxPool(2, 2)", Foreign + "[MaxPool(2, Stride = 2)].")]
    [InlineData("MaxPool", Foreign + "[MaxPool(2)].")]
    [InlineData("AdaptiveAvgPool(1, 1)", Foreign + "[AdaptiveAvgPool(new[] { 1, 1 })].")]
    [InlineData("Pad(1, 2, 3, 4)", Foreign + "[Pad(Before = new[] { 3, 1 }, After = new[] { 4, 2 })].")]
    [InlineData("Softmax(1)", Foreign + "[Softmax(Axis = 1)].")]
    [InlineData("Mean(1, true)", Foreign + "[Mean(Axis = 1, KeepDim = true)].")]
    [InlineData("Select(1, -1)", Foreign + "[Select(Axis = 1, Index = -1)].")]
    [InlineData("Slice(1, 0, 5)", Foreign + "[Slice(Axis = 1, Start = 0, End = 5)].")]
    [InlineData("Flatten(1, -1)", Foreign + "[Flatten(StartAxis = 1, EndAxis = -1)].")]
    [InlineData("Relu(true)", Foreign + "[Relu].")]
    [InlineData("Gelu(\"tanh\")", Foreign + "[Gelu(Tanh = true)].")]
    [InlineData("LeakyRelu(0.2, true)", Foreign + "[LeakyRelu(NegativeSlope = 0.2)].")]
    [InlineData("Dropout(0.5, true)", Foreign + "[Dropout(0.5)].")]
    [InlineData("Linear", "lacks an argument: write [Linear(features)].")]
    [InlineData("Linear(In = 5)", "lacks an argument: write [Linear(features, In = 5)].")]
    [InlineData("Embedding(100)", "lacks an argument: write [Embedding(100, features)].")]
    [InlineData("Conv(Kernel = 3)", "lacks an argument: write [Conv(channels, Kernel = 3)].")]
    [InlineData("TransformerEncoderLayer(8)", "lacks an argument: write [TransformerEncoderLayer(8, hidden)].")]
    public Task ArgumentsAreTranslated(string layer, string message) => Diagnostics.Verify(
        $"[Model, Input(\"B\", 8), {{|MG0029:{layer}|}}, Relu] public partial class Net;",
        $"{layer.Replace("1e-6", "1E-06").Replace("Init.", "").Replace("new[] { 3, 3 }", "3, 3")} {message}");

    /// <summary>Of three numbers the first is the input's channels in PyTorch, and the filters in Keras.</summary>
    [Theory]
    [InlineData("3", "Conv(3, 16, 3)", "[Conv(16, Kernel = 3)], whose input size is inferred.")]
    [InlineData("64", "Conv(64, 3, 2)", "[Conv(3, Kernel = 2)], whose input size is inferred, or [Conv(64, Kernel = 3, Stride = 2)] if the last number is the stride, as in Keras.")]
    [InlineData("3", "Conv(64, 3, 2)", "[Conv(64, Kernel = 3, Stride = 2)], or [Conv(3, Kernel = 2)] if the first number is that of the input's channels, as in PyTorch.")]
    [InlineData("\"C\"", "Conv(64, 3, 2)", "[Conv(64, Kernel = 3, Stride = 2)], or [Conv(3, Kernel = 2)] if the first number is that of the input's channels, as in PyTorch.")]
    [InlineData("\"C\"", "Conv(64, 3, 3)", "[Conv(3, Kernel = 3)], whose input size is inferred, or [Conv(64, Kernel = 3, Stride = 3)] if the last number is the stride, as in Keras.")]
    [InlineData("3", "Conv(64, 3, 2, \"same\")", "[Conv(64, Kernel = 3, Stride = 2, Padding = \"same\")].")]
    public Task Three_numbers_of_a_convolution_are_read_as_they_fit_the_input(string channels, string layer, string message) =>
        Diagnostics.Verify(
            $"[Model, Input(\"B\", {channels}, 32, 32), {{|MG0029:{layer}|}}, Relu] public partial class Net;",
            $"{layer} {Foreign}{message}");

    /// <summary>The channels are those after the layer before, also where that is read from a list of another library.</summary>
    [Fact]
    public Task Channels_are_followed_from_layer_to_layer() => Diagnostics.Verify(
        """
        [Model, Input("B", 3, 32, 32)]
        [Conv(64, Kernel = 3), Relu, {|MG0029:Conv(64, 7, 2)|}, BatchNorm, {|MG0029:Conv(64, 3, 2)|}, {|MG0029:Conv(64, 9, 2)|}]
        public partial class Net;
        """,
        $"Conv(64, 7, 2) {Foreign}[Conv(7, Kernel = 2)], whose input size is inferred, "
            + "or [Conv(64, Kernel = 7, Stride = 2)] if the last number is the stride, as in Keras.",
        $"Conv(64, 3, 2) {Foreign}[Conv(64, Kernel = 3, Stride = 2)], "
            + "or [Conv(3, Kernel = 2)] if the first number is that of the input's channels, as in PyTorch.",
        $"Conv(64, 9, 2) {Foreign}[Conv(9, Kernel = 2)], whose input size is inferred, "
            + "or [Conv(64, Kernel = 9, Stride = 2)] if the last number is the stride, as in Keras.");

    /// <summary>Two arguments are what the attribute takes, but the heads come first.</summary>
    [Fact]
    public Task ATransformerLayerWithTheArgumentsOfPyTorch() => Diagnostics.Verify(
        """[Model, Input("B", "T", 512), {|MG0029:TransformerEncoderLayer(512, 8, NormFirst = true)|}, Linear(4)] public partial class Net;""",
        "TransformerEncoderLayer(512, 8, NormFirst = true) has 512 heads, which come before the hidden width, "
            + "and the number of features is inferred: "
            + "write [TransformerEncoderLayer(8, 2048, NormFirst = true)], with the hidden width that you want.");

    /// <summary>An array for each axis is one argument, whatever it is an array of.</summary>
    [Fact]
    public Task ArraysAreOneArgument() => Diagnostics.Verify(
        """
        [Model, Input("B", 3, 32, 32)]
        [Conv(8, Kernel = new[] { 3, 5 }), MaxPool(new[] { "2", "1" }), Pad(new[] { "1", "1" }), AvgPool(new object[] { 2, "2" }), AdaptiveAvgPool(new[] { 1, 1 }), Flatten, Linear(10)]
        public partial class Net;
        """);

    [Fact]
    public void EveryRewrittenListIsOfAnAttribute() => Assert.All(ForeignArgumentList.All, layer =>
        Assert.Contains(
            typeof(LayerAttribute).Assembly.GetType($"ModelGen.{layer.Kind}Attribute")!.GetConstructors(),
            constructor => constructor.GetParameters() is [.., { } last]
                && ForeignArguments.IsFor(last.Name!, last.ParameterType == typeof(object[]))));

    [Fact]
    public void EveryHiddenConstructorIsInTheTable() => Assert.Equal(
        ForeignArgumentList.All.Select(layer => layer.Kind).Order(),
        typeof(LayerAttribute).Assembly.GetTypes()
            .Where(type =>
                type.GetConstructors().Any(constructor => constructor.GetCustomAttribute<EditorBrowsableAttribute>() is not null))
            .Select(type => type.Name[..^"Attribute".Length])
            .Order());

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
        Assert.All(ForeignLayers.All, layer => Assert.True(
            table.Contains($"`{layer.Name}`", StringComparison.Ordinal) || table.Contains($"`{layer.Name}(", StringComparison.Ordinal),
            layer.Name));
    }
}
