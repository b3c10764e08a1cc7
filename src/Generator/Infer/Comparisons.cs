using System;
using System.Collections.Generic;
using System.Linq;
using ModelGen.Generator.Declarations;
using ModelGen.Generator.Kinds;
using ModelGen.Generator.Shapes;

namespace ModelGen.Generator.Infer;

/// <summary>
/// Decides the comparisons of sizes that a model's layers ask for, and collects those that are left to run time.
/// </summary>
internal sealed class Comparisons(ModelContext model)
{
    private readonly List<Requirement> _requirements = new();
    private readonly HashSet<DimRelation> _relations = new();

    // Layer after layer passes the same sizes on and asks the same of them; the facts do not change meanwhile.
    private readonly Dictionary<Dim, Dim> _simplified = new();
    private readonly Dictionary<DimRelation, Truth> _decided = new();

    // The open comparisons that hold by coincidence only.
    private readonly ChanceEqualities _chances = new(model);

    // The comparisons that fail where an axis of an input is empty.
    private readonly EmptyAxes _emptyAxes = new(model);

    /// <summary>What is checked at run time.</summary>
    public IReadOnlyList<Requirement> Requirements => _requirements;

    /// <inheritdoc cref="ModelContext.Simplify"/>
    public Dim Simplify(Dim dim)
    {
        if (!_simplified.TryGetValue(dim, out var simplified))
        {
            simplified = model.Facts.Simplify(dim);
            _simplified.Add(dim, simplified);
        }

        return simplified;
    }

    /// <inheritdoc cref="ModelContext.Decide"/>
    public Truth Decide(DimRelation relation)
    {
        if (!_decided.TryGetValue(relation, out var truth))
        {
            truth = DecideFirst(relation);
            _decided.Add(relation, truth);
        }

        return truth;
    }

    /// <inheritdoc cref="ModelContext.LeaveOpen"/>
    public void LeaveOpen(DimRelation relation, string message, Site site, Action? refuted)
    {
        Require(relation, message, site);
        if (refuted is not null)
        {
            _chances.Add(relation, refuted);
        }
    }

    /// <inheritdoc cref="ModelContext.NoteProved"/>
    public void NoteProved(DimRelation relation, Func<string> message, Site site) => _emptyAxes.Add(relation, message, site);

    /// <summary>Leaves to run time what holds for every size but 0.</summary>
    /// <param name="symbols">The symbols of inputs that the constructor does not know.</param>
    public void RequireOfEmptyAxes(IReadOnlyCollection<string> symbols)
    {
        var known = _requirements.ConvertAll(requirement => requirement.Relation);
        _emptyAxes.Require(symbols, known, (relation, message, site) => Require(relation, message, site, isOfEmptyAxis: true));
    }

    /// <summary>Requires that what the generated code divides by is at least 1, before anything else.</summary>
    /// <param name="code">The code of the layers and of the loss.</param>
    /// <param name="sizes">The sizes that are compared with those of inputs.</param>
    /// <param name="facts">Returns what is known of the symbols, of which those of inputs may be 0.</param>
    public void RequireDivisors(IEnumerable<Code> code, IEnumerable<Dim> sizes, Func<Facts> facts)
    {
        var divisors = Divisors.Require(code, sizes, _requirements, facts).ToList();
        if (divisors.Count == 0)
        {
            return;
        }

        _requirements.RemoveAll(known => divisors.Exists(divisor => divisor.Relation == known.Relation));
        _requirements.InsertRange(0, divisors);
    }

    /// <summary>Reports the comparisons that are left to run time although they are mistakes.</summary>
    /// <param name="parameters">The symbols that the constructor is given.</param>
    public void Report(IReadOnlyCollection<string> parameters)
    {
        OpenComparisons.Report(model.Declaration, model.Symbols, _requirements, model.Problems);
        _chances.Report(parameters);
    }

    private Truth DecideFirst(DimRelation relation)
    {
        // No size is longer than a long.
        if (relation.Comparison == Comparison.LessOrEqual && relation.Left.TryGetConstant(out var least) && least > long.MaxValue)
        {
            return Truth.Refuted;
        }

        try
        {
            return relation.Comparison switch
            {
                Comparison.Equal => model.Facts.Equal(relation.Left, relation.Right),
                Comparison.LessOrEqual => model.Facts.LessOrEqual(relation.Left, relation.Right),
                _ => model.Facts.Divides(relation.Left, relation.Right),
            };
        }
        catch (DimLimitException)
        {
            return Truth.Open;
        }
    }

    private void Require(DimRelation relation, string message, Site site, bool isOfEmptyAxis = false)
    {
        if (!_relations.Add(relation) || (!isOfEmptyAxis && IsImplied(relation)))
        {
            return;
        }

        // Of two least sizes the larger says both.
        if (relation.Comparison == Comparison.LessOrEqual && relation.Left.TryGetConstant(out var least))
        {
            var other = _requirements.FindIndex(known =>
                known.Relation.Comparison == Comparison.LessOrEqual
                    && known.Relation.Right == relation.Right && known.Relation.Left.TryGetConstant(out _));
            if (other >= 0)
            {
                _requirements[other].Relation.Left.TryGetConstant(out var known);
                if (known >= least)
                {
                    return;
                }

                _requirements.RemoveAt(other);
            }
        }

        var condition = relation.Comparison switch
        {
            Comparison.Equal => Code.Of($"{relation.Left} == {relation.Right}"),
            Comparison.LessOrEqual => Code.Of($"{relation.Left} <= {relation.Right}"),
            _ => Code.Of($"{Dim.Mod(relation.Right, relation.Left)} == 0"),
        };
        _requirements.Add(new Requirement(condition, message, relation, site, isOfEmptyAxis));
    }

    // Whether a least size that is checked already, such as 18 <= H, proves the comparison.
    private bool IsImplied(DimRelation relation)
    {
        if (relation.Comparison != Comparison.LessOrEqual)
        {
            return false;
        }

        var facts = model.Facts;
        foreach (var requirement in _requirements)
        {
            if (EmptyAxes.LeastSize(requirement.Relation) is var (symbol, least))
            {
                facts = facts.With(new SymbolFacts(symbol, least));
            }
        }

        return !ReferenceEquals(facts, model.Facts) && facts.LessOrEqual(relation.Left, relation.Right) == Truth.Proved;
    }
}
