using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using ModelGen.Generator.Declarations;

namespace ModelGen.Generator.Repairs;

/// <summary>
/// Rewrites the argument list that PyTorch or Keras has for a layer of the same name. The arguments may be in the other library's order,
/// have its names, or both.
/// </summary>
internal static class ForeignArguments
{
    // The parameter of the hidden constructors that accept any list.
    private static readonly ArgumentName Rest = new("arguments");

    /// <summary>Whether a constructor accepts lists of other libraries only: its last parameter takes any further arguments.</summary>
    public static bool IsFor(string lastParameter, bool isParams) => isParams && lastParameter == Rest.Name;

    /// <summary>Whether the arguments without a name are in the order of another library, which a hidden constructor accepts.</summary>
    public static bool IsListed(AttributeUse use) => use.Arguments.Any(argument => IsFor(argument.Name, argument.IsParams));

    /// <summary>The attribute in this vocabulary.</summary>
    /// <param name="use">The layer.</param>
    /// <param name="named">What its arguments with names of another library are here.</param>
    /// <param name="inputChannels">The channels before the layer; null if they are not known.</param>
    /// <returns>The readings, the likeliest first: a list of three numbers may be PyTorch's or Keras'.</returns>
    public static IReadOnlyList<Rewritten> Rewrite(AttributeUse use, NamedArguments named, long? inputChannels)
    {
        if (use.Kind is "Conv" or "ConvTranspose" && IsListed(use)
            && Given(use) is
                [{ Kind: ConstantKind.Integer } first, { Kind: ConstantKind.Integer } second, { Kind: ConstantKind.Integer } third]
            && !named.Properties.Any(property => property.Name is "Kernel" or "Stride"))
        {
            var torch = Rewrite(use, named, ["in", "channels", "kernel"]) with
            {
                Channels = second.Integer,
                Condition = "the first number is that of the input's channels, as in PyTorch",
            };
            var keras = Rewrite(use, named, ["channels", "kernel", "stride"]) with
            {
                Channels = first.Integer,
                Condition = "the last number is the stride, as in Keras",
            };

            // In a list of Keras, the number of filters exceeds the size of the kernel, which is at least the stride.
            if (first.Integer <= second.Integer || third.Integer > second.Integer || second.Integer > 11)
            {
                return [torch];
            }

            // If the channels are not known: the usual stride is 2, and the usual kernels are odd.
            var isKeras = inputChannels is { } channels ? channels != first.Integer : third.Integer == 2 && second.Integer % 2 == 1;
            return isKeras ? [keras, torch] : [torch, keras];
        }

        return [Rewrite(use, named, positions: null)];
    }

    /// <summary>An argument of this vocabulary that keeps its value as it is written.</summary>
    /// <param name="name">Its name here.</param>
    /// <param name="argument">The argument as it is written.</param>
    public static Entry Carried(string name, Argument argument) =>
        new($"{name} = {{{argument.Name}}}", $"{name} = {ForeignLayers.Written(argument.Value)}", IsMissing: false) { Name = name };

    // The values of the arguments without a name, without the array of the hidden constructor.
    private static List<Constant> Given(AttributeUse use) => use.Arguments
        .Where(argument => !argument.IsProperty)
        .SelectMany(argument => IsFor(argument.Name, argument.IsParams) ? argument.Value.Items.AsEnumerable() : [argument.Value])
        .ToList();

    private static Rewritten Rewrite(AttributeUse use, NamedArguments named, IReadOnlyList<string>? positions)
    {
        var properties = use.Arguments
            .Where(argument => argument.IsProperty && !ForeignNames.IsForeign(argument.Name))
            .Select(argument => Carried(argument.Name, argument))
            .Concat(named.Properties)
            .ToList();
        var given = Given(use);
        var entries = IsListed(use)
            ? InForeignOrder(ForeignArgumentList.Find(use.Kind)!, given, named, properties, ref positions)
            : InOwnOrder(use, named);
        entries.AddRange(properties);
        string Write(IEnumerable<string> texts) =>
            (string.Join(", ", texts) is { Length: > 0 } list ? $"{use.Kind}({list})" : use.Kind) + named.Following;
        return new Rewritten(
            Write(entries.Select(entry => entry.Template)),
            Write(entries.Select(entry => entry.Text)),
            IsComplete: !entries.Any(entry => entry.IsMissing),
            DropsInput: (given.Count > 1 && positions?[0] == "in")
                || use.Arguments.Any(argument => argument.IsProperty && ForeignNames.IsInferred(argument.Name)));
    }

    // The parameters as they are, except that a foreign name replaces the number at its position: in
    // MultiHeadAttention(512, num_heads = 8) the number without a name is the size of the input.
    private static List<Entry> InOwnOrder(AttributeUse use, NamedArguments named)
    {
        var given = use.Arguments.Where(argument => !argument.IsProperty).ToList();
        var entries = given.Select((argument, position) => named.Main.TryGetValue(argument.Name, out var other)
            ? ByName(other)
            : new Entry($"{{{position}}}", ForeignLayers.Written(argument.Value), IsMissing: false)).ToList();
        entries.AddRange(named.Main.Where(main => !given.Exists(argument => argument.Name == main.Key)).Select(main => ByName(main.Value)));
        return entries;
    }

    private static Entry ByName(Argument argument) => new($"{{{argument.Name}}}", ForeignLayers.Written(argument.Value), IsMissing: false);

    private static List<Entry> InForeignOrder(
        ForeignArgumentList list,
        List<Constant> given,
        NamedArguments named,
        IReadOnlyList<Entry> properties,
        ref IReadOnlyList<string>? positions)
    {
        while (given.Count > 0 && given[given.Count - 1].Kind == ConstantKind.Null)
        {
            given.RemoveAt(given.Count - 1);
        }

        var names = properties.Select(property => property.Name).ToList();
        var chosen = positions ??= list.PositionsOf(given, names);
        return list.TemplateOf(given).Split([", "], StringSplitOptions.RemoveEmptyEntries)
            .Where(entry => !names.Any(name => entry.StartsWith(name + " =", StringComparison.Ordinal)))
            .Select(entry => Fill(entry, chosen, given, named.Main))
            .Where(entry => entry.Text.Length > 0)
            .ToList();
    }

    private static Entry Fill(
        string entry, IReadOnlyList<string> positions, IReadOnlyList<Constant> given, IReadOnlyDictionary<string, Argument> main)
    {
        var open = entry.IndexOf('{');
        if (open < 0)
        {
            return new Entry(entry, entry, IsMissing: false);
        }

        var (before, name) = (entry.Substring(0, open), entry.Substring(open + 1, entry.Length - open - 2));
        var isRequired = name.EndsWith("!", StringComparison.Ordinal);
        var parts = name.TrimEnd('!').Split(':');
        if (open == 0 && main.TryGetValue(parts[0], out var argument))
        {
            return ByName(argument);
        }

        var sources = parts[0].Split('+')
            .Select(part => Enumerable.Range(0, given.Count)
                .Where(i => i < positions.Count && positions[i] == part).DefaultIfEmpty(-1).First())
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

    /// <summary>An attribute in this vocabulary.</summary>
    /// <param name="Template">The attribute for the code fix: each argument is a position or a name of the source in braces.</param>
    /// <param name="Text">The attribute for the message: each argument has its value.</param>
    /// <param name="IsComplete">Whether no required argument is missing.</param>
    /// <param name="DropsInput">Whether it omits the size of the input, which is inferred.</param>
    internal sealed record Rewritten(string Template, string Text, bool IsComplete, bool DropsInput)
    {
        /// <summary>The channels after a convolution, if they are known from the reading.</summary>
        public long? Channels { get; init; }

        /// <summary>The condition under which this reading is right; empty if there is one reading only.</summary>
        public string Condition { get; init; } = string.Empty;
    }

    /// <summary>An argument.</summary>
    /// <param name="Template">For the code fix: the position or the name of its value in the source, in braces.</param>
    /// <param name="Text">For the message: its value.</param>
    /// <param name="IsMissing">Whether it is required and missing.</param>
    internal sealed record Entry(string Template, string Text, bool IsMissing)
    {
        /// <summary>The name of a property; empty for other arguments.</summary>
        public string Name { get; init; } = string.Empty;
    }

    /// <summary>What arguments with names of another library are here.</summary>
    /// <param name="Main">Those that are parameters of the constructor here, by the names of the parameters.</param>
    /// <param name="Properties">Those that are properties here.</param>
    /// <param name="Unknown">The names of those that have no counterpart.</param>
    /// <param name="Following">A layer after this one that replaces an argument, such as <c>, Relu</c>; empty if there is none.</param>
    internal sealed record NamedArguments(
        IReadOnlyDictionary<string, Argument> Main, IReadOnlyList<Entry> Properties, IReadOnlyList<string> Unknown, string Following);
}
