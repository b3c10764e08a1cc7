using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using ModelGen.Generator.Declarations;
using ModelGen.Generator.Kinds;
using ModelGen.Generator.Layers;

namespace ModelGen.Generator.Repairs;

/// <summary>
/// How the argument lists that PyTorch and Keras have for layers of the same name are written here. Each layer of the table has a hidden
/// constructor that takes any arguments.
/// </summary>
internal static class ForeignArguments
{
    private static readonly ArgumentName Rest = new("arguments");
    private const string Recurrent = "{hidden!}, NumLayers = {num_layers}, Bias = {bias}, "
        + "Dropout = {dropout}, Bidirectional = {bidirectional}";
    private const string Convolution = "{channels!}, Kernel = {kernel:3}, Stride = {stride}, Padding = {padding}, Dilation = {dilation}, "
        + "Groups = {groups}, Bias = {bias}";
    private const string Transformer = "{heads!}, {hidden!}, Dropout = {dropout}";

    private static readonly Dictionary<string, Layer> Known = Table().ToDictionary(layer => layer.Kind);

    /// <summary>Every layer, in the order of the table.</summary>
    public static IEnumerable<Layer> All => Table();

    /// <summary>Whether a constructor is there for such argument lists alone: its last parameter takes any further arguments.</summary>
    public static bool IsFor(string lastParameter, bool isParams) => isParams && lastParameter == Rest.Name;

    /// <summary>What is written instead of arguments in the order or with the names of another library.</summary>
    /// <param name="use">The layer.</param>
    /// <param name="written">
    /// How many arguments without a name are written; null if the hidden constructor has taken them in the other library's order.
    /// </param>
    /// <param name="named">What the arguments with names of another library are here.</param>
    /// <param name="inputChannels">The channels before the layer; null if they are not known.</param>
    /// <returns>The readings, the likeliest first: a list of three may be one of PyTorch or one of Keras.</returns>
    public static IReadOnlyList<Rewritten> Rewrite(AttributeUse use, int? written, NamedArguments named, long? inputChannels)
    {
        if (written is null && use.Kind is "Conv" or "ConvTranspose" && Given(use,
            written) is [{ Kind: ConstantKind.Integer } first, { Kind: ConstantKind.Integer } second, { Kind: ConstantKind.Integer } third]
            && !named.Properties.Any(property => property.Name is "Kernel" or "Stride"))
        {
            var torch = Rewrite(use, written, named, ["in", "channels", "kernel"]) with { Channels = second.Integer, Condition =
                "the first number is that of the input's channels, as in PyTorch" };
            var keras = Rewrite(use, written, named, ["channels", "kernel", "stride"]) with { Channels = first.Integer, Condition =
                "the last number is the stride, as in Keras" };

            // Keras has more filters than the kernel is wide, and strides no wider than the kernel.
            if (first.Integer <= second.Integer || third.Integer > second.Integer || second.Integer > 11)
            {
                return [torch];
            }

            // Without a number to compare, a stride is 2 and a kernel odd, as a rule.
            var isKeras = inputChannels is { } channels ? channels != first.Integer : third.Integer == 2 && second.Integer % 2 == 1;
            return isKeras ? [keras, torch] : [torch, keras];
        }

        return [Rewrite(use, written, named, null as IReadOnlyList<string>)];
    }

    private static List<Constant> Given(AttributeUse use, int? written) => use.Arguments
        .Where(argument => !argument.IsProperty)
        .SelectMany(argument => written is null && argument.Name == Rest.Name ? argument.Value.Items.AsEnumerable() : [argument.Value])
        .Take(written ?? int.MaxValue)
        .ToList();

    private static Rewritten Rewrite(AttributeUse use, int? written, NamedArguments named, IReadOnlyList<string>? places)
    {
        var properties = use.Arguments
            .Where(argument => argument.IsProperty && !ForeignNames.IsForeign(argument.Name))
            .Select(argument => Carried(argument.Name, argument))
            .Concat(named.Properties)
            .ToList();
        var given = Given(use, written);
        var entries = written is null ? Listed(Known[use.Kind], given, named, properties, ref places)
            : Placed(use, given.Count, named);
        entries.AddRange(properties);
        string Write(IEnumerable<string> texts) =>
            (string.Join(", ", texts) is { Length: > 0 } list ? $"{use.Kind}({list})" : use.Kind) + named.Following;
        return new Rewritten(
            Write(entries.Select(entry => entry.Template)),
            Write(entries.Select(entry => entry.Text)),
            IsComplete: !entries.Any(entry => entry.IsMissing),
            DropsInput: (given.Count > 1 && places?[0] == "in")
                || use.Arguments.Any(argument => argument.IsProperty && ForeignNames.IsInferred(argument.Name)));
    }

    // Of MultiHeadAttention(512, num_heads = 8) the number without a name is the size of the input.
    private static List<Entry> Placed(AttributeUse use, int written, NamedArguments named)
    {
        var given = use.Arguments.Where(argument => !argument.IsProperty).Take(written).ToList();
        var entries = given.Select((argument, place) => named.Main.TryGetValue(argument.Name, out var other)
            ? ByName(other)
            : new Entry($"{{{place}}}", ForeignLayers.Written(argument.Value), IsMissing: false)).ToList();
        entries.AddRange(named.Main.Where(main => !given.Exists(argument => argument.Name == main.Key)).Select(main => ByName(main.Value)));
        return entries;
    }

    private static Entry ByName(Argument argument) => new($"{{{argument.Name}}}", ForeignLayers.Written(argument.Value), IsMissing: false);

    private static List<Entry> Listed(
        Layer layer, List<Constant> given, NamedArguments named, IReadOnlyList<Entry> properties, ref IReadOnlyList<string>? places)
    {
        while (given.Count > 0 && given[given.Count - 1].Kind == ConstantKind.Null)
        {
            given.RemoveAt(given.Count - 1);
        }

        var names = properties.Select(property => property.Name).ToList();
        var chosen = places ??= layer.PlacesOf(given, names);
        return layer.ArgumentsOf(given).Split([", "], System.StringSplitOptions.RemoveEmptyEntries)
            .Where(entry => !names.Any(name => entry.StartsWith(name + " =", System.StringComparison.Ordinal)))
            .Select(entry => Fill(entry, chosen, given, named.Main))
            .Where(entry => entry.Text.Length > 0)
            .ToList();
    }

    /// <summary>An argument whose value stays as it is written.</summary>
    /// <param name="name">Its name here.</param>
    /// <param name="argument">The argument as it is written.</param>
    public static Entry Carried(string name, Argument argument) =>
        new($"{name} = {{{argument.Name}}}", $"{name} = {ForeignLayers.Written(argument.Value)}", IsMissing: false) { Name = name };

    private static Entry Fill(
        string entry, IReadOnlyList<string> places, IReadOnlyList<Constant> given, IReadOnlyDictionary<string, Argument> main)
    {
        var open = entry.IndexOf('{');
        if (open < 0)
        {
            return new Entry(entry, entry, IsMissing: false);
        }

        var (before, name) = (entry.Substring(0, open), entry.Substring(open + 1, entry.Length - open - 2));
        var isRequired = name.EndsWith("!", System.StringComparison.Ordinal);
        var parts = name.TrimEnd('!').Split(':');
        if (open == 0 && main.TryGetValue(parts[0], out var argument))
        {
            return ByName(argument);
        }

        var sources = parts[0].Split('+')
            .Select(part => Enumerable.Range(0, given.Count).Where(i => i < places.Count && places[i] == part).DefaultIfEmpty(-1).First())
            .ToList();
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
    /// <param name="Arguments">
    /// Its arguments here, each with the name of the argument there in braces: with a default after a colon, or an
    /// exclamation mark if it must be given.
    /// </param>
    /// <param name="Places">The names of its arguments there in their order.</param>
    internal sealed record Layer(string Kind, string Arguments, string[] Places)
    {
        /// <summary>The names of the arguments of a list, which depend on the library that it is from.</summary>
        public IReadOnlyList<string> PlacesOf(IReadOnlyList<Constant> given, IReadOnlyCollection<string> properties) =>
            (Kind, given.Count) switch
            {
                // Keras counts filters, which are more than the kernel is wide.
                ("Conv" or "ConvTranspose", 2) when !properties.Contains("Kernel") && Exceeds(given[0], given[1]) => ["channels", "kernel"],

                // Only a kernel has an entry per axis, and only padding is "same".
                ("Conv" or "ConvTranspose", >= 2) when given[1].Kind == ConstantKind.Array
                    || given.Skip(3).Take(1).Any(value => value.Text is "same" or "valid")
                    => ["channels", "kernel", "stride", "padding"],

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

        private static bool Exceeds(Constant one, Constant other) =>
            one.Kind == ConstantKind.Integer && other.Kind == ConstantKind.Integer && one.Integer > other.Integer;
    }

    /// <summary>A list as it is written here.</summary>
    /// <param name="Template">The attribute with the arguments' places and names in braces, for the fix.</param>
    /// <param name="Text">The attribute with their values, for the message.</param>
    /// <param name="IsComplete">Whether every argument that must be given is there.</param>
    /// <param name="DropsInput">Whether the size of the input is left out.</param>
    internal sealed record Rewritten(string Template, string Text, bool IsComplete, bool DropsInput)
    {
        /// <summary>The channels after a convolution, if they are known from the reading.</summary>
        public long? Channels { get; init; }

        /// <summary>When the reading is the right one, where there are several.</summary>
        public string Condition { get; init; } = string.Empty;
    }

    /// <summary>An argument.</summary>
    /// <param name="Template">With the place or name of its value in the source in braces.</param>
    /// <param name="Text">With its value.</param>
    /// <param name="IsMissing">Whether it must be given and is not.</param>
    internal sealed record Entry(string Template, string Text, bool IsMissing)
    {
        /// <summary>The name of a property; empty for other arguments.</summary>
        public string Name { get; init; } = string.Empty;
    }

    /// <summary>What arguments with names of another library are here.</summary>
    /// <param name="Main">Those that have no name here, by the names of the parameters.</param>
    /// <param name="Properties">Those that have one.</param>
    /// <param name="Unknown">The names of those that have no counterpart.</param>
    /// <param name="Following">The layer that one of them stands for, after a comma.</param>
    internal sealed record NamedArguments(
        IReadOnlyDictionary<string, Argument> Main, IReadOnlyList<Entry> Properties, IReadOnlyList<string> Unknown, string Following)
    {
        public static readonly NamedArguments None = new(new Dictionary<string, Argument>(), [], [], string.Empty);
    }
}
