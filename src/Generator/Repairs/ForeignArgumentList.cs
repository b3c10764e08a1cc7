using System.Collections.Generic;
using System.Linq;
using ModelGen.Generator.Declarations;

namespace ModelGen.Generator.Repairs;

/// <summary>
/// The arguments that PyTorch and Keras have for a layer that has the same name here. The attribute of each layer in the table has a
/// hidden constructor that accepts any list of arguments.
/// </summary>
/// <param name="Kind">The name of the layer.</param>
/// <param name="Template">
/// Its arguments here, each with the name of the other library's argument in braces: with a default after a colon, or with an
/// exclamation mark if it is required.
/// </param>
/// <param name="Positions">The names of the other library's arguments in their order.</param>
internal sealed record ForeignArgumentList(string Kind, string Template, string[] Positions)
{
    private const string Recurrent = "{hidden!}, NumLayers = {num_layers}, Bias = {bias}, "
        + "Dropout = {dropout}, Bidirectional = {bidirectional}";
    private const string Convolution = "{channels!}, Kernel = {kernel:3}, Stride = {stride}, Padding = {padding}, Dilation = {dilation}, "
        + "Groups = {groups}, Bias = {bias}";
    private const string Transformer = "{heads!}, {hidden!}, Dropout = {dropout}";

    private static readonly Dictionary<string, ForeignArgumentList> Known = Table().ToDictionary(list => list.Kind);

    /// <summary>Every layer, in the order of the table.</summary>
    public static IEnumerable<ForeignArgumentList> All => Table();

    /// <summary>The arguments of a layer; null if the table does not have it.</summary>
    public static ForeignArgumentList? Find(string kind) => Known.TryGetValue(kind, out var list) ? list : null;

    /// <summary>The names of the given arguments in their order, which depends on the library that the list is from.</summary>
    public IReadOnlyList<string> PositionsOf(IReadOnlyList<Constant> given, IReadOnlyCollection<string> properties) =>
        (Kind, given.Count) switch
        {
            // A list of Keras: the number of filters exceeds the size of the kernel.
            ("Conv" or "ConvTranspose", 2) when !properties.Contains("Kernel") && Exceeds(given[0], given[1]) => ["channels", "kernel"],

            // A list of Keras: only its second argument, the kernel, is an array, and only its fourth, the padding, is "same".
            ("Conv" or "ConvTranspose", >= 2) when given[1].Kind == ConstantKind.Array
                || given.Skip(3).Take(1).Any(value => value.Text is "same" or "valid")
                => ["channels", "kernel", "stride", "padding"],

            // Keras has the heads and their width, PyTorch the width of all heads and the number of heads.
            ("MultiHeadAttention", 2) when Exceeds(given[1], given[0]) => ["heads", "head_dim"],

            ("TransformerEncoderLayer" or "TransformerDecoderLayer", 1) => ["heads"],
            _ => Positions,
        };

    /// <summary>The arguments here, which depend on the number of axes in the list.</summary>
    public string TemplateOf(IReadOnlyList<Constant> given) => (Kind, given.Count) switch
    {
        ("AdaptiveAvgPool", 2) => "{height+width}",
        ("AdaptiveAvgPool", 3) => "{height+width+depth}",

        // The list of PyTorch begins with the last axis.
        ("Pad", 2) => "Before = {left}, After = {right}",
        ("Pad", 4) => "Before = {top+left}, After = {bottom+right}",
        ("Pad", 6) => "Before = {front+top+left}, After = {back+bottom+right}",
        ("Gelu", > 0) when given[0].Text == "tanh" => "Tanh = true",
        _ => Template,
    };

    private static bool Exceeds(Constant one, Constant other) =>
        one.Kind == ConstantKind.Integer && other.Kind == ConstantKind.Integer && one.Integer > other.Integer;

    private static IEnumerable<ForeignArgumentList> Table()
    {
        yield return new("Linear", "{features!}, Bias = {bias}", ["in", "features", "bias"]);
        yield return new("Bilinear", "{features!}, Bias = {bias}", ["in", "in2", "features", "bias"]);
        yield return new("Embedding", "{vocabulary!}, {features!}, PaddingIndex = {padding}", ["vocabulary", "features", "padding"]);
        yield return new("PositionEmbedding", "{maximum!}", ["maximum"]);
        yield return new("SinusoidalPositions", "", []);
        yield return new("LearnedTokens", "{count!}", ["count"]);
        foreach (var kind in new[] { "Rnn", "Lstm", "Gru" })
        {
            yield return new(kind, Recurrent, ["in", "hidden", "num_layers", "bias", "batch_first", "dropout", "bidirectional"]);
        }

        yield return new("MultiHeadAttention", "{heads!}, HeadDim = {head_dim}, Dropout = {dropout}, Bias = {bias}",
            ["in", "heads", "dropout", "bias"]);
        yield return new("FeedForward", "{hidden!}", ["in", "hidden"]);
        yield return new("GatedFeedForward", "{hidden!}", ["in", "hidden"]);
        yield return new("TransformerEncoderLayer", Transformer, ["in", "heads", "hidden", "dropout"]);
        yield return new("TransformerDecoderLayer", Transformer, ["in", "heads", "hidden", "dropout"]);
        yield return new("Conv", Convolution, ["in", "channels", "kernel", "stride", "padding", "dilation", "groups", "bias"]);
        yield return new(
            "ConvTranspose",
            Convolution + ", OutputPadding = {output_padding}",
            ["in", "channels", "kernel", "stride", "padding", "output_padding", "groups", "bias", "dilation"]);
        yield return new("MaxPool", "{kernel:2}, Stride = {stride}, Padding = {padding}, Dilation = {dilation}",
            ["kernel", "stride", "padding", "dilation"]);
        yield return new("AvgPool", "{kernel:2}, Stride = {stride}, Padding = {padding}", ["kernel", "stride", "padding"]);
        yield return new("AdaptiveAvgPool", "{size!}", ["height", "width", "depth"]);
        yield return new("Pad", "{padding!}", ["left", "right", "top", "bottom", "front", "back"]);
        foreach (var kind in new[] { "BatchNorm", "InstanceNorm" })
        {
            yield return new(kind, "Eps = {eps}, Momentum = {momentum}", ["in", "eps", "momentum"]);
        }

        foreach (var kind in new[] { "LayerNorm", "RmsNorm" })
        {
            yield return new(kind, "Eps = {eps}", ["in", "eps"]);
        }

        yield return new("GroupNorm", "{groups!}, Eps = {eps}", ["groups", "in", "eps"]);
        foreach (var kind in new[] { "Softmax", "LogSoftmax", "Glu" })
        {
            yield return new(kind, "Axis = {axis}", ["axis"]);
        }

        foreach (var kind in new[] { "Mean", "Sum", "Max" })
        {
            yield return new(kind, "Axis = {axis}, KeepDim = {keepdim}", ["axis", "keepdim"]);
        }

        yield return new("Select", "Axis = {axis}, Index = {index}", ["axis", "index"]);
        yield return new("Slice", "Axis = {axis}, Start = {start}, End = {end}, Step = {step}", ["axis", "start", "end", "step"]);
        yield return new("Flatten", "StartAxis = {start}, EndAxis = {end}", ["start", "end"]);

        // Their only argument requests a computation in place, which the generator decides here.
        foreach (var kind in new[] { "Relu", "Relu6", "Silu", "Mish", "Hardswish" })
        {
            yield return new(kind, "", ["inplace"]);
        }

        yield return new("Gelu", "", ["approximate"]);
        yield return new("LeakyRelu", "NegativeSlope = {slope}", ["slope", "inplace"]);
        yield return new("Elu", "Alpha = {alpha}", ["alpha", "inplace"]);
        yield return new("Softplus", "Beta = {beta}, Threshold = {threshold}", ["beta", "threshold"]);
        yield return new("PRelu", "NumParameters = {count}, InitialSlope = {slope}", ["count", "slope"]);
        foreach (var kind in new[] { "Dropout", "Dropout2d", "DropPath" })
        {
            yield return new(kind, "{probability}", ["probability", "inplace"]);
        }
    }
}
