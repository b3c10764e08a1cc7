using System.Runtime.CompilerServices;
using System.Threading;
using Microsoft.CodeAnalysis;
using ModelGen.Generator.Declarations;
using ModelGen.Generator.Diagnostics;
using ModelGen.Generator.Emit;
using ModelGen.Generator.Infer;
using ModelGen.Generator.Parse;
using ModelGen.Generator.Signatures;

namespace ModelGen.Generator.Caching;

/// <summary>
/// The first steps, with what is kept of their results. The steps themselves keep nothing beyond a call. docs/caching.md lists every cache:
/// what it keeps, for how long, and why that is safe.
/// </summary>
internal sealed class Caches : IOtherModels
{
    // How many inferred models are kept. A model is large, and is used again soon or never.
    private const int InferredModels = 64;

    private readonly ConditionalWeakTable<Compilation, SharedReading> _readings = new();
    private readonly RecentlyUsed<Declaration, InferredModel> _inferred = new(InferredModels);
    private readonly PerDeclaration<Signature> _signatures;
    private readonly PerDeclaration<EmittedPart> _parts;
    private readonly PerDeclaration<EmittedPart> _decodedParts;

    private Caches(bool isOn)
    {
        IsOn = isOn;
        Findings = new Findings(this);
        _signatures = new(isOn);
        _parts = new(isOn);
        _decodedParts = new(isOn);
    }

    /// <summary>The caches of the process, which generator, analyzers and editor share.</summary>
    public static Caches Shared { get; } = new(isOn: true);

    /// <summary>No caches: every call computes its result. For tests, which compare the results.</summary>
    public static Caches Off { get; } = new(isOn: false);

    public bool IsOn { get; }

    /// <summary>The mistakes of declarations.</summary>
    public Findings Findings { get; }

    /// <summary>Reads a class and reports what is wrong with it. Blocks are read once per compilation.</summary>
    public Declaration Parse(INamedTypeSymbol type, ProblemSink problems, CancellationToken cancellation) =>
        DeclarationParser.Parse(type, problems, ReadingOf(type), cancellation);

    /// <summary>Infers a model and reports what is wrong with it. What its blocks show is inferred once.</summary>
    public InferredModel Infer(Declaration declaration, ProblemSink problems) => Inference.Infer(declaration, problems, this);

    /// <inheritdoc/>
    public InferredModel InferSilently(Declaration declaration)
    {
        // Of a block the part and the users need the same, one soon after the other.
        if (_inferred.Find(declaration) is not { } model)
        {
            model = Infer(declaration, new SilentSink());
            if (IsOn)
            {
                _inferred.Add(declaration, model);
            }
        }

        return model;
    }

    /// <inheritdoc/>
    public Signature SignatureOf(Declaration declaration) =>
        _signatures.Get(declaration, key => SignatureBuilder.Build(InferSilently(key.LastWhole ?? key), withFlows: true));

    /// <summary>The generated part of a model.</summary>
    /// <param name="declaration">The model.</param>
    /// <param name="isDecoded">Whether a model that is decoded has it as a block.</param>
    /// <param name="emit">Computes it.</param>
    public EmittedPart PartOf(Declaration declaration, bool isDecoded, System.Func<Declaration, EmittedPart> emit) =>
        (isDecoded ? _decodedParts : _parts).Get(declaration, emit);

    private SharedReading ReadingOf(INamedTypeSymbol type) =>
        IsOn && type.ContainingAssembly is ISourceAssemblySymbol { Compilation: { } compilation }
            ? _readings.GetValue(compilation, static _ => new SharedReading(isOn: true))
            : new SharedReading(IsOn);
}
