using System;
using System.Collections.Generic;
using System.Linq;
using ModelGen.Generator.Declarations;
using ModelGen.Generator.Diagnostics;
using ModelGen.Generator.Kinds;
using ModelGen.Generator.Shapes;

namespace ModelGen.Generator.Infer;

/// <summary>
/// Reports comparisons that are left to run time although only coincidence makes them true: two sizes of inputs with different
/// symbols would have to be equal, or one of them a number. Sums, products and quotients of sizes are left alone: their equality is
/// often known to the caller only.
/// </summary>
internal sealed class ChanceEqualities(ModelContext model)
{
    private readonly List<(DimRelation Relation, Problem? Refusal)> _found = new();

    /// <summary>Notes an open comparison; <paramref name="refuted"/> reports what is wrong if it does not hold.</summary>
    public void Add(DimRelation relation, Action refuted)
    {
        if (IsBare(relation) && !_found.Any(one => IsSame(one.Relation, relation)))
        {
            // Only the analyzer shows the words.
            _found.Add((relation, model.Problems.IsHeard ? model.Unreported(refuted).FirstOrDefault() : null));
        }
    }

    /// <param name="parameters">The symbols that the constructor is given, which say what they want.</param>
    public void Report(IReadOnlyCollection<string> parameters)
    {
        var open = _found.Where(one => !Symbols(one.Relation).Any(parameters.Contains)).ToList();
        if (open.Count == 0)
        {
            return;
        }

        if (!model.Problems.IsHeard)
        {
            // That there is something is what the analyzer must know to look for itself.
            model.Problems.Report(new Problem(Descriptors.EqualByChance, Site.Class, string.Empty));
            return;
        }

        foreach (var layer in open.Where(one => one.Refusal is not null).GroupBy(one => (one.Refusal!.Site.Kind, one.Refusal.Site.Ordinal)))
        {
            var (relations, refusal) = (layer.Select(one => one.Relation).ToList(), layer.First().Refusal!);
            var equalities = Names.Choice(relations.Select(Equality).ToList(), "and");
            model.Problems.Report(refusal with
            {
                Descriptor = Descriptors.EqualByChance,
                Message = $"{refusal.Message.TrimEnd('.')}; otherwise it runs only where {equalities} ({Always(relations)}).",
            });
        }
    }

    private static string Always(List<DimRelation> relations) =>
        "if that always holds, "
            + $"{(relations.Any(relation => Symbols(relation).Count() == 2) ? "use the same symbol for both axes" : "declare the number")}";

    private static string Equality(DimRelation relation) =>
        relation.Left.TryGetConstant(out _) ? $"{relation.Right} = {relation.Left}" : $"{relation.Left} = {relation.Right}";

    private static bool IsSame(DimRelation one, DimRelation other) =>
        one == other || (one.Left == other.Right && one.Right == other.Left);

    private static IEnumerable<string> Symbols(DimRelation relation) => relation.Left.Symbols.Concat(relation.Right.Symbols);

    private bool IsBare(DimRelation relation) => relation.Comparison == Comparison.Equal
        && (model.IsOfInputs(relation.Left) || model.IsOfInputs(relation.Right))
        && IsBare(relation.Left) && IsBare(relation.Right);

    private bool IsBare(Dim dim) => dim.TryGetConstant(out _) || model.IsOfInputs(dim);
}
