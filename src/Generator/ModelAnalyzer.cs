using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using ModelGen.Generator.Caching;
using ModelGen.Generator.Declarations;
using ModelGen.Generator.Diagnostics;
using ModelGen.Generator.Parse;
using ModelGen.Generator.Repairs;
using ModelGen.Generator.Reporting;
using ModelGen.Generator.Signatures;

namespace ModelGen.Generator;

/// <summary>Reports mistakes in declarations, at the exact attribute or argument.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ModelAnalyzer : DiagnosticAnalyzer
{
    private readonly Caches _caches;

    /// <summary>Creates the analyzer.</summary>
    public ModelAnalyzer()
        : this(Caches.Shared)
    {
    }

    internal ModelAnalyzer(Caches caches) => _caches = caches;

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => Descriptors.All;

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();

        // At once, because a request for a type of a new compilation waits until all generated files are parsed.
        context.RegisterSymbolAction(AnalyzeAlone, SymbolKind.NamedType);
    }

    private void AnalyzeAlone(SymbolAnalysisContext context)
    {
        // The compiler reports a class without a name.
        var type = (INamedTypeSymbol)context.Symbol;
        if (type is { TypeKind: TypeKind.Class, IsImplicitlyDeclared: false, Name.Length: > 0 })
        {
            Isolation.Try<object?>(
                Isolation.Step.Locate,
                type.Name,
                () =>
                {
                    Analyze(context, type);
                    return null;
                },
                exception =>
                {
                    context.ReportDiagnostic(Locator.ToInternalError(type, Isolation.Describe($"'{type.Name}'", exception)));
                    return null;
                });
        }
    }

    private void Analyze(SymbolAnalysisContext context, INamedTypeSymbol type)
    {
        if (!DeclarationLayout.IsModel(type))
        {
            ReportUndeclared(context, type);
            return;
        }

        var (declaration, problems) = Read(type, context.CancellationToken);
        if (!problems.Any(problem => problem.Descriptor.DefaultSeverity == DiagnosticSeverity.Error)
            && BlockReader.SignatureOf(type) is { } signature && SignatureText.FailureOf(signature) is { } failure)
        {
            context.ReportDiagnostic(Locator.ToInternalError(type, failure));
        }

        if (!declaration.IsIncomplete)
        {
            foreach (var diagnostic in StageCommentCheck.Check(type, declaration, _caches, context.CancellationToken))
            {
                context.ReportDiagnostic(diagnostic);
            }
        }

        if (problems.Count == 0)
        {
            return;
        }

        var locator = new Locator(type, context.Compilation, context.CancellationToken);
        foreach (var problem in problems.Where(problem => !locator.IsReportedByCompiler(problem)))
        {
            context.ReportDiagnostic(locator.ToDiagnostic(problem));
        }
    }

    // Nothing is generated for a class that is not a model, and the compiler reports nothing.
    private static void ReportUndeclared(SymbolAnalysisContext context, INamedTypeSymbol type)
    {
        // The compiler reports an attribute that it cannot find, which may become [Model], and a class that is half typed.
        var attributes = type.GetAttributes();
        var isOnClass = attributes.Any(AttributeReader.IsOurs);
        if (attributes.Any(AttributeReader.IsUnresolved) || DeclarationLayout.IsHalfTyped(type, context.CancellationToken))
        {
            return;
        }

        if (!isOnClass && !DeclarationLayout.StageFields(type).Any(field => field.GetAttributes().Any(AttributeReader.IsOurs)))
        {
            return;
        }

        var problem = new Problem(
            Descriptors.NotDeclared,
            Site.Class,
            $"'{type.Name}' has {(isOnClass ? "attributes of ModelGen" : "stages")} but not [Model], so nothing is generated: add [Model].")
        {
            Repairs = isOnClass ? [Repair.DeclareModel(type.Name)] : [],
        };
        context.ReportDiagnostic(new Locator(type, context.Compilation, context.CancellationToken).ToDiagnostic(problem));
    }

    /// <summary>All mistakes of a model, including those that the compiler reports as well.</summary>
    internal static IReadOnlyList<Problem> Problems(INamedTypeSymbol model, CancellationToken cancellation) =>
        new ModelAnalyzer().Read(model, cancellation).Problems;

    private (Declaration Declaration, IReadOnlyList<Problem> Problems) Read(INamedTypeSymbol type, CancellationToken cancellation)
    {
        // The generator has bound the same attributes just before, and found nothing wrong with them.
        if (_caches.IsOn && DeclarationMemory.Recall(type) is { } known)
        {
            return (known, _caches.Findings.Of(known));
        }

        var sink = new CollectingSink();
        var declaration = _caches.Parse(type, sink, cancellation);
        if (declaration.IsIncomplete)
        {
            // Its meaning is unknown.
            return (declaration, sink.Problems);
        }

        if (declaration.HasErrors)
        {
            // A mistake hides the mistakes that follow from it.
            _caches.Infer(declaration, sink);
            return (declaration, sink.Problems);
        }

        return (declaration, [.. sink.Problems, .. _caches.Findings.Of(declaration)]);
    }
}
