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
            if (start.Compilation.GetTypeByMetadataName(Vocabulary.ModelAttribute) is { } marker)
            {
                start.RegisterSymbolAction(symbol => Analyze(symbol, marker), SymbolKind.NamedType);
            }
        });
    }

    private static void Analyze(SymbolAnalysisContext context, INamedTypeSymbol marker)
    {
        var type = (INamedTypeSymbol)context.Symbol;
        if (type.TypeKind != TypeKind.Class || !type.GetAttributes().Any(attribute => SymbolEqualityComparer.Default.Equals(attribute.AttributeClass, marker)))
        {
            return;
        }

        var (model, problems) = Read(type, context.CancellationToken);
        if (model is not null)
        {
            foreach (var diagnostic in StageCommentCheck.Check(type, model, context.CancellationToken))
            {
                context.ReportDiagnostic(diagnostic);
            }
        }

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
    internal static IReadOnlyList<Problem> Problems(INamedTypeSymbol model, CancellationToken cancellation) => Read(model, cancellation).Problems;

    // What an incomplete declaration means is guesswork.
    private static (InferredModel? Model, IReadOnlyList<Problem> Problems) Read(INamedTypeSymbol type, CancellationToken cancellation)
    {
        var sink = new CollectingSink();
        var declaration = DeclarationParser.Parse(type, sink, cancellation);
        return (declaration.IsIncomplete ? null : Inference.Infer(declaration, sink), sink.Problems);
    }
}
