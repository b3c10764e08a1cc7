using System.Globalization;
using System.Linq;
using System.Numerics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ModelGen.CodeFixes.Editing;

/// <summary>Writes facts into <c>[Dim]</c> attributes; a symbol has one.</summary>
internal static class Statements
{
    /// <param name="root">The document's root.</param>
    /// <param name="anchor">The attribute after which a new statement stands.</param>
    /// <param name="symbol">The symbol.</param>
    /// <param name="fact">Such as <c>MultipleOf = 8</c>, or nothing.</param>
    /// <param name="statement">The symbol's statement, if it has one already.</param>
    public static SyntaxNode State(SyntaxNode root, AttributeSyntax anchor, string symbol, string fact, AttributeSyntax? statement)
    {
        statement ??= anchor.Parent?.Parent is MemberDeclarationSyntax owner
            ? owner.AttributeLists.SelectMany(list => list.Attributes).FirstOrDefault(attribute => IsStatementOf(attribute, symbol))
            : null;
        var text = SymbolDisplay.FormatLiteral(symbol, quote: true);
        if (statement is null)
        {
            return AttributeLists.Insert(root, anchor, fact.Length == 0 ? $"Dim({text})" : $"Dim({text}, {fact})", isBefore: false);
        }

        if (fact.Length == 0)
        {
            return root;
        }

        var equals = fact.IndexOf('=');
        var (name, value) = (fact.Substring(0, equals).Trim(), fact.Substring(equals + 1).Trim());
        return Arguments.Set(root, statement, name, Join(name, Arguments.Find(statement, name)?.Expression.ToString(), value));
    }

    private static bool IsStatementOf(AttributeSyntax attribute, string symbol) =>
        attribute.Name.GetLastToken().ValueText is "Dim" or "DimAttribute"
        && attribute.ArgumentList?.Arguments.FirstOrDefault()?.Expression is LiteralExpressionSyntax literal
        && literal.Token.ValueText == symbol;

    // Of two facts both hold.
    private static string Join(string name, string? known, string added)
    {
        if (!BigInteger.TryParse(known, NumberStyles.None, CultureInfo.InvariantCulture, out var a)
            || !BigInteger.TryParse(added, NumberStyles.None, CultureInfo.InvariantCulture, out var b) || a.IsZero)
        {
            return added;
        }

        var both = name switch
        {
            "Min" => BigInteger.Max(a, b),
            "Max" => BigInteger.Min(a, b),
            _ => a / BigInteger.GreatestCommonDivisor(a, b) * b,
        };
        return both.ToString(CultureInfo.InvariantCulture);
    }
}
