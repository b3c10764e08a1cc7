using System;
using System.Collections.Immutable;
using System.Linq;
using ModelGen.Generator.Declarations;
using ModelGen.Generator.Diagnostics;
using ModelGen.Generator.Infer;
using ModelGen.Generator.Kinds;
using ModelGen.Generator.Symbols;

namespace ModelGen.Generator.Caching;

/// <summary>
/// The result of inference for a declaration, cached by the declaration's value: generator and analyzer see equal
/// declarations in one process, and an editor's next keystroke leaves most of them as they were. Declarations hold no symbols and
/// no syntax, and neither does what is found.
/// </summary>
internal sealed class Findings(Caches caches)
{
    private const int Capacity = 2048;

    private static readonly Lazy<ImmutableArray<Problem>> Nothing = new(static () => ImmutableArray<Problem>.Empty);

    private readonly RecentlyUsed<Declaration, Lazy<ImmutableArray<Problem>>> _known = new(Capacity);

    /// <summary>The problems of a declaration whose reading met no error.</summary>
    public ImmutableArray<Problem> Of(Declaration declaration)
    {
        if (!caches.IsOn)
        {
            return Infer(declaration);
        }

        if (_known.Find(declaration) is not { } found)
        {
            found = new(() => Infer(declaration));
            _known.Add(declaration, found);
        }

        return found.Value;
    }

    /// <summary>
    /// Remembers what the generator met on its way. If it met a mistake, the analyzer looks for itself: for it alone repairs are computed.
    /// </summary>
    public void Keep(InferredModel model)
    {
        if (!caches.IsOn || model.HasErrors || model.HasReports)
        {
            return;
        }

        var declaration = model.Bound.Declaration;
        var mayReport = model.Requirements.Any(static requirement => !requirement.IsOfEmptyAxis);
        _known.Add(declaration, mayReport ? Open(declaration, model.Bound.Symbols, model.Requirements) : Nothing);
    }

    private ImmutableArray<Problem> Infer(Declaration declaration)
    {
        var sink = new CollectingSink();
        caches.Infer(declaration, sink);
        return sink.Problems.ToImmutableArray();
    }

    // Keeps of the model what the search needs, and no more.
    private static Lazy<ImmutableArray<Problem>> Open(
        Declaration declaration, SymbolTable symbols, ImmutableArray<Requirement> requirements) => new(() =>
    {
        var sink = new CollectingSink();
        OpenComparisons.Report(declaration, symbols, requirements, sink);
        return sink.Problems.ToImmutableArray();
    });
}
