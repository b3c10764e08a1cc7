using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using ModelGen.Generator.Bind;
using ModelGen.Generator.Declarations;
using ModelGen.Generator.Kinds;
using ModelGen.Generator.Layers;
using ModelGen.Generator.Shapes;

namespace ModelGen.Generator.Infer;

/// <summary>
/// Finds the layer at which a model departs from the output that it declares: a missing Flatten, a sequence that is not reduced, a wrong
/// axis, a wrong width. Each candidate is tried, so that what is offered gives the declared shape.
/// </summary>
internal sealed class OutputRepair
{
    // The cause is rarely more layers before the output than this, and each candidate costs one more model.
    private const int Depth = 32;

    // A user compares only a few proposals.
    private const int Offers = 3;

    private readonly Shape _declared;
    private readonly Shape _actual;

    // The layers that lead to the output, in order, and the tensor that they start from.
    private readonly ImmutableArray<InferredLayer> _trail;
    private readonly Value _source;

    private OutputRepair(ModelContext model, Shape declared, Value value)
    {
        _declared = declared;
        _actual = value.Shape;
        var trail = new Stack<InferredLayer>();
        while (trail.Count < Depth
            && value.Producer is { } producer && model.Layer(producer) is { Inputs.IsEmpty: false } layer && layer.Output == value)
        {
            trail.Push(layer);
            value = layer.Inputs[0];
        }

        _trail = trail.ToImmutableArray();
        _source = value;
    }

    /// <summary>What gives the declared shape, the likeliest first; nothing if no single change does.</summary>
    public static IReadOnlyList<Change> Find(ModelContext model, Shape declared, Value value)
    {
        if (!model.Problems.IsHeard || declared.HasLeading || value.Shape.HasLeading)
        {
            return [];
        }

        var search = new OutputRepair(model, declared, value);
        if (search._trail.IsEmpty)
        {
            return [];
        }

        // One more layer that brings about what is declared hides the cause, if a change of what is there does as well.
        var changes = Change.Tried(model, search.Candidates());
        changes = changes.Count > 0 ? changes : Change.Tried(model, search.Further());
        return [.. changes.Take(Offers)];
    }

    /// <summary>
    /// The last layer that changes what differs: the number of axes, or an axis of another size; null if the input has it so.
    /// </summary>
    public static (InferredLayer Layer, Shape Before)? Parting(ModelContext model, Shape declared, Value value)
    {
        var (search, actual) = (new OutputRepair(model, declared, value), value.Shape);
        if (actual.HasLeading || declared.HasLeading)
        {
            return null;
        }

        var layer = search._trail.LastOrDefault(layer => Differs(layer.Inputs[0].Shape));
        return layer is null ? null : (layer, layer.Inputs[0].Shape);

        bool Differs(Shape before) => before.Count != actual.Count
            || (actual.Count == declared.Count && Enumerable.Range(0, actual.Count)
                .Any(axis => actual.Dims[axis] != declared.Dims[axis] && before.Dims[axis] != actual.Dims[axis]));
    }

    private IEnumerable<Change> Candidates() =>
        _actual.Count > _declared.Count ? TooManyAxes() : _actual.Count < _declared.Count ? TooFewAxes() : SameAxes();

    private IEnumerable<Change> Further() => _actual.Count != _declared.Count ? [] : Permuted().Concat(Projected());

    private IEnumerable<Change> TooManyAxes()
    {
        var last = _trail[_trail.Length - 1].Bound.Use;
        for (var axis = _actual.Count - 1; axis > 0; axis--)
        {
            if (_actual.Dims[axis] == Dim.One && _actual.Without(axis).Equals(_declared))
            {
                yield return Change.InsertAfter(last, Change.Layer("Squeeze", Change.Given(CommonArguments.SingleAxis, axis)));
            }
        }

        foreach (var change in (IsSequence() ? Reductions() : Flattened().Concat(Reductions())).Concat(Reshaped()))
        {
            yield return change;
        }
    }

    private IEnumerable<Change> TooFewAxes()
    {
        var last = _trail[_trail.Length - 1].Bound.Use;
        for (var axis = _declared.Count - 1; axis > 0; axis--)
        {
            if (_declared.Dims[axis] == Dim.One && _declared.Without(axis).Equals(_actual))
            {
                yield return Change.InsertAfter(last, Change.Layer("Unsqueeze", Change.Given(CommonArguments.SingleAxis, axis)));
            }
        }

        if (_source.Input is { Type.Shape: { HasLeading: false } given } input
            && _declared.Dims[0].TryGetSymbol(out var batch) && !given.Symbols.Contains(batch))
        {
            yield return Change.SetShape(input, new Shape(false, [_declared.Dims[0], .. given.Dims]));
        }

        foreach (var change in Reshaped().Concat(Removed(layer => layer.Inputs[0].Shape.Count > layer.Output!.Shape.Count)))
        {
            yield return change;
        }
    }

    private IEnumerable<Change> SameAxes()
    {
        foreach (var layer in _trail.Reverse().Where(layer => layer.Bound.Kind is SelectKind or ReductionKind or ConcatKind))
        {
            // The batch is what none of these may take.
            foreach (var axis in Enumerable.Range(1, Math.Max(0, layer.Inputs[0].Shape.Count - 1)))
            {
                yield return Change.Set(
                    layer.Bound.Use, layer.Bound.Kind is ConcatKind ? CommonArguments.LastAxis : CommonArguments.Axis, axis);
            }
        }

        foreach (var change in Removed(layer => layer.Bound.Kind is PermuteKind).Concat(Widths()).Concat(Reshaped()))
        {
            yield return change;
        }
    }

    // Whether features stand last over the steps of a sequence, by the last layer that says how its axes are meant.
    private bool IsSequence() =>
        _trail.LastOrDefault(layer => (layer.Bound.Kind.Traits & (LayerTraits.FeaturesLast | LayerTraits.Spatial)) != 0)
            ?.Bound.Kind.Traits.Has(LayerTraits.FeaturesLast)
            ?? _trail.Any(layer => layer.Bound.Kind is BlockKind
                || (layer.Output!.Shape.Count == 3 && layer.Output.Shape.Dims[1].TryGetSymbol(out _)));

    // One step of the sequence, or all of them together, before the head: what comes after the last layer that looks along the steps.
    private IEnumerable<Change> Reductions()
    {
        var steps = _trail.ToList()
            .FindLastIndex(layer => layer.Bound.Kind is BlockKind || layer.Bound.Kind.Traits.Has(LayerTraits.FeaturesLast));
        var head = _trail.Skip(steps + 1).ToList();
        var linear = steps < 0
            ? head.LastOrDefault(layer => layer.Bound.Kind is LinearKind)
            : head.FirstOrDefault(layer => layer.Bound.Kind is LinearKind);
        var isLastStateComplete = steps >= 0
            && _trail[steps].Bound is { Kind: RecurrentKind } recurrence && !recurrence.Arguments.Get(RecurrentKind.Bidirectional);
        var shape = (linear is null ? _trail[_trail.Length - 1].Output! : linear.Inputs[0]).Shape;
        foreach (var axis in Enumerable.Range(1, Math.Max(0, shape.Count - 2)))
        {
            var mean = Change.Layer("Mean", Change.Given(CommonArguments.Axis, axis));
            var select = Change.Layer("Select", Change.Given(CommonArguments.Axis, axis), Change.Given(SelectKind.Index, -1));

            // The last state of a recurrence has seen every step. Of other layers, and of both directions, it has not.
            foreach (var layer in isLastStateComplete ? [select, mean] : new[] { mean, select })
            {
                yield return linear is null
                    ? Change.InsertAfter(_trail[_trail.Length - 1].Bound.Use, layer)
                    : Change.InsertBefore(linear.Bound.Use, layer);
            }
        }
    }

    private IEnumerable<Change> Flattened()
    {
        // What comes after the first Linear works on its features.
        if (_trail.FirstOrDefault(layer => layer.Bound.Kind is LinearKind && layer.Inputs[0].Shape.Count > 2) is { } linear)
        {
            // If the size of the feature map is unknown, the weights would depend on it.
            var isFixed = linear.Inputs[0].Shape.Dims.Skip(1).All(dim => dim.TryGetConstant(out _));
            var flatten = Change.InsertBefore(linear.Bound.Use, Change.Layer("Flatten"));
            var pool = Change.InsertBefore(linear.Bound.Use, Change.Layer("GlobalAvgPool"));
            var isMap = _trail.Any(before => before.Bound.Kind.Traits.Has(LayerTraits.Spatial));
            foreach (var change in !isMap ? [flatten] : isFixed ? [flatten, pool] : new[] { pool, flatten })
            {
                yield return change;
            }
        }

        yield return Change.InsertAfter(_trail[_trail.Length - 1].Bound.Use, Change.Layer("Flatten"));
    }

    private IEnumerable<Change> Reshaped()
    {
        var last = _trail[_trail.Length - 1].Bound;
        if (last.Kind is ReshapeKind)
        {
            yield return Change.SetEntries(last.Use, _declared);
        }

        foreach (var change in Removed(layer => layer.Bound.Kind is ReshapeKind))
        {
            yield return change;
        }
    }

    private IEnumerable<Change> Removed(Func<InferredLayer, bool> isSuspect) =>
        _trail.Reverse().Where(layer => isSuspect(layer)).Select(layer => Change.Remove(layer.Bound.Use));

    private IEnumerable<Change> Permuted()
    {
        var (from, to) = (_actual.Dims.ToList(), _declared.Dims.ToList());
        if (from.Distinct().Count() != from.Count || from.Except(to).Any())
        {
            yield break;
        }

        var axes = to.Select(dim => new Constant(ConstantKind.Integer, Integer: from.IndexOf(dim))).ToEquatableArray();
        var permute = Change.Layer("Permute",
            new Argument(PermuteKind.Axes.Name, new Constant(ConstantKind.Array, Items: axes), IsProperty: false, IsParams: true));
        yield return Change.InsertAfter(_trail[_trail.Length - 1].Bound.Use, permute);
    }

    // The layer that gives the only axis of another size that size.
    private IEnumerable<Change> Widths()
    {
        if (OnlyDifference() is not { } axis)
        {
            yield break;
        }

        foreach (var layer in _trail.Reverse().Select(layer => layer.Bound))
        {
            var argument = layer.Kind switch
            {
                LinearKind => CommonArguments.Features,
                ConvKind or ConvTransposeKind => CommonArguments.Channels,
                RecurrentKind when !layer.Arguments.Get(RecurrentKind.Bidirectional) => CommonArguments.Hidden,
                _ => null,
            };
            if (argument is not null)
            {
                yield return Change.Set(layer.Use, argument, _declared.Dims[axis]);
                break;
            }
        }
    }

    private IEnumerable<Change> Projected()
    {
        if (OnlyDifference() == _actual.Count - 1 && _actual.Count > 1 && !Joining.IsMap(_actual))
        {
            yield return Change.InsertAfter(_trail[_trail.Length - 1].Bound.Use,
                Change.Layer("Linear", Change.Given(CommonArguments.Features, _declared.Last)));
        }
    }

    private int? OnlyDifference()
    {
        var different = Enumerable.Range(0, _actual.Count).Where(axis => _actual.Dims[axis] != _declared.Dims[axis]).ToList();
        return different.Count == 1 ? different[0] : null;
    }
}
