using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using ModelGen.Generator.Declarations;
using ModelGen.Generator.Kinds;
using ModelGen.Generator.Layers;

namespace ModelGen.Generator.Repairs;

/// <summary>
/// The names of the layers of PyTorch and Keras in this vocabulary. <c>docs/vocabulary.md</c> has the same table. The compiler
/// reports all other names.
/// </summary>
internal static class ForeignLayers
{
    private const string Recurrent = "{hidden}, NumLayers = {num_layers}, Bidirectional = {bidirectional}, "
        + "Dropout = {dropout}, Bias = {bias}";
    private const string Convolution = "{channels}, Kernel = {kernel}, Stride = {stride}, Padding = {padding}, Dilation = {dilation}, "
        + "Groups = {groups}, Bias = {bias}";
    private const string Pooling = "{kernel}, Stride = {stride}, Padding = {padding}";

    // The names of arguments by their positions. Arguments without a counterpart here, such as the size of the input, are
    // omitted.
    private static readonly string[] TorchRecurrent = ["in", "hidden", "num_layers", "bias", "batch_first", "dropout", "bidirectional"];
    private static readonly string[] TorchConvolution = ["in", "channels", "kernel", "stride", "padding", "dilation", "groups", "bias"];
    private static readonly string[] TorchTransposed =
        ["in", "channels", "kernel", "stride", "padding", "output_padding", "groups", "bias", "dilation"];
    private static readonly string[] KerasConvolution = ["channels", "kernel", "stride", "padding"];
    private static readonly string[] Pool = ["kernel", "stride", "padding"];
    private static readonly string[] None = [];

    private static readonly Dictionary<string, Foreign> Known = Table().ToDictionary(foreign => foreign.Name);

    /// <summary>Every name, in the order of the table.</summary>
    public static IEnumerable<Foreign> All => Table();

    public static bool Knows(string name) => Known.ContainsKey(name);

    /// <summary>The name that a generated attribute is of; null if it is another attribute.</summary>
    public static string? NameOf(string attribute) =>
        attribute.EndsWith(Vocabulary.AttributeSuffix, System.StringComparison.Ordinal)
            && attribute.Substring(0, attribute.Length - Vocabulary.AttributeSuffix.Length) is var name && Knows(name)
            ? name
            : null;

    /// <summary>What an attribute of another library's name is here.</summary>
    /// <param name="name">The name.</param>
    /// <param name="arguments">The arguments: those without a name in the array <c>arguments</c>.</param>
    public static Translation Translate(string name, IReadOnlyList<Argument> arguments)
    {
        var foreign = Known[name];
        var positional = arguments.FirstOrDefault(argument => !argument.IsProperty)?.Value is { Kind: ConstantKind.Array } given
            ? given.Items.ToList()
            : [];
        var values = new Dictionary<string, (string Position, Constant Value)>();
        var positions = Positions(foreign, positional.Count,
            arguments.Where(argument => argument.IsProperty).Select(argument => ForeignNames.Canonical(argument.Name)).ToList());
        for (var i = 0; i < positional.Count && i < positions.Count; i++)
        {
            values[positions[i]] = (i.ToString(CultureInfo.InvariantCulture), positional[i]);
        }

        foreach (var argument in arguments.Where(argument => argument.IsProperty))
        {
            values[ForeignNames.Canonical(argument.Name)] = (argument.Name, argument.Value);
        }

        // The features of a Linear are units in Keras.
        if (!values.ContainsKey("features") && values.TryGetValue("hidden", out var units))
        {
            values["features"] = units;
        }

        var following = values.TryGetValue("activation", out var activation) ? ForeignNames.Activation(activation.Value) : null;
        if (name == "Activation")
        {
            return new Translation(following ?? "Relu", following ?? "Relu", following ?? "Relu");
        }

        var entries = foreign.Template.Split([", "], System.StringSplitOptions.RemoveEmptyEntries)
            .Select(entry => Fill(entry, values)).Where(entry => entry.Text is not null).ToList();
        string Write(IEnumerable<string?> texts) =>
            string.Join(", ", texts) is { Length: > 0 } list ? $"{foreign.Kind}({list})" : foreign.Kind;
        var end = following is null ? string.Empty : ", " + following;

        // A recurrent layer of Keras returns only the last step, unless return_sequences is true.
        var isLastOnly = foreign.Positions == TorchRecurrent && positional.Count < 2 && !values.ContainsKey("in")
            && !values.ContainsKey("input_size") && !values.ContainsKey("return_sequences") && !values.ContainsKey("batch_first");
        var hint = isLastOnly
            ? ", which gives every step; Select(Axis = 1, Index = -1) after it takes the last one, as Keras does"
            : string.Empty;
        return new Translation(
            foreign.Kind, Write(entries.Select(entry => entry.Template)) + end, Write(entries.Select(entry => entry.Text)) + end, hint);
    }

    // The first argument of PyTorch is the size of the input, which is inferred here. A single argument is the size of the output, as in
    // Keras.
    private static IReadOnlyList<string> Positions(Foreign foreign, int count, IReadOnlyCollection<string> named)
    {
        if (foreign.Positions.Length == 0 || foreign.Positions[0] != "in" || foreign.Template[0] != '{')
        {
            return foreign.Positions;
        }

        var isKernelGiven = foreign.Positions.Contains("kernel") && count == 2 && !named.Contains("kernel");
        return count == 1 && !named.Contains(foreign.Positions[1]) || isKernelGiven
            ? foreign.Positions.Skip(1).ToList()
            : foreign.Positions;
    }

    // "Kernel = {kernel}" with the value of the argument; null if it is not given. "{kernel:2}" has a default.
    private static (string? Template, string? Text) Fill(
        string entry, IReadOnlyDictionary<string, (string Position, Constant Value)> values)
    {
        var open = entry.IndexOf('{');
        if (open < 0)
        {
            return (entry, entry);
        }

        var parts = entry.Substring(open + 1, entry.Length - open - 2).Split(':');
        var before = entry.Substring(0, open);
        return values.TryGetValue(parts[0], out var given) && given.Value.Kind != ConstantKind.Null
            ? (before + "{" + given.Position + "}", before + Written(given.Value))
            : parts.Length > 1 ? (before + parts[1], before + parts[1])
            : (null, null);
    }

    /// <summary>An argument as C# code.</summary>
    internal static string Written(Constant value) => value.Kind == ConstantKind.Array ? $"new[] {{ {value} }}" : value.ToString();

    private static IEnumerable<Foreign> Table()
    {
        yield return new("Dense", "Linear", "{features}, Bias = {bias}", ["features"]);
        foreach (var (name, kind) in new[] { ("LSTM", "Lstm"), ("GRU", "Gru"), ("RNN", "Rnn"), ("SimpleRNN", "Rnn") })
        {
            yield return new(name, kind, Recurrent, TorchRecurrent);
        }

        for (var axes = 1; axes <= 3; axes++)
        {
            yield return new($"Conv{axes}d", "Conv", Convolution, TorchConvolution);
            yield return new($"Conv{axes}D", "Conv", Convolution, KerasConvolution);
            yield return new($"ConvTranspose{axes}d", "ConvTranspose", Convolution + ", OutputPadding = {output_padding}", TorchTransposed);
            yield return new($"Conv{axes}DTranspose", "ConvTranspose", Convolution, KerasConvolution);
            yield return new($"MaxPool{axes}d", "MaxPool", Pooling, Pool);
            yield return new($"MaxPooling{axes}D", "MaxPool", "{kernel:2}, Stride = {stride}", Pool);
            yield return new($"AvgPool{axes}d", "AvgPool", Pooling, Pool);
            yield return new($"AveragePooling{axes}D", "AvgPool", "{kernel:2}, Stride = {stride}", Pool);
            yield return new($"AdaptiveAvgPool{axes}d", "AdaptiveAvgPool", "{size}", ["size"]);
            yield return new($"BatchNorm{axes}d", "BatchNorm", "Eps = {eps}, Momentum = {momentum}", ["in", "eps", "momentum"]);
            yield return new($"InstanceNorm{axes}d", "InstanceNorm", "Eps = {eps}", ["in", "eps"]);
        }

        // The one-dimensional pooling of Keras reduces over the time steps, axis 1.
        yield return new("GlobalAveragePooling1D", "Mean", "Axis = 1", None);
        yield return new("GlobalMaxPooling1D", "Max", "Axis = 1", None);
        yield return new("GlobalAveragePooling2D", "GlobalAvgPool", string.Empty, None);
        yield return new("GlobalAveragePooling3D", "GlobalAvgPool", string.Empty, None);
        yield return new("BatchNormalization", "BatchNorm", "Eps = {eps}", None);
        yield return new("LayerNormalization", "LayerNorm", "Eps = {eps}", None);
        yield return new("GroupNormalization", "GroupNorm", "{groups:32}, Eps = {eps}", ["groups"]);
        yield return new("RMSNorm", "RmsNorm", "Eps = {eps}", ["in", "eps"]);
        yield return new("MultiheadAttention", "MultiHeadAttention", "{heads}, Dropout = {dropout}, Bias = {bias}",
            ["in", "heads", "dropout", "bias"]);
        yield return new("ReLU", "Relu", string.Empty, None);
        yield return new("GELU", "Gelu", string.Empty, None);
        yield return new("SiLU", "Silu", string.Empty, None);
        yield return new("Swish", "Silu", string.Empty, None);
        yield return new("ELU", "Elu", "Alpha = {negative_slope}", ["negative_slope"]);
        yield return new("LeakyReLU", "LeakyRelu", "NegativeSlope = {negative_slope}", ["negative_slope"]);
        yield return new("PReLU", "PRelu", string.Empty, None);
        yield return new("ReLU6", "Relu6", string.Empty, None);
        yield return new("GLU", "Glu", string.Empty, None);
        yield return new("Activation", "Relu", string.Empty, ["activation"]);
        yield return new("SpatialDropout2D", "Dropout2d", "{probability}", ["probability"]);
        yield return new("Concatenate", "Concat", "Axis = {axis}", None);
        yield return new("MSELoss", "MseLoss", string.Empty, None);
        yield return new("BCEWithLogitsLoss", "BceWithLogitsLoss", string.Empty, None);
        yield return new("NLLLoss", "NllLoss", "IgnoreIndex = {ignore_index}", None);
        yield return new("KLDivLoss", "KlDivLoss", string.Empty, None);
        yield return new("HuberLoss", "SmoothL1Loss", string.Empty, None);
    }

    /// <summary>A layer of another library.</summary>
    /// <param name="Name">Its name there.</param>
    /// <param name="Kind">Its name here.</param>
    /// <param name="Template">Its arguments here, each with the name of the other library's argument in braces.</param>
    /// <param name="Positions">The names of the other library's arguments in their order.</param>
    internal sealed record Foreign(string Name, string Kind, string Template, string[] Positions);

    /// <summary>An attribute of this vocabulary.</summary>
    /// <param name="Kind">Its name.</param>
    /// <param name="Template">
    /// The attribute for the code fix: each argument is a position or a name of the source in braces.
    /// </param>
    /// <param name="Text">The attribute for the message: each argument has its value.</param>
    /// <param name="Hint">A further difference between the layers, as a clause; empty if there is none.</param>
    internal sealed record Translation(string Kind, string Template, string Text, string Hint = "");
}
