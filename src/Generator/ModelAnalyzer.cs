using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using ModelGen.Generator.Diagnostics;
using ModelGen.Generator.Infer;
using ModelGen.Generator.Parse;

namespace ModelGen.Generator;

/// <summary>Reports mistakes in declarations, at the exact attribute or argument.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ModelAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => Descriptors.All;

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(static start =>
        {
            if (start.Compilation.GetTypeByMetadataName(Vocabulary.ModelAttribute) is { } model)
            {
                start.RegisterSymbolAction(symbol => Analyze(symbol, model), SymbolKind.NamedType);
            }
        });
    }

    private static void Analyze(SymbolAnalysisContext context, INamedTypeSymbol model)
    {
        var type = (INamedTypeSymbol)context.Symbol;
        if (type.TypeKind != TypeKind.Class || !type.GetAttributes().Any(attribute => SymbolEqualityComparer.Default.Equals(attribute.AttributeClass, model)))
        {
            return;
        }

        var problems = Problems(type, context.CancellationToken);
        if (problems.Count == 0)
        {
            return;
        }

        var locator = new Locator(type, context.Compilation, context.CancellationToken);
        foreach (var problem in problems.Where(problem => !locator.IsToldByCompiler(problem)))
        {
            context.ReportDiagnostic(locator.ToDiagnostic(problem));
        }
    }

    /// <summary>Everything that is wrong with a model, what the compiler tells besides included.</summary>
    internal static IReadOnlyList<Problem> Problems(INamedTypeSymbol model, CancellationToken cancellation)
    {
        var sink = new CollectingSink();
        var declaration = DeclarationParser.Parse(model, sink, cancellation);
        if (!declaration.IsIncomplete)
        {
            Inference.Infer(declaration, sink);
        }

        return sink.Problems;
    }
}
