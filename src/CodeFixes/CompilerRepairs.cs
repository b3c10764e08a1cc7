using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ModelGen.Generator;
using ModelGen.Generator.Declarations;
using ModelGen.Generator.Kinds;
using ModelGen.Generator.Parse;
using ModelGen.Generator.Repairs;
using ModelGen.Generator.Reporting;

namespace ModelGen.CodeFixes;

/// <summary>Repairs of what the analyzer leaves to the compiler to tell: <c>nameof</c> of a stage that does not exist.</summary>
internal static class CompilerRepairs
{
    /// <summary>The compiler's diagnostic for a name that does not exist.</summary>
    public const string UnknownName = "CS0103";

    /// <summary>
    /// What the analyzer would have offered at the same place. Of <c>nameof(x) + ".h"</c> with an unknown name the compiler knows no value, so that the analyzer
    /// does not see it; the name is then corrected for itself.
    /// </summary>
    public static IEnumerable<Repair> Of(Diagnostic diagnostic, INamedTypeSymbol model, Locator locator, CancellationToken cancellation)
    {
        var problems = ModelAnalyzer.Problems(model, cancellation)
            .Where(problem => locator.IsToldByCompiler(problem) && locator.Find(problem.Site).SourceSpan.Contains(diagnostic.Location.SourceSpan))
            .ToList();
        return problems.Count > 0 ? problems.SelectMany(problem => problem.Repairs) : Named(diagnostic, model, cancellation);
    }

    private static IEnumerable<Repair> Named(Diagnostic diagnostic, INamedTypeSymbol model, CancellationToken cancellation)
    {
        if (diagnostic.Location.SourceTree?.GetRoot(cancellation).FindToken(diagnostic.Location.SourceSpan.Start).Parent is not IdentifierNameSyntax
            {
                Identifier.ValueText: var wrong,
                Parent.Parent.Parent: InvocationExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: "nameof" } } call,
            }
            || call.FirstAncestorOrSelf<AttributeSyntax>() is not { } attribute)
        {
            return [];
        }

        var names = DeclarationLayout.StageFields(model).Select(field => field.Name).Where(name => !IsOn(attribute, name));
        if (Names.Nearest(wrong, names) is { } meant)
        {
            return [new Repair("Spell", $"Change '{wrong}' to '{meant}'", [new Edit(EditKind.RenameHere, Site.Class, wrong, meant)])];
        }

        // The input of the class is no member, so that only its text names it.
        var inputs = model.GetAttributes()
            .Where(given => AttributeReader.IsOurs(given) && given.AttributeClass!.Name == "InputAttribute")
            .Select(given => given.NamedArguments.FirstOrDefault(argument => argument.Key == "Name").Value.Value as string ?? "input");
        return Names.Nearest(wrong, inputs) is { } input
            ? [new Repair("Spell", $"Write \"{input}\" without nameof", [new Edit(EditKind.QuoteHere, Site.Class, wrong, input)])]
            : [];
    }

    // A stage's own name is not what it begins with.
    private static bool IsOn(AttributeSyntax attribute, string stage) =>
        attribute.FirstAncestorOrSelf<FieldDeclarationSyntax>() is { } field && field.Declaration.Variables.Any(variable => variable.Identifier.ValueText == stage);
}
