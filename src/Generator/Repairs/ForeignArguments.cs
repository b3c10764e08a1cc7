using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using ModelGen.Generator.Declarations;
using ModelGen.Generator.Kinds;
using ModelGen.Generator.Layers;

namespace ModelGen.Generator.Repairs;

/// <summary>
/// How the argument lists that PyTorch and Keras have for layers of the same name are written here. Each layer of the table has a hidden constructor that takes any arguments.
/// </summary>
internal static class ForeignArguments
{
    private const string Rest = "arguments";
    private const string Recurrent = "{hidden!}, NumLayers = {num_layers}, Bias = {bias}, Dropout = {dropout}, Bidirectional = {bidirectional}";
    private const string Convolution = "{channels!}, Kernel = {kernel:3}, Stride = {stride}, Padding = {padding}, Dilation = {dilation}, Groups = {groups}, Bias = {bias}";
    private const string Transformer = "{heads!}, {hidden!}, Dropout = {dropout}";

    private static readonly Dictionary<string, Layer> Known = Table().ToDictionary(layer => layer.Kind);

    /// <summary>Every layer, in the order of the table.</summary>
    public static IEnumerable<Layer> All => Table();

    /// <summary>Whether a constructor is there for such argument lists alone: its last parameter takes any further arguments.</summary>
    public static bool IsFor(string lastParameter, bool isParams) => isParams && lastParameter == Rest;

    /// <summary>What is written instead of a list that the hidden constructor has taken.</summary>
    public static Rewritten Rewrite(AttributeUse use)
    {
        var layer = Known[use.Kind];
        var given = use.Arguments
            .Where(argument => !argument.IsProperty)
            .SelectMany(argument => argument.Name == Rest ? argument.Value.Items.AsEnumerable() : [argument.Value])
            .ToList();
        while (given.Count > 0 && given[given.Count - 1].Kind == ConstantKind.Null)
        {
            given.RemoveAt(given.Count - 1);
        }

        var properties = use.Arguments.Where(argument => argument.IsProperty).ToList();
        var places = layer.PlacesOf(given, properties.Select(property => property.Name).ToList());
        var entries = layer.ArgumentsOf(given).Split([", "], System.StringSplitOptions.RemoveEmptyEntries)
            .Where(entry => !properties.Any(property => entry.StartsWith(property.Name + " =", System.StringComparison.Ordinal)))
            .Select(entry => Fill(entry, places, given))
            .Where(entry => entry.Text.Length > 0)
            .Concat(properties.Select(property => new Entry($"{property.Name} = {{{property.Name}}}", $"{property.Name} = {ForeignLayers.Written(property.Value)}", IsMissing: false)))
            .ToList();
        string Write(IEnumerable<string> texts) => string.Join(", ", texts) is { Length: > 0 } list ? $"{use.Kind}({list})" : use.Kind;
        return new Rewritten(
            Write(entries.Select(entry => entry.Template)),
            Write(entries.Select(entry => entry.Text)),
            IsComplete: !entries.Any(entry => entry.IsMissing),
            DropsInput: given.Count > 1 && places[0] == "in");
    }

    private static Entry Fill(string entry, IReadOnlyList<string> places, IReadOnlyList<Constant> given)
    {
        var open = entry.IndexOf('{');
        if (open < 0)
        {
            return new Entry(entry, entry, IsMissing: false);
        }

        var (before, name) = (entry.Substring(0, open), entry.Substring(open + 1, entry.Length - open - 2));
        var isRequired = name.EndsWith("!", System.StringComparison.Ordinal);
        var parts = name.TrimEnd('!').Split(':');
        var sources = parts[0].Split('+').Select(part => Enumerable.Range(0, given.Count).Where(i => i < places.Count && places[i] == part).DefaultIfEmpty(-1).First()).ToList();
        if (sources.TrueForAll(source => source >= 0 && given[source].Kind != ConstantKind.Null))
        {
            string Join(IEnumerable<string> items) => sources.Count == 1 ? items.Single() : $"new[] {{ {string.Join(", ", items)} }}";
            return new Entry(
                before + Join(sources.Select(source => "{" + source.ToString(CultureInfo.InvariantCulture) + "}")),
                before + Join(sources.Select(source => ForeignLayers.Written(given[source]))),
                IsMissing: false);
        }

        return parts.Length > 1 ? new Entry(before + parts[1], before + parts[1], IsMissing: false)
            : isRequired ? new Entry(before + parts[0], before + parts[0], IsMissing: true)
            : new Entry(string.Empty, string.Empty, IsMissing: false);
    }

    private static IEnumerable<Layer> Table()
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

        yield return new("MultiHeadAttention", "{heads!}, HeadDim = {head_dim}, Dropout = {dropout}, Bias = {bias}", ["in", "heads", "dropout", "bias"]);
        yield return new("FeedForward", "{hidden!}", ["in", "hidden"]);
        yield return new("GatedFeedForward", "{hidden!}", ["in", "hidden"]);
        yield return new("TransformerEncoderLayer", Transformer, ["in", "heads", "hidden", "dropout"]);
        yield return new("TransformerDecoderLayer", Transformer, ["in", "heads", "hidden", "dropout"]);
        yield return new("Conv", Convolution, ["in", "channels", "kernel", "stride", "padding", "dilation", "groups", "bias"]);
        yield return new(
            "ConvTranspose",
            Convolution + ", OutputPadding = {output_padding}",
            ["in", "channels", "kernel", "stride", "padding", "output_padding", "groups", "bias", "dilation"]);
        yield return new("MaxPool", "{kernel:2}, Stride = {stride}, Padding = {padding}, Dilation = {dilation}", ["kernel", "stride", "padding", "dilation"]);
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

        // The first argument of these, if it is true, computes in place, which the generator decides here.
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

    /// <summary>A layer that other libraries call by the same name.</summary>
    /// <param name="Kind">Its name.</param>
    /// <param name="Arguments">Its arguments here, each with the name of the argument there in braces: with a default after a colon, or an exclamation mark if it must be given.</param>
    /// <param name="Places">The names of its arguments there in their order.</param>
    internal sealed record Layer(string Kind, string Arguments, string[] Places)
    {
        /// <summary>The names of the arguments of a list, which depend on the library that it is from.</summary>
        public IReadOnlyList<string> PlacesOf(IReadOnlyList<Constant> given, IReadOnlyCollection<string> properties) => (Kind, given.Count) switch
        {
            // Keras counts filters, which are more than the kernel is wide.
            ("Conv" or "ConvTranspose", 2) when !properties.Contains("Kernel") && Exceeds(given[0], given[1]) => ["channels", "kernel"],

            // The heads and the width of each in Keras, where PyTorch has the whole width and the heads.
            ("MultiHeadAttention", 2) when Exceeds(given[1], given[0]) => ["heads", "head_dim"],

            ("TransformerEncoderLayer" or "TransformerDecoderLayer", 1) => ["heads"],
            _ => Places,
        };

        /// <summary>The arguments here, which depend on how many axes the list is about.</summary>
        public string ArgumentsOf(IReadOnlyList<Constant> given) => (Kind, given.Count) switch
        {
            ("AdaptiveAvgPool", 2) => "{height+width}",
            ("AdaptiveAvgPool", 3) => "{height+width+depth}",

            // PyTorch pads the last axis first.
            ("Pad", 2) => "Before = {left}, After = {right}",
            ("Pad", 4) => "Before = {top+left}, After = {bottom+right}",
            ("Pad", 6) => "Before = {front+top+left}, After = {back+bottom+right}",
            ("Gelu", > 0) when given[0].Text == "tanh" => "Tanh = true",
            _ => Arguments,
        };

        private static bool Exceeds(Constant one, Constant other) => one.Kind == ConstantKind.Integer && other.Kind == ConstantKind.Integer && one.Integer > other.Integer;
    }

    /// <summary>A list as it is written here.</summary>
    /// <param name="Template">The attribute with the arguments' places and names in braces, for the fix.</param>
    /// <param name="Text">The attribute with their values, for the message.</param>
    /// <param name="IsComplete">Whether every argument that must be given is there.</param>
    /// <param name="DropsInput">Whether the size of the input is left out.</param>
    internal sealed record Rewritten(string Template, string Text, bool IsComplete, bool DropsInput);

    private sealed record Entry(string Template, string Text, bool IsMissing);
}
