using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using ModelGen.Generator.Declarations;
using ModelGen.Generator.Shapes;

namespace ModelGen.Generator.Symbols;

/// <summary>
/// The symbols of a declaration: what <c>[Dim]</c> states of them, the class's constants, and where they occur. A
/// <see cref="SymbolReader"/> collects them while the declaration is bound.
/// </summary>
internal sealed class SymbolTable
{
    private readonly IReadOnlyDictionary<string, Dim> _constants;
    private readonly IReadOnlyDictionary<string, DimStatement> _statements;

    /// <param name="constants">The class's constants by name.</param>
    /// <param name="statements">What each <c>[Dim]</c> states, in the order of the declaration, each of another symbol.</param>
    /// <param name="facts">The facts of all statements.</param>
    /// <param name="occurrences">Where symbols occur.</param>
    public SymbolTable(
        IReadOnlyDictionary<string, Dim> constants,
        ImmutableArray<DimStatement> statements,
        Facts facts,
        ImmutableArray<Occurrence> occurrences)
    {
        _constants = constants;
        _statements = statements.ToDictionary(statement => statement.Symbol);
        Statements = statements;
        Facts = facts;
        Occurrences = occurrences;
    }

    /// <summary>Where a symbol occurs.</summary>
    public sealed record Occurrence(string Symbol, Site Site);

    /// <summary>What a <c>[Dim]</c> attribute says.</summary>
    /// <param name="Symbol">The symbol.</param>
    /// <param name="Default">The size when the constructor is not given it.</param>
    /// <param name="Facts">What holds of its size.</param>
    /// <param name="IsLeastStated">Whether a least size of 1 or more is stated, which is then checked.</param>
    /// <param name="Use">The attribute.</param>
    /// <param name="Site">Where the symbol is named.</param>
    public sealed record DimStatement(string Symbol, long? Default, SymbolFacts Facts, bool IsLeastStated, AttributeUse Use, Site Site);

    public Facts Facts { get; }

    /// <summary>Every occurrence in the text, in the order in which binding read it.</summary>
    public ImmutableArray<Occurrence> Occurrences { get; }

    public ImmutableArray<DimStatement> Statements { get; }

    public DimStatement? Statement(string symbol) => _statements.TryGetValue(symbol, out var statement) ? statement : null;

    /// <summary>The class's constant of that name, if there is one.</summary>
    public Dim? Constant(string name) => _constants.TryGetValue(name, out var value) ? value : null;

    /// <summary>An expression in these symbols; null if the text is none.</summary>
    public Dim? Parse(string text)
    {
        try
        {
            return DimExpression.TryParse(text, out var dim, out _, out _) ? Facts.Simplify(dim.Substitute(_constants)) : null;
        }
        catch (DimLimitException)
        {
            return null;
        }
    }
}
