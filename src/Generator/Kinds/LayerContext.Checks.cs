using System;
using System.Linq;
using ModelGen.Generator.Declarations;
using ModelGen.Generator.Diagnostics;
using ModelGen.Generator.Shapes;

namespace ModelGen.Generator.Kinds;

// Checks of the tensors that the layer is given.
internal sealed partial class LayerContext
{
    /// <summary>The layer takes exactly one tensor, of this element type.</summary>
    public bool TakesOne(ElementType? element = ElementType.Float)
    {
        if (Inputs.Length != 1)
        {
            Report(Descriptors.TensorCount, Use.Site,
                $"{Use} takes one tensor, but [From] gives '{Stage.Name}' {Inputs.Length}: join them first with Concat or Add.");
            return false;
        }

        return RequirePresent(Input, Use.Site) && (element is null || RequireElement(Input, element.Value, Use.Site));
    }

    public bool RequirePresent(Value value, Site site)
    {
        if (!value.IsOptional)
        {
            return true;
        }

        Report(Descriptors.Optional, site, $"{Use} needs a tensor, but {value.Subject}{{line}} is optional and may be null: "
            + "remove Optional, or use it only as a mask, an initial state or an optional input of a block.", value);
        return false;
    }

    public bool RequireElement(Value value, ElementType element, Site site)
    {
        if (value.Type!.Element == element)
        {
            return true;
        }

        var (advice, repairs) = new ElementRepair(_model, this, value, element, site).Find();
        Report(
            Descriptors.ElementType,
            site,
            $"{Role(site)} takes {element}, but {value.DescribeWithElement()}: {advice}.",
            value,
            repairs);
        return false;
    }

    /// <summary>The tensor has exactly these axes, named for the message.</summary>
    public bool RequireRank(Value value, string axes, string repair, Site? site = null)
    {
        var rank = axes.Split(',').Length;
        if (!value.Shape.HasLeading && value.Shape.Count == rank)
        {
            return true;
        }

        var changes = rank == 3 ? BatchAxis.OfSequence(_model, value) : [];
        var advice = changes.Count > 0 ? changes[0].Clause : repair;
        Report(
            Descriptors.Rank,
            site ?? Use.Site,
            $"{Role(site ?? Use.Site)} takes ({axes}), {rank} axes, but {value.Describe()}: {advice}.",
            value,
            [.. changes.Select(change => change.Repair)]);
        return false;
    }

    /// <summary>The tensor has at least this many axes after any leading ones.</summary>
    public bool RequireRankAtLeast(Value value, int rank, string axes, string repair)
    {
        if (value.Shape.Count >= rank)
        {
            return true;
        }

        Report(Descriptors.Rank, Use.Site, $"{Use} takes ({axes}), but {value.Describe()}: {repair}.", value);
        return false;
    }

    /// <summary>
    /// Two sizes agree. Refuted: reports and returns false. Open: a check at run time with <paramref name="message"/>.
    /// </summary>
    public bool RequireEqual(Dim left, Dim right, Func<string> message, Action refuted) =>
        left == right || Require(new DimRelation(Comparison.Equal, left, right), message, refuted);

    /// <summary>The left divides the right.</summary>
    public bool RequireDivides(Dim divisor, Dim dividend, Func<string> message, Action refuted) =>
        Require(new DimRelation(Comparison.Divides, divisor, dividend), message, refuted);

    /// <summary>The left is at most the right.</summary>
    public bool RequireAtMost(Dim left, Dim right, Func<string> message, Action refuted) =>
        Require(new DimRelation(Comparison.LessOrEqual, left, right), message, refuted);

    /// <summary>
    /// The layer reads or combines at least one item along an axis; an empty one would give NaN, or an error of libtorch.
    /// </summary>
    /// <param name="value">The tensor.</param>
    /// <param name="axis">The axis.</param>
    /// <param name="item">What lies along it: <c>time step</c>.</param>
    /// <param name="site">The site of the requirement; the layer when null.</param>
    public bool RequireItem(Value value, int axis, string item, Site? site = null)
    {
        var place = site ?? Use.Site;
        var requirement = $"{Role(place)} needs at least 1 {item}";
        return RequireAtMost(Dim.One, value.Shape.Dims[axis], () => requirement, () => Report(
            Descriptors.Size, place, $"{requirement}, but {value.Describe()}: give it a larger size.", value));
    }

    public bool Require(DimRelation relation, Func<string> message, Action refuted)
    {
        switch (_model.Decide(relation))
        {
            case Truth.Proved:
                _model.NoteProved(relation, message, Use.Site);
                return true;
            case Truth.Refuted:
                refuted();
                return false;
            default:
                _model.LeaveOpen(relation, message(), Use.Site, refuted);
                return true;
        }
    }
}
