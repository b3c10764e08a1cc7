using System;
using System.Collections.Generic;
using System.Linq;
using ModelGen.Generator.Bind;
using ModelGen.Generator.Diagnostics;
using ModelGen.Generator.Kinds;
using ModelGen.Generator.Layers;
using ModelGen.Generator.Repairs;

namespace ModelGen.Generator.Infer;

/// <summary>
/// Suggests what correct shapes do not enforce: neighbours that undo or repeat each other. <see cref="Misreadings"/> finds
/// axes that are read as another.
/// </summary>
internal static class Practice
{
    public static void Report(IReadOnlyList<InferredLayer> layers, ProblemSink problems)
    {
        if (problems.HasErrors)
        {
            return;
        }

        var byBound = layers.ToDictionary(layer => layer.Bound);
        Dictionary<int, int>? readers = null;
        foreach (var layer in layers)
        {
            if (layer.Inputs.FirstOrDefault() is { Producer: { } producer } input
                && byBound.TryGetValue(producer, out var before) && before.Output == input)
            {
                // A layer that passes its input through has no code that reads it.
                Compare(before, layer, () => (readers ??= Readers(layers)).TryGetValue(input.Id, out var count) && count == 1, problems);
            }
        }
    }

    private static Dictionary<int, int> Readers(IReadOnlyList<InferredLayer> layers)
    {
        var readers = new Dictionary<int, int>();
        foreach (var value in layers.SelectMany(layer => layer.Steps).SelectMany(step => step.Code.Values.Distinct()))
        {
            readers.TryGetValue(value, out var count);
            readers[value] = count + 1;
        }

        return readers;
    }

    private static void Compare(InferredLayer before, InferredLayer layer, Func<bool> isOnlyReader, ProblemSink problems)
    {
        var (first, second) = (before.Bound, layer.Bound);
        var (was, now) = (first.Kind.Traits, second.Kind.Traits);
        if (was.Has(LayerTraits.Activation) && now.Has(LayerTraits.Activation))
        {
            problems.Report(new Problem(
                Descriptors.TwoActivations,
                second.Use.Site,
                $"{second.Use} directly follows {first.Use}{{line}}, so one of the two has little effect: "
                    + "remove one, or put a layer with weights between them.",
                first.Use.Site)
            {
                Repairs = [Repair.Remove(second.Use), Repair.Remove(first.Use, "RemoveFirst")],
            });
        }

        if (was.Has(LayerTraits.Affine) && now.Has(LayerTraits.BatchNorm)
            && isOnlyReader() && AddsToChannels(before) && first.Arguments.Find(CommonArguments.Bias) != false)
        {
            problems.Report(new Problem(
                Descriptors.BiasBeforeBatchNorm,
                first.Use.Site,
                $"{second.Use}{{line}} subtracts the mean, which cancels the bias of {first.Use}: set Bias = false.",
                second.Use.Site)
            {
                Repairs = [Repair.Set(first.Use, CommonArguments.Bias, "false")],
            });
        }

        if (was.Has(LayerTraits.Dropout) && now.Has(LayerTraits.BatchNorm))
        {
            problems.Report(new Problem(
                Descriptors.DropoutBeforeBatchNorm,
                first.Use.Site,
                $"{first.Use} changes the variance that {second.Use}{{line}} learns in training, "
                    + $"but not in evaluation (Li et al. 2018): put it after {second.Use.Kind}.",
                second.Use.Site)
            {
                // Across stages the move would change what others read of the first.
                Repairs = first.StageName == second.StageName ? [Repair.MoveAfter(first.Use, second.Use)] : [],
            });
        }

        if (first.Kind is LinearKind && second.Kind is LinearKind && isOnlyReader() && !IsFactorization(before, layer))
        {
            problems.Report(new Problem(
                Descriptors.TwoLinear,
                second.Use.Site,
                $"{second.Use} directly follows {first.Use}{{line}}, and two linear layers in a row are equivalent to one: "
                    + "remove one, or put an activation between them.",
                first.Use.Site)
            {
                Repairs = [Repair.InsertBefore(second.Use, "Relu")],
            });
        }
    }

    // The features of a linear layer are the last axis, which are channels only if it is also the second.
    private static bool AddsToChannels(InferredLayer layer) => layer.Bound.Kind is not LinearKind || layer.Output!.Shape.Count == 2;

    // Through a narrower width, two linear layers are a low-rank layer with fewer weights.
    private static bool IsFactorization(InferredLayer first, InferredLayer second)
    {
        var (from, through, to) = (first.Inputs[0].Shape.Last, first.Output!.Shape.Last, second.Output!.Shape.Last);
        return from.TryGetConstant(out var wide) && through.TryGetConstant(out var narrow) && to.TryGetConstant(out var end)
            ? narrow < wide && narrow < end
            : true;
    }
}
