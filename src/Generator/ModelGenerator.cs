using System;
using System.Globalization;
using System.Linq;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
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
    // A new model moves those after it, which Roslyn, comparing place by place, then asks for again.
    private static readonly ConditionalWeakTable<Declaration, ModelPlan> Plans = new();
    private static readonly ConditionalWeakTable<Declaration, ModelPlan> DecodedPlans = new();

    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        // One for each project: an IDE initialises the generator anew for every project, and keeps what follows from one compilation to the next.
        var memory = new DeclarationMemory();
        var declarations = context.CompilationProvider
            .SelectMany((compilation, cancellation) => memory.Read((CSharpCompilation)compilation, cancellation))
            .WithTrackingName(TrackingNames.Parse);

        // A block has a step only where a model that is decoded has it.
        var decoded = declarations
            .Where(static declaration => DecodedBlocks.IsAsked(declaration))
            .SelectMany(static (declaration, _) => DecodedBlocks.Of(declaration))
            .Collect()
            .Select(static (names, _) => names.Distinct().OrderBy(name => name, StringComparer.Ordinal).ToEquatableArray())
            .WithTrackingName(TrackingNames.DecodedBlocks);

        var plans = declarations
            .Combine(decoded)
            .Select(static (pair, _) => (Declaration: pair.Left, IsDecoded: pair.Right.Contains(pair.Left.Type.QualifiedName)))
            .WithTrackingName(TrackingNames.Decode)
            .Select(static (pair, _) => pair.IsDecoded ? DecodedPlans.GetValue(pair.Declaration, PlanDecoded) : Plans.GetValue(pair.Declaration, Plan))
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

    private static ModelPlan Plan(Declaration declaration) => Plan(declaration, isDecoded: false);

    private static ModelPlan PlanDecoded(Declaration declaration) => Plan(declaration, isDecoded: true);

    private static ModelPlan Plan(Declaration declaration, bool isDecoded)
    {
        var sink = new SilentSink();
        var model = Inference.Infer(declaration, sink);
        var plan = Planner.Plan(model, isDecoded);
        Findings.Keep(model, sink);
        return plan;
    }

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
