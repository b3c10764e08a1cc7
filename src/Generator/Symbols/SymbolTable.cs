using System.Collections.Generic;
using System.Linq;
using ModelGen.Generator.Declarations;
using ModelGen.Generator.Diagnostics;
using ModelGen.Generator.Plan;
using ModelGen.Generator.Shapes;

namespace ModelGen.Generator.Symbols;

/// <summary>
/// The symbols of a declaration: what <c>[Dim]</c> states of them, the class's constants, and where they occur.
/// </summary>
internal sealed class SymbolTable
{
    private readonly Dictionary<string, Dim> _constants;
    private readonly List<Occurrence> _occurrences = new();
    private readonly Dictionary<string, Adoption> _adopted = new();
    private readonly Dictionary<string, DimStatement> _statements = new();
    private readonly ProblemSink _problems;

    public SymbolTable(Declaration declaration, ProblemSink problems)
    {
        _problems = problems;
        _constants = declaration.Constants.ToDictionary(constant => constant.Name, constant => (Dim)constant.Value);
    }

    /// <summary>Where a symbol occurs.</summary>
    public sealed record Occurrence(string Symbol, Site Site);

    /// <summary>The block whose parameter a symbol is, and a number that grows along the block's parameters.</summary>
    public sealed record Adoption(Site Block, int Number);

    /// <summary>What a <c>[Dim]</c> attribute says.</summary>
    /// <param name="Symbol">The symbol.</param>
    /// <param name="Default">The size when the constructor is not given it.</param>
    /// <param name="Facts">What holds of its size.</param>
    /// <param name="IsLeastStated">Whether a least size of 1 or more is stated, which is then checked.</param>
    /// <param name="Use">The attribute.</param>
    /// <param name="Site">Where the symbol is named.</param>
    public sealed record DimStatement(string Symbol, long? Default, SymbolFacts Facts, bool IsLeastStated, AttributeUse Use, Site Site);

    public Facts Facts { get; private set; } = Facts.None;

    /// <summary>The class's constant of that name, if there is one.</summary>
    public Dim? Constant(string name) => _constants.TryGetValue(name, out var value) ? value : null;

    /// <summary>Every occurrence in the text, in the order in which binding and inference met it.</summary>
    public IReadOnlyList<Occurrence> Occurrences => _occurrences;

    /// <summary>
    /// Where a block's parameter becomes a parameter of this model, although the text does not name it; null if none of that name does.
    /// </summary>
    public Adoption? AdoptedAt(string symbol) => _adopted.TryGetValue(symbol, out var adoption) ? adoption : null;

    /// <summary>Records that a block's parameter becomes a parameter of this model.</summary>
    public void Adopt(string symbol, Site block)
    {
        if (!_adopted.TryGetValue(symbol, out var first) || block.Ordinal < first.Block.Ordinal)
        {
            _adopted[symbol] = new Adoption(block, _adopted.Count);
        }
    }

    public IEnumerable<DimStatement> Statements => _statements.Values;

    public DimStatement? Statement(string symbol) => _statements.TryGetValue(symbol, out var statement) ? statement : null;

    /// <summary>Adds what <c>[Dim]</c> states of a symbol.</summary>
    public void State(DimStatement statement)
    {
        _statements.Add(statement.Symbol, statement);
        Facts = Facts.With(statement.Facts);
    }

    /// <summary>Records where a symbol occurs.</summary>
    public void Note(string symbol, Site site) => _occurrences.Add(new Occurrence(symbol, site));

    /// <summary>Reads a size of at least 1: an integer or an expression. Null, and a problem, if it is neither.</summary>
    public Dim? ReadDimension(Constant constant, Site site, string what, bool isPattern = false)
    {
        switch (constant.Kind)
        {
            case ConstantKind.Integer when constant.Integer >= 1:
                return constant.Integer;

            case ConstantKind.Integer:
                _problems.Report(new Problem(Descriptors.BadDimension, site, $"{what} must be at least 1, not {constant.Integer}."));
                return null;

            case ConstantKind.Text:
                return ReadExpression(constant.Text, site, what, isPattern: isPattern);

            default:
                _problems.Report(new Problem(
                    Descriptors.BadDimension,
                    site,
                    $"{what} must be an integer or an expression in a string, such as 512 or \"4*D\", not {Written(constant)}."));
                return null;
        }
    }

    /// <summary>A text as messages show it.</summary>
    public static string Quoted(string text) => new Constant(ConstantKind.Text, Text: text.Trim()).ToString();

    private static string Written(Constant constant) => constant switch
    {
        { Kind: ConstantKind.Array } => $"[{constant}]",
        { Kind: ConstantKind.Real, Real: var real } when real % 1 == 0 => $"{constant}.0",
        _ => constant.ToString(),
    };

    /// <summary>Reads an expression; symbols that are constants of the class become their values.</summary>
    public Dim? ReadExpression(string text, Site site, string what, int offset = 0, bool isPattern = false, long least = 1)
    {
        try
        {
            if (!DimExpression.TryParse(text, out var dim, out var uses, out var error))
            {
                _problems.Report(new Problem(
                    Descriptors.BadDimension,
                    site.Within(offset + error.Start, error.Length),
                    $"{Quoted(text)} is not a dimension: {error.Message}."));
                return null;
            }

            foreach (var use in uses)
            {
                if (!isPattern && !_constants.ContainsKey(use.Name))
                {
                    _occurrences.Add(new Occurrence(use.Name, site.Within(offset + use.Start, use.Length)));
                }
            }

            dim = Facts.Simplify(dim.Substitute(_constants));
            if (dim.TryGetConstant(out var value) && (value < least || value > long.MaxValue))
            {
                _problems.Report(new Problem(
                    Descriptors.BadDimension,
                    site,
                    value < least
                        ? $"{what} must be at least {least}, but {Quoted(text)} is {value}."
                        : $"{Quoted(text)} is {value}, more than a tensor can have."));
                return null;
            }

            if (!dim.FitsCode)
            {
                _problems.Report(new Problem(Descriptors.BadDimension, site,
                    $"{Quoted(text)} has a number above {long.MaxValue}, more than a tensor can have."));
                return null;
            }

            return dim;
        }
        catch (DimLimitException limit)
        {
            _problems.Report(new Problem(Descriptors.BadDimension, site, $"{Quoted(text)} is too complex: {limit.Message}."));
            return null;
        }
    }
}
