using System.Collections.Generic;
using System.Linq;
using ModelGen.Generator.Bind;
using ModelGen.Generator.Declarations;
using ModelGen.Generator.Repairs;
using ModelGen.Generator.Shapes;

namespace ModelGen.Generator.Kinds;

/// <summary>
/// Axes that one of two joined tensors has and the other lacks, between the others or at the end. Stretching alone would pair the wrong
/// axes: <c>(B, 1)</c> and <c>(B)</c> give <c>(B, B)</c>.
/// </summary>
/// <param name="Longer">The tensor with the axes.</param>
/// <param name="Shorter">The tensor without them.</param>
/// <param name="Axis">The only such axis, or the first.</param>
internal sealed record MissingAxes(Value Longer, Value Shorter, int Axis)
{
    private bool IsOne => Longer.Shape.Count == Shorter.Shape.Count + 1;

    // The two shapes say the same.
    private bool IsUnit => IsOne && Longer.Shape.Dims[Axis] == Dim.One;

    /// <summary>What one of two tensors lacks; null if they differ otherwise.</summary>
    public static MissingAxes? Between(Value left, Value right) => Of(left, right) ?? Of(right, left);

    /// <summary>What to do, as an imperative.</summary>
    public string Advice(bool mayBroadcast) =>
        IsUnit ? $"take {(Axis == Shorter.Shape.Count ? "the last axis" : $"axis {Axis}")} of {Longer.Subject} away with Squeeze({Axis})"
        : $"give {Shorter.Subject} the missing {(IsOne ? "axis" : "axes")} with "
            + $"{Extension}{(mayBroadcast ? " and set Broadcast = true" : string.Empty)}";

    /// <summary>What an IDE may do: at the running tensor before the layer that joins them, or at the end of the other stage.</summary>
    public Repair[] Repairs(ModelContext model, LayerContext context, bool mayBroadcast)
    {
        var candidates = (IsUnit ? new[] { At(model, context, Longer, Squeezed), At(model, context, Shorter, Extension) }
            : new[] { Stretched(At(model, context, Shorter, Extension)) })
            .OfType<Change>()
            .ToList();
        Change? Stretched(Change? change) =>
            mayBroadcast
                ? change?.And(Change.SetTrue(context.Use, CommonArguments.Broadcast))
                    .Titled($"{change.Repair.Title} and set Broadcast = true", change.Clause)
                : change;

        return candidates.Count == 0 || !model.Problems.IsHeard ? []
            : [(Change.Tried(model, candidates).FirstOrDefault() ?? candidates[0]).Repair];
    }

    private AttributeUse Squeezed => Change.Layer("Squeeze", Change.Given(CommonArguments.SingleAxis, (Dim)Axis));

    private AttributeUse Extension => IsOne
        ? Change.Layer("Unsqueeze", Change.Given(CommonArguments.SingleAxis, (Dim)Axis))
        : Change.Layer("Reshape", Change.Entries(Vocabulary.Shape,
            new Shape(false, [.. Shorter.Shape.Dims, .. Enumerable.Repeat(Dim.One, Longer.Shape.Count - Shorter.Shape.Count)])));

    private static Change? At(ModelContext model, LayerContext context, Value value, AttributeUse layer) =>
        context.Inputs.Length == 1 && value == context.Input ? Change.InsertBefore(context.Use, layer)
        : value.Producer is { } producer && model.Stage(value.StageName) is { } stage
            && stage.Layers.LastOrDefault() == producer && context.Inferred(producer)?.Output == value
            ? Change.InsertAfter(producer.Use, layer)
            : null;

    private static MissingAxes? Of(Value longer, Value shorter)
    {
        var (more, fewer) = (longer.Shape, shorter.Shape);
        if (more.HasLeading || fewer.HasLeading || fewer.Count == 0 || more.Count <= fewer.Count)
        {
            return null;
        }

        // The axes are identified by their sizes; of (B, T, S) and (B, S) it is T.
        IEnumerable<int> gaps = more.Count == fewer.Count + 1 ? Enumerable.Range(1, fewer.Count - 1) : [];
        foreach (var axis in gaps.Where(axis => more.Without(axis).Equals(fewer)))
        {
            return new MissingAxes(longer, shorter, axis);
        }

        return fewer.Dims.SequenceEqual(more.Dims.Take(fewer.Count)) ? new MissingAxes(longer, shorter, fewer.Count) : null;
    }
}
