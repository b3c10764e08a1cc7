using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using ModelGen.Generator.Declarations;
using ModelGen.Generator.Diagnostics;
using ModelGen.Generator.Shapes;

namespace ModelGen.Generator.Symbols;

/// <summary>
/// Reads the sizes of a declaration and collects the symbols in them. Binding alone uses it; <see cref="ToTable"/> gives
/// the later steps what it found.
/// </summary>
internal sealed class SymbolReader(Declaration declaration, ProblemSink problems)
{
    private readonly Dictionary<string, Dim> _constants =
        declaration.Constants.ToDictionary(constant => constant.Name, constant => (Dim)constant.Value);

    private readonly ImmutableArray<SymbolTable.Occurrence>.Builder _occurrences = ImmutableArray.CreateBuilder<SymbolTable.Occurrence>();
    private readonly ImmutableArray<SymbolTable.DimStatement>.Builder _statements =
        ImmutableArray.CreateBuilder<SymbolTable.DimStatement>();

    private Facts _facts = Facts.None;

    /// <summary>The class's constant of that name, if there is one.</summary>
    public Dim? Constant(string name) => _constants.TryGetValue(name, out var value) ? value : null;

    /// <summary>Whether a <c>[Dim]</c> that was read states a symbol.</summary>
    public bool IsStated(string symbol) => _statements.Any(statement => statement.Symbol == symbol);

    /// <summary>Whether what was read so far names a symbol.</summary>
    public bool IsNamed(string symbol) => _occurrences.Any(occurrence => occurrence.Symbol == symbol);

    /// <summary>Adds what <c>[Dim]</c> states of a symbol that no other one states.</summary>
    public void State(SymbolTable.DimStatement statement)
    {
        _statements.Add(statement);
        _facts = _facts.With(statement.Facts);
    }

    /// <summary>Records where a symbol occurs.</summary>
    public void Note(string symbol, Site site) => _occurrences.Add(new SymbolTable.Occurrence(symbol, site));

    /// <summary>What was read.</summary>
    public SymbolTable ToTable() => new(_constants, _statements.ToImmutable(), _facts, _occurrences.ToImmutable());

    /// <summary>Reads a size of at least 1: an integer or an expression. Null, and a problem, if it is neither.</summary>
    public Dim? ReadDimension(Constant constant, Site site, string what, bool isPattern = false)
    {
        switch (constant.Kind)
        {
            case ConstantKind.Integer when constant.Integer >= 1:
                return constant.Integer;

            case ConstantKind.Integer:
                problems.Report(new Problem(Descriptors.BadDimension, site, $"{what} must be at least 1, not {constant.Integer}."));
                return null;

            case ConstantKind.Text:
                return ReadExpression(constant.Text, site, what, isPattern: isPattern);

            default:
                problems.Report(new Problem(
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
                problems.Report(new Problem(
                    Descriptors.BadDimension,
                    site.Within(offset + error.Start, error.Length),
                    $"{Quoted(text)} is not a dimension: {error.Message}."));
                return null;
            }

            foreach (var use in uses)
            {
                if (!isPattern && !_constants.ContainsKey(use.Name))
                {
                    Note(use.Name, site.Within(offset + use.Start, use.Length));
                }
            }

            dim = _facts.Simplify(dim.Substitute(_constants));
            if (dim.TryGetConstant(out var value) && (value < least || value > long.MaxValue))
            {
                problems.Report(new Problem(
                    Descriptors.BadDimension,
                    site,
                    value < least
                        ? $"{what} must be at least {least}, but {Quoted(text)} is {value}."
                        : $"{Quoted(text)} is {value}, more than a tensor can have."));
                return null;
            }

            if (!dim.FitsCode)
            {
                problems.Report(new Problem(Descriptors.BadDimension, site,
                    $"{Quoted(text)} has a number above {long.MaxValue}, more than a tensor can have."));
                return null;
            }

            return dim;
        }
        catch (DimLimitException limit)
        {
            problems.Report(new Problem(Descriptors.BadDimension, site, $"{Quoted(text)} is too complex: {limit.Message}."));
            return null;
        }
    }
}
