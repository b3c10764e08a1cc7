using System.Collections.Generic;
using System.Linq;
using ModelGen.Generator.Arguments;
using ModelGen.Generator.Diagnostics;
using ModelGen.Generator.Kinds;
using ModelGen.Generator.Shapes;

namespace ModelGen.Generator.Layers;

/// <summary>Checks the masks of attention layers.</summary>
internal static class AttentionMask
{
    /// <summary>A mask of the scores <c>(B, heads, T, S)</c>, if there is one.</summary>
    public static bool FitsScores(
        LayerContext context, TensorArgument argument, Value? mask, Dim batch, Dim heads, Dim queries, Dim keys) =>
        mask is null || Fits(context, argument,
            mask, [Shape.Of(queries, keys), Shape.Of(batch, queries, keys), Shape.Of(batch, heads, queries, keys)], Shape.Of(batch, keys));

    /// <summary>A mask of the keys <c>(B, S)</c>, if there is one.</summary>
    public static bool FitsKeys(LayerContext context, TensorArgument argument, Value? mask, Dim batch, Dim keys) =>
        mask is null || (context.RequireElement(mask, ElementType.Bool, context.At(argument))
            && Fits(context, argument, mask, [Shape.Of(batch, keys)]));

    /// <summary>Every axis of a mask is that of the scores, or 1.</summary>
    /// <param name="context">The attention layer.</param>
    /// <param name="argument">The argument that names the mask.</param>
    /// <param name="mask">The mask.</param>
    /// <param name="forms">The shapes it may have.</param>
    /// <param name="padding">The shape of a mask of the keys, if the layer takes one besides.</param>
    public static bool Fits(LayerContext context, TensorArgument argument, Value mask, IReadOnlyList<Shape> forms, Shape? padding = null)
    {
        var expected = Names.Choice(forms.Select(form => form.ToString()).ToList());
        var site = context.At(argument);
        if (mask.Type!.Element == ElementType.Int64)
        {
            context.Report(
                Descriptors.ElementType,
                site,
                $"{argument.Name} of {context.Use} must be Bool (true where attention is allowed) or Float (added to the scores), "
                    + $"but {mask.DescribeWithElement()}: declare it with Type = DType.Bool.",
                mask);
            return false;
        }

        var form = forms.FirstOrDefault(candidate => candidate.Count == mask.Shape.Count && candidate.HasLeading == mask.Shape.HasLeading);
        if (form is null)
        {
            context.Report(
                Descriptors.Rank,
                site,
                $"{argument.Name} of {context.Use} must be {expected}, but {mask.Describe()}: "
                    + $"give it {(forms.Count == 1 ? "this shape" : "one of these shapes")}, where an axis may be 1.",
                mask);
            return false;
        }

        for (var axis = 0; axis < form.Count; axis++)
        {
            var size = mask.Shape.Dims[axis];
            if (size == Dim.One)
            {
                continue;
            }

            var wanted = form.Dims[axis];
            var fits = context.RequireEqual(size, wanted,
                () => $"{argument.Name} of {context.Use} must be {form}, and {mask.Subject} is {mask.Shape}", () => context.Report(
                    Descriptors.Size,
                    site,
                    $"{argument.Name} of {context.Use} must be {form}, but {mask.Describe()}: axis {axis} is {size} where the scores have "
                        + $"{wanted}; {(padding?.Equals(mask.Shape) == true ? AsPadding(argument.Name, mask) : $"make it {wanted} or 1")}.",
                    mask));
            if (!fits)
            {
                return false;
            }
        }

        return true;
    }

    // The two masks have opposite meanings.
    private static string AsPadding(string argument, Value mask) =>
        $"pass it as {argument.Replace("Mask", "KeyPaddingMask")}"
        + (mask.Type!.Element == ElementType.Bool
            ? ", where true marks a key to ignore"
            : " with Type = DType.Bool, where true marks a key to ignore");
}
