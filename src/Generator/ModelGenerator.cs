using System;
using System.Globalization;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ModelGen.Generator.Diagnostics;
using ModelGen.Generator.Emit;
using ModelGen.Generator.Infer;
using ModelGen.Generator.Parse;
using ModelGen.Generator.Plan;

namespace ModelGen.Generator;

/// <summary>Writes the TorchSharp module of every class with <c>[Model]</c>. Mistakes are told by <see cref="ModelAnalyzer"/>.</summary>
[Generator(LanguageNames.CSharp)]
public sealed class ModelGenerator : IIncrementalGenerator
{
    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var declarations = context.SyntaxProvider
            .ForAttributeWithMetadataName(
                Vocabulary.ModelAttribute,
                static (node, _) => node is TypeDeclarationSyntax,
                static (target, cancellation) => IsFirst(target) ? DeclarationParser.Parse((INamedTypeSymbol)target.TargetSymbol, new SilentSink(), cancellation) : null)
            .WithTrackingName(TrackingNames.Parse);

        // A block has a step only where a model that is decoded has it.
        var decoded = declarations
            .Where(static declaration => declaration is not null && DecodedBlocks.IsAsked(declaration))
            .SelectMany(static (declaration, _) => DecodedBlocks.Of(declaration!))
            .Collect()
            .Select(static (names, _) => names.Distinct().OrderBy(name => name, StringComparer.Ordinal).ToEquatableArray())
            .WithTrackingName(TrackingNames.DecodedBlocks);

        var plans = declarations
            .Where(static declaration => declaration is { Type.CanExtend: true })
            .Combine(decoded)
            .Select(static (pair, _) => (Declaration: pair.Left!, IsDecoded: pair.Right.Contains(pair.Left!.Type.QualifiedName)))
            .WithTrackingName(TrackingNames.Decode)
            .Select(static (pair, _) => Planner.Plan(Inference.Infer(pair.Declaration, new SilentSink()), pair.IsDecoded))
            .WithTrackingName(TrackingNames.Plan);

        // Hint names must differ in more than case, and generic and nested names lose their punctuation there.
        var ambiguous = plans
            .Select(static (plan, _) => plan.Type.HintName)
            .Collect()
            .Select(static (names, _) => names
                .GroupBy(name => name, StringComparer.OrdinalIgnoreCase)
                .Where(group => group.Count() > 1)
                .Select(group => group.Key.ToUpperInvariant())
                .OrderBy(name => name, StringComparer.Ordinal)
                .ToEquatableArray());

        context.RegisterSourceOutput(plans.Combine(ambiguous), static (output, pair) => output.AddSource(HintName(pair.Left.Type, pair.Right), ModelEmitter.Emit(pair.Left)));
    }

    // A class that is written twice, or whose parts repeat [Model], the compiler objects to; it is still one class.
    private static bool IsFirst(GeneratorAttributeSyntaxContext target) =>
        target.TargetSymbol.GetAttributes().First(attribute => attribute.AttributeClass?.ToDisplayString() == Vocabulary.ModelAttribute).ApplicationSyntaxReference is { } first
        && first.SyntaxTree == target.TargetNode.SyntaxTree
        && target.TargetNode.Span.Contains(first.Span);

    private static string HintName(TypeShell type, EquatableArray<string> ambiguous)
    {
        if (!ambiguous.Contains(type.HintName.ToUpperInvariant()))
        {
            return type.HintName + ".g.cs";
        }

        // FNV-1a of the full name, which is unique.
        var hash = type.QualifiedName.Aggregate(2166136261u, (sum, character) => unchecked((sum ^ character) * 16777619u));
        return $"{type.HintName}-{hash.ToString("x8", CultureInfo.InvariantCulture)}.g.cs";
    }
}
