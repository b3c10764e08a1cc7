using System;
using System.Globalization;
using System.Linq;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;
using ModelGen.Generator.Caching;
using ModelGen.Generator.Declarations;
using ModelGen.Generator.Emit;
using ModelGen.Generator.Parse;
using ModelGen.Generator.Plan;
using ModelGen.Generator.Signatures;

namespace ModelGen.Generator;

/// <summary>Writes the TorchSharp module of every class with <c>[Model]</c>. <see cref="ModelAnalyzer"/> reports the mistakes.</summary>
[Generator(LanguageNames.CSharp)]
public sealed class ModelGenerator : IIncrementalGenerator
{
    private const string Ending = ".g.cs";

    private readonly Caches _caches;

    /// <summary>Creates the generator.</summary>
    public ModelGenerator()
        : this(Caches.Shared)
    {
    }

    internal ModelGenerator(Caches caches) => _caches = caches;

    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        // One for each project: an IDE initialises the generator anew for every project, and keeps what follows
        // from one compilation to the next.
        var memory = new DeclarationMemory(_caches);
        var declarations = context.CompilationProvider
            .SelectMany((compilation, cancellation) => memory.Read((CSharpCompilation)compilation, WriteAhead, cancellation))
            .WithTrackingName(TrackingNames.Parse);

        // A block has a step only where a model that is decoded has it.
        var decoded = declarations
            .Where(static declaration => DecodedBlocks.IsAsked(declaration))
            .SelectMany(static (declaration, _) => DecodedBlocks.Of(declaration))
            .Collect()
            .Select(static (names, _) => new NameSet(names.Distinct().OrderBy(name => name, StringComparer.Ordinal).ToEquatableArray()))
            .WithTrackingName(TrackingNames.DecodedBlocks);

        var parts = declarations
            .Combine(decoded)
            .Select(static (pair, _) => new Request(pair.Left, pair.Right.Items.Contains(pair.Left.Type.QualifiedName)))
            .WithTrackingName(TrackingNames.Decode)
            .Select((request, _) => PartOf(request.Declaration, request.IsDecoded))
            .WithTrackingName(TrackingNames.Write);

        // The name has a character that no class has.
        context.RegisterSourceOutput(
            declarations
                .SelectMany(static (declaration, _) => declaration.Foreign.Items)
                .Collect()
                .Select(static (attributes, _) => ForeignLayerEmitter.Emit(attributes)),
            static (output, text) =>
            {
                if (text.Length > 0)
                {
                    output.AddSource("Foreign-Layers.g.cs", SourceText.From(text, Encoding.UTF8));
                }
            });

        // Hint names must differ in more than case, and generic and nested names lose their punctuation there.
        var ambiguous = parts
            .Select(static (part, _) => part.HintName)
            .Collect()
            .Select(static (names, _) => new NameSet(names
                .GroupBy(name => name, StringComparer.OrdinalIgnoreCase)
                .Where(group => group.Count() > 1)
                .Select(group => group.Key.ToUpperInvariant())
                .OrderBy(name => name, StringComparer.Ordinal)
                .ToEquatableArray()));

        context.RegisterSourceOutput(
            parts.Combine(ambiguous),
            static (output, pair) =>
            {
                var name = FileName(pair.Left, pair.Right);
                output.AddSource(name + Ending, SourceText.From(pair.Left.Text, Encoding.UTF8));
                if (pair.Left.Inference.Length > 0)
                {
                    // With a character that no class has.
                    output.AddSource($"{name}-Inference{Ending}", SourceText.From(pair.Left.Inference, Encoding.UTF8));
                }
            });
    }

    // While others are still read. What turns out to be decoded as a block is written once more.
    private void WriteAhead(Declaration declaration)
    {
        if (_caches.IsOn)
        {
            PartOf(declaration, isDecoded: false);
        }
    }

    // A new model moves those after it, which Roslyn, comparing place by place, then asks for again.
    private EmittedPart PartOf(Declaration declaration, bool isDecoded) =>
        _caches.PartOf(declaration, isDecoded, key => Write(key, isDecoded));

    // Of the intermediate results only the text is kept.
    private EmittedPart Write(Declaration declaration, bool isDecoded)
    {
        var (type, name) = (declaration.Type, declaration.Type.Title);
        return Isolation.Try(Isolation.Step.Write, name, () => WriteText(declaration, isDecoded), failure =>
        {
            var signature = SignatureText.WriteFailure(Isolation.Describe($"'{name}'", failure));
            return Isolation.Try(Isolation.Step.WriteSurface, name, () => WriteSurface(declaration, signature),
                _ => new EmittedPart(type.HintName, type.QualifiedName, ModelEmitter.EmitFailure(type, signature), string.Empty));
        });
    }

    private EmittedPart WriteText(Declaration declaration, bool isDecoded)
    {
        if (declaration.IsProvisional)
        {
            return Emit(
                Planner.Plan(_caches.InferSilently(declaration.LastWhole ?? declaration).AsSurface(declaration), isDecoded));
        }

        var model = _caches.InferSilently(declaration);
        var part = Emit(Planner.Plan(model, isDecoded));
        _caches.Findings.Keep(model);
        return part;
    }

    private EmittedPart WriteSurface(Declaration declaration, string signature) =>
        Emit(
            Planner.Plan(_caches.InferSilently(declaration).AsSurface(declaration), isDecoded: false) with { Signature = signature });

    private static EmittedPart Emit(ModelPlan plan) =>
        new(plan.Type.HintName, plan.Type.QualifiedName, ModelEmitter.Emit(plan), InferenceEmitter.Emit(plan));

    // Without the ending.
    private static string FileName(EmittedPart part, NameSet ambiguous)
    {
        if (!ambiguous.Items.Contains(part.HintName.ToUpperInvariant()))
        {
            return part.HintName;
        }

        // FNV-1a of the full name, which is unique.
        var hash = part.QualifiedName.Aggregate(2166136261u, (sum, character) => unchecked((sum ^ character) * 16777619u));
        return $"{part.HintName}-{hash.ToString("x8", CultureInfo.InvariantCulture)}";
    }

    // The pipeline passes classes, because for every struct a new process compiles Roslyn's generic tables again.
    private sealed record NameSet(EquatableArray<string> Items);

    private sealed record Request(Declaration Declaration, bool IsDecoded);
}
