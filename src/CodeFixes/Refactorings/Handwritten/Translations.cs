using System.Collections.Generic;
using System.Linq;

namespace ModelGen.CodeFixes.Refactorings.Handwritten;

/// <summary>The modules, functions and methods of TorchSharp that have an equivalent layer.</summary>
internal static class Translations
{
    private static readonly ArgumentRule InPlace = new("inplace", Form.InPlace);
    private static readonly ArgumentRule Axis = new("dim", Form.Integer, "Axis", "-1");
    private static readonly ArgumentRule Eps = new("eps", Form.Setting, "Eps", "1E-05");

    private static readonly Dictionary<string, Translation> Modules = CreateModules();
    private static readonly Dictionary<string, Translation> Functions = CreateFunctions();
    private static readonly Dictionary<string, Translation> Methods = CreateMethods();

    /// <summary>What <c>torch.nn.<paramref name="factory"/>(…)</c> creates.</summary>
    public static Translation? Module(string factory) => Find(Modules, factory);

    /// <summary>What <c>torch.nn.functional.<paramref name="function"/>(x, …)</c> computes.</summary>
    public static Translation? Function(string function) => Find(Functions, function);

    /// <summary>What <c>x.<paramref name="method"/>(…)</c> and <c>torch.<paramref name="method"/>(x, …)</c> compute.</summary>
    public static Translation? Method(string method) => Find(Methods, method);

    private static Translation? Find(Dictionary<string, Translation> table, string name) =>
        table.TryGetValue(name, out var found) ? found : null;

    private static Dictionary<string, Translation> CreateModules()
    {
        Dictionary<string, Translation> table = new()
        {
            ["Linear"] = new("Linear",
            [
                new("inputSize", Form.Width), new("outputSize", Form.Size), new("hasBias", Form.Flag, "Bias", "true"),
            ]) { HasWeights = true },
            ["Embedding"] = new("Embedding",
            [
                new("num_embeddings", Form.Size), new("embedding_dims", Form.Size),
                new("padding_idx", Form.Integer, "PaddingIndex", "null"),
            ]) { HasWeights = true },
            ["LayerNorm"] = new("LayerNorm",
            [
                new("normalized_shape", Form.Width), Eps, new("elementwise_affine", Form.Flag, "Affine", "true"),
                new("bias", Form.Flag, "Bias", "true"),
            ]) { HasWeights = true },
            ["GroupNorm"] = new("GroupNorm",
            [
                new("num_groups", Form.Size), new("num_channels", Form.Width), Eps, new("affine", Form.Flag, "Affine", "true"),
            ]) { HasWeights = true, WidthAxis = 1 },
            ["RNN"] = Recurrent("Rnn", new ArgumentRule("nonLinearity", Form.Enum, "Nonlinearity", "Nonlinearity.Tanh")),
            ["LSTM"] = Recurrent("Lstm"),
            ["GRU"] = Recurrent("Gru"),
            ["Dropout"] = new("Dropout", [new("p", Form.Setting, null, "0.5"), InPlace]),
            ["Dropout2d"] = new("Dropout2d", [new("p", Form.Setting, null, "0.5"), InPlace]) { SpatialAxes = 2 },
            ["Flatten"] = new("Flatten", [new("start_dim", Form.Integer, "StartAxis", "1"), new("end_dim", Form.Integer, "EndAxis", "-1")]),
            ["Softmax"] = new("Softmax", [Axis]),
            ["LogSoftmax"] = new("LogSoftmax", [Axis]),
            ["ReLU"] = new("Relu", [InPlace]),
            ["ReLU6"] = new("Relu6", [InPlace]),
            ["GELU"] = new("Gelu", [new("approximate", Form.Enum, "Tanh", "none"), InPlace]),
            ["SiLU"] = new("Silu", [InPlace]),
            ["Tanh"] = new("Tanh", [InPlace]),
            ["Sigmoid"] = new("Sigmoid", [InPlace]),
            ["LeakyReLU"] = new("LeakyRelu", [new("negative_slope", Form.Real, "NegativeSlope", "0.01"), InPlace]),
            ["ELU"] = new("Elu", [new("alpha", Form.Real, "Alpha", "1"), InPlace]),
            ["Mish"] = new("Mish", [InPlace]),
            ["Hardswish"] = new("Hardswish", [InPlace]),
            ["Softplus"] = new("Softplus", [new("beta", Form.Real, "Beta", "1"), new("threshold", Form.Real, "Threshold", "20")]),
            ["GLU"] = new("Glu", [Axis]),
            ["PReLU"] = new("PRelu",
            [
                new("num_parameters", Form.Size, "NumParameters", "1"), new("init", Form.Real, "InitialSlope", "0.25"),
            ]) { HasWeights = true },
            ["PixelShuffle"] = new("PixelShuffle", [new("upscale_factor", Form.Integer)]),
        };
        foreach (var axes in Enumerable.Range(1, 3))
        {
            table[$"BatchNorm{axes}d"] = new("BatchNorm",
                [
                    new("num_features", Form.Width), Eps, new("momentum", Form.Real, "Momentum", "0.1"),
                    new("affine", Form.Flag, "Affine", "true"),
                    new("track_running_stats", Form.Flag, "TrackRunningStats", "true"),
                ]) { HasWeights = true, WidthAxis = 1, SpatialAxes = axes == 1 ? -1 : axes };
            table[$"Conv{axes}d"] = Convolution("Conv", axes);
            table[$"ConvTranspose{axes}d"] = Convolution("ConvTranspose", axes);
            table[$"MaxPool{axes}d"] = Pool("MaxPool", axes);
            table[$"AvgPool{axes}d"] = Pool("AvgPool", axes);
            table[$"AdaptiveAvgPool{axes}d"] = new("AdaptiveAvgPool", [new("output_size", Form.Sizes)]) { SpatialAxes = axes };
        }

        return table;
    }

    private static Dictionary<string, Translation> CreateFunctions()
    {
        var table = new[]
        {
            ("relu", "ReLU"), ("relu6", "ReLU6"), ("gelu", "GELU"), ("silu", "SiLU"), ("tanh", "Tanh"),
            ("sigmoid", "Sigmoid"), ("leaky_relu", "LeakyReLU"),
            ("elu", "ELU"), ("mish", "Mish"), ("hardswish", "Hardswish"), ("softmax", "Softmax"),
            ("log_softmax", "LogSoftmax"), ("max_pool1d", "MaxPool1d"),
            ("max_pool2d", "MaxPool2d"), ("avg_pool2d", "AvgPool2d"), ("adaptive_avg_pool2d", "AdaptiveAvgPool2d"),
        }.ToDictionary(pair => pair.Item1, pair => Modules[pair.Item2]);
        foreach (var (name, module) in new[] { ("dropout", "Dropout"), ("dropout2d", "Dropout2d") })
        {
            table[name] = Modules[module] with { Rules = [.. Modules[module].Rules, new ArgumentRule("training", Form.Training)] };
        }

        return table;
    }

    private static Dictionary<string, Translation> CreateMethods()
    {
        var table = new[] { "relu", "gelu", "silu", "tanh", "sigmoid", "hardswish", "softmax", "log_softmax" }
            .ToDictionary(name => name, name => Functions[name]);
        foreach (var name in table.Keys.ToList())
        {
            table[name + "_"] = table[name] with { IsInPlace = true };
        }

        table["flatten"] = Modules["Flatten"];
        table["select"] = new("Select", [new("dim", Form.Integer, "Axis"), new("index", Form.Integer, "Index")]);
        table["squeeze"] = new("Squeeze", [new("dim", Form.Integer)]);
        table["unsqueeze"] = new("Unsqueeze", [new("dim", Form.Integer)]);
        table["mean"] = new("Mean", [new("dimensions", Form.Integer, "Axis"), new("keepdim", Form.Flag, "KeepDim", "false")]);
        table["sum"] = new("Sum", [new("dim", Form.Integer, "Axis"), new("keepdim", Form.Flag, "KeepDim", "false")]);
        return table;
    }

    private static Translation Recurrent(string kind, params ArgumentRule[] further) => new(kind,
        [
            new("inputSize", Form.Width), new("hiddenSize", Form.Size), new("numLayers", Form.Integer, "NumLayers", "1"),
            new("bias", Form.Flag, "Bias", "true"),
            new("batchFirst", Form.True), new("dropout", Form.Setting, "Dropout", "0"),
            new("bidirectional", Form.Flag, "Bidirectional", "false"), .. further,
        ]) { HasWeights = true };

    private static Translation Convolution(string kind, int axes) => new(kind,
        [
            new("in_channels", Form.Width), new("out_channels", Form.Size), new("kernel_size", Form.Sizes, "Kernel"),
            new("stride", Form.Sizes, "Stride", "1"),
            new("padding", Form.Sizes, "Padding", "0"), new("output_padding", Form.Sizes, "OutputPadding", "0"),
            new("dilation", Form.Sizes, "Dilation", "1"),
            new("groups", Form.Size, "Groups", "1"), new("padding_mode", Form.Enum, "PaddingMode", "PaddingMode.Zeros"),
            new("bias", Form.Flag, "Bias", "true"),
        ]) { HasWeights = true, WidthAxis = 1, SpatialAxes = axes };

    private static Translation Pool(string kind, int axes) => new(kind,
        [
            new("kernel_size", Form.Sizes), new("stride", Form.Sizes, "Stride", "null"), new("strides", Form.Sizes, "Stride", "null"),
            new("padding", Form.Sizes, "Padding", "0"),
            new("dilation", Form.Sizes, "Dilation", "1"), new("ceil_mode", Form.Flag, "CeilMode", "false"),
            new("count_include_pad", Form.Flag, "CountIncludePad", "true"),
        ]) { SpatialAxes = axes };
}
