using System.Linq;
using ModelGen.Generator.Declarations;
using ModelGen.Generator.Diagnostics;
using ModelGen.Generator.Shapes;
using ModelGen.Generator.Signatures;
using ModelGen.Generator.Symbols;

namespace ModelGen.Generator.Arguments;

/// <summary>What an argument is bound with: the attribute that gives it, and the symbols and settings that it may name.</summary>
internal sealed class ArgumentReader(AttributeUse use, SymbolTable symbols, SettingTable settings, ProblemSink problems)
{
    public AttributeUse Use => use;

    /// <summary>What was given; null if nothing was.</summary>
    public Constant? Given(LayerArgument argument) =>
        use.Find(argument.Name)?.Value is { Kind: not ConstantKind.Null } given ? given : null;

    /// <summary>How messages call an argument: <c>Lstm's NumLayers</c>.</summary>
    public string Describe(LayerArgument argument) => $"{use.Kind}'s {argument.Name}";

    /// <summary>A size of at least 1: an integer or an expression. Null, and a problem, if it is neither.</summary>
    public Dim? ReadSize(LayerArgument argument, Constant given) => symbols.ReadDimension(given, use.At(argument.Name), Describe(argument));

    /// <summary>The setting that an argument names; null, and a problem, if there is none.</summary>
    public SettingName? ReadSetting(LayerArgument argument, string name, SettingType type, SettingRange range) =>
        settings.Refer(name, type, range, use.At(argument.Name), $"{argument.Name} of {use.Kind}");

    /// <summary>An expression in an array, of at least <paramref name="least"/>. Null, and a problem, if it is none.</summary>
    public Dim? ReadItem(LayerArgument argument, int item, string text, long least) =>
        symbols.ReadExpression(text, use.At(argument.Name, item), Describe(argument), least: least);

    /// <summary>Whether a text can be an expression: it is more than a name, or a name that the declaration knows.</summary>
    public bool IsSize(string text) => text is not ("same" or "valid")
        && (!Names.IsIdentifier(text) || symbols.Constant(text) is not null
            || symbols.Occurrences.Any(occurrence => occurrence.Symbol == text));

    /// <summary>Reports that an argument is not what it must be.</summary>
    /// <returns>False.</returns>
    public bool Refuse(LayerArgument argument, string requirement) => Report(argument, $"{Describe(argument)} must be {requirement}.");

    /// <summary>Reports a mistake in an argument.</summary>
    /// <returns>False.</returns>
    public bool Report(LayerArgument argument, string message, int item = -1)
    {
        problems.Report(new Problem(Descriptors.BadArgument, use.At(argument.Name, item), message));
        return false;
    }
}
