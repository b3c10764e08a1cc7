using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace ModelGen.CodeFixes.Refactorings.Handwritten;

/// <summary>Writes the fields and properties that hold plain values as properties that compute them.</summary>
internal sealed class StoredReader(
    SemanticModel model, SizeReader sizes, IReadOnlyList<ConstructorParameter> parameters, CancellationToken cancellation)
{
    /// <summary>The members that hold plain values.</summary>
    public IEnumerable<StoredMember> Read(
        ClassDeclarationSyntax syntax, ConstructorReader setup, IReadOnlyList<MemberDeclarationSyntax> kept)
    {
        HashSet<ISymbol> read = new(
            kept.SelectMany(member => member.DescendantNodes())
                .OfType<IdentifierNameSyntax>().Select(name => model.GetSymbolInfo(name, cancellation).Symbol).OfType<ISymbol>(),
            SymbolEqualityComparer.Default);
        foreach (var member in syntax.Members)
        {
            var symbols = member is FieldDeclarationSyntax { Declaration.Variables: var variables }
                ? variables.Select(variable => model.GetDeclaredSymbol(variable, cancellation)!).ToList()
                : [model.GetDeclaredSymbol(member, cancellation)!];
            foreach (var symbol in symbols.Where(setup.Values.ContainsKey))
            {
                yield return new StoredMember(symbol, member, Text(symbol, member, setup.Values[symbol]),
                    read.Contains(symbol) || Implements(symbol));
            }
        }
    }

    private static bool Implements(ISymbol symbol) => symbol.ContainingType.AllInterfaces.SelectMany(one => one.GetMembers())
        .Any(member => SymbolEqualityComparer.Default.Equals(symbol.ContainingType.FindImplementationForInterfaceMember(member), symbol));

    private string? Text(ISymbol symbol, MemberDeclarationSyntax syntax, IOperation? value)
    {
        var type = syntax is FieldDeclarationSyntax field ? field.Declaration.Type : ((PropertyDeclarationSyntax)syntax).Type;
        if (value is null || Value(value, type, symbol) is not { } text)
        {
            return null;
        }

        var modifiers = syntax.Modifiers
            .Where(modifier => !modifier.IsKind(SyntaxKind.ReadOnlyKeyword) && !modifier.IsKind(SyntaxKind.RequiredKeyword))
            .Select(modifier => modifier.Text);
        return text.Length == 0 ? text : $"{string.Concat(modifiers.Select(modifier => modifier + " "))}{type} {symbol.Name} => {text};";
    }

    private string? Value(IOperation value, TypeSyntax type, ISymbol symbol)
    {
        var resolved = sizes.Resolve(value);
        if (resolved is IParameterReferenceOperation { Parameter: var parameter } && parameters.Any(one => one.Name == parameter.Name))
        {
            // A generated field contains the value, as a long or a double.
            var generated = $"_{parameter.Name}";
            var natural = SizeReader.IsSetting(parameter) ? SpecialType.System_Double : SpecialType.System_Int64;
            var own = model.GetTypeInfo(type, cancellation).Type!.SpecialType;
            return symbol.Name == generated ? own == natural ? string.Empty : null
                : own == natural ? generated
                : own == parameter.Type.SpecialType ? $"({type}){generated}"
                : null;
        }

        return value.ConstantValue.HasValue ? value.Syntax.ToString()
            : sizes.Constant(value) is { } number ? number.ToString(System.Globalization.CultureInfo.InvariantCulture)
            : null;
    }
}
