using System.Globalization;
using ModelGen.Generator.Declarations;
using ModelGen.Generator.Diagnostics;
using ModelGen.Generator.Shapes;
using ModelGen.Generator.Signatures;
using ModelGen.Generator.Symbols;

namespace ModelGen.Generator.Arguments;

/// <summary>What an argument is bound with: the attribute that gives it, and the symbols and settings that it may name.</summary>
internal sealed class ArgumentReader(AttributeUse use, SymbolReader symbols, SettingReferences settings, ProblemSink problems)
{
    public AttributeUse Use => use;

    /// <summary>What was given; null if nothing was.</summary>
    public Constant? Given(AttributeArgument argument) =>
        use.Find(argument)?.Value is { Kind: not ConstantKind.Null } given ? given : null;

    /// <summary>How messages call an argument: <c>Lstm's NumLayers</c>.</summary>
    public string Describe(AttributeArgument argument) => $"{use.Kind}'s {argument.Name}";

    /// <summary>A size of at least 1: an integer or an expression. Null, and a problem, if it is neither.</summary>
    public Dim? ReadSize(AttributeArgument argument, Constant given) => symbols.ReadDimension(given, use.At(argument), Describe(argument));

    /// <summary>The setting that an argument names; null, and a problem, if there is none.</summary>
    public SettingName? ReadSetting(AttributeArgument argument, string name, SettingType type, SettingRange range) =>
        settings.Refer(name, type, range, use.At(argument), $"{argument.Name} of {use.Kind}");

    /// <summary>An expression in an array, of at least <paramref name="least"/>. Null, and a problem, if it is none.</summary>
    public Dim? ReadItem(AttributeArgument argument, int item, string text, long least) =>
        symbols.ReadExpression(text, use.At(argument, item), Describe(argument), least: least);

    /// <summary>The size of a name in a text, of at least <paramref name="least"/>. Null, and a problem, if it is none.</summary>
    public Dim? ReadNamed(AttributeArgument argument, string name, string text, int start, long least) =>
        symbols.ReadExpression(text, use.At(argument), $"'{name}'", start, least: least);

    /// <summary>Whether a text is a number that is not a size, or the name of a setting that is not a size as well.</summary>
    public bool IsNumberOrSetting(string text) =>
        settings.Has(text)
        || (!long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _)
            && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _));

    /// <summary>An entry of a list of sizes, of at least 1. Null, and a problem, if it is none.</summary>
    public Dim? ReadEntry(AttributeArgument argument, int entry, Constant given, string what) =>
        symbols.ReadDimension(given, use.At(argument, entry), what);

    /// <summary>An axis of a shape, of at least 1. Null, and a problem, if it is none.</summary>
    /// <param name="argument">The shape.</param>
    /// <param name="axis">The number of the axis.</param>
    /// <param name="given">What was given.</param>
    /// <param name="isPattern">Whether its symbols stand for whatever it is matched with, and are not the model's own.</param>
    public Dim? ReadAxis(AttributeArgument argument, int axis, Constant given, bool isPattern = false) =>
        symbols.ReadDimension(given, use.At(argument, axis), $"Axis {axis}", isPattern);

    /// <summary>Whether a text can be an expression: it is more than a name, or a name that the declaration knows.</summary>
    public bool IsSize(string text) => text is not ("same" or "valid")
        && (!Names.IsIdentifier(text) || symbols.Constant(text) is not null || symbols.IsNamed(text));

    /// <summary>Reports that an argument is not what it must be.</summary>
    /// <returns>False.</returns>
    public bool Refuse(AttributeArgument argument, string requirement) => Report(argument, $"{Describe(argument)} must be {requirement}.");

    /// <summary>Reports a mistake in an argument.</summary>
    /// <returns>False.</returns>
    public bool Report(AttributeArgument argument, string message, int item = -1) =>
        Report(Descriptors.BadArgument, argument, message, item);

    /// <summary>Reports a mistake at a place in an argument.</summary>
    public void Report(Microsoft.CodeAnalysis.DiagnosticDescriptor descriptor, Site site, string message) =>
        problems.Report(new Problem(descriptor, site, message));

    /// <summary>Reports a mistake of another kind in an argument.</summary>
    /// <returns>False.</returns>
    public bool Report(Microsoft.CodeAnalysis.DiagnosticDescriptor descriptor, AttributeArgument argument, string message, int item = -1)
    {
        problems.Report(new Problem(descriptor, use.At(argument, item), message));
        return false;
    }
}
