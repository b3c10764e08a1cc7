using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using ModelGen.Generator.Bind;
using ModelGen.Generator.Declarations;
using ModelGen.Generator.Diagnostics;
using ModelGen.Generator.Kinds;
using ModelGen.Generator.Layers;
using ModelGen.Generator.Repairs;
using ModelGen.Generator.Shapes;

namespace ModelGen.Generator.Infer;

/// <summary>Finds how a model decodes: what <c>[Autoregressive]</c> asks for, and what it offers as a block.</summary>
internal static class DecodingCheck
{
    /// <summary>The proof that <c>[Autoregressive]</c> asks for; null after the problem in its way was reported.</summary>
    public static InferredDecoding? Check(
        ModelContext model, AttributeUse use,
        IReadOnlyList<Value> values, IReadOnlyList<InferredLayer> layers, ImmutableArray<InferredOutput> outputs)
    {
        var ids = values.Where(value => value.Input is { IsOptional: false } && value.Type!.Element == ElementType.Int64).ToList();
        if (ids.Count == 0)
        {
            return AsFeatures(model, use, values, layers, outputs);
        }

        var pairs =
            from input in ids
            where input.Shape is { HasLeading: false, Count: 2 } && input.Shape.Dims[1].TryGetSymbol(out _)
            from output in outputs
            let type = output.Value!.Type!
            where type is { Element: ElementType.Float, Shape: { HasLeading: false, Count: 3 } }
                && type.Shape.Dims[1] == input.Shape.Dims[1]
            select (Ids: input, Output: output.Value!);
        var found = pairs.ToList();
        if (found.Count == 0)
        {
            var first = ids[0];
            model.Problems.Report(new Problem(
                Descriptors.NoLogits,
                use.Site,
                $"{use} decodes ids (B, T) of Int64 into scores (B, T, vocabulary), "
                    + $"but {first.Subject} is {first.Type} and {Outputs(outputs)}: {Repair(first, outputs)}."));
            return null;
        }

        if (found.Select(pair => pair.Ids).Distinct().Count() > 1)
        {
            var (one, other) = (found[0].Ids, found.First(pair => pair.Ids != found[0].Ids).Ids);
            model.Problems.Report(new Problem(
                Descriptors.NoLogits,
                use.Site,
                $"{use} decodes one input, but {one.Subject} and {other.Subject} both run along {one.Shape.Dims[1]}: "
                    + "give the one that is not decoded another symbol, such as \"S\"."));
            return null;
        }

        return ReadsItsIds(model, use, layers, found[0].Ids, found[0].Output)
            ? Report(model, use, Causality.Prove(model, values, layers, found[0].Ids, 1, found[0].Output, isLanguageModel: true))
            : null;
    }

    // What is chosen among the scores is read by the embedding at the next step. Fewer scores than rows are
    // fine: some ids only begin or pad.
    private static bool ReadsItsIds(ModelContext model, AttributeUse use, IReadOnlyList<InferredLayer> layers, Value ids, Value output)
    {
        foreach (var embedding in layers.Where(layer => layer.Bound.Kind is EmbeddingKind
            && layer.Inputs.Length == 1 && layer.Inputs[0] == ids))
        {
            var scores = output.Shape.Last;
            if (embedding.Bound.Arguments.Get(CommonArguments.Vocabulary) is not { } rows)
            {
                continue;
            }

            var relation = new DimRelation(Comparison.LessOrEqual, scores, rows);
            switch (model.Decide(relation))
            {
                case Truth.Refuted:
                    model.Problems.Report(new Problem(
                        Descriptors.UnreadableIds,
                        output.Site,
                        $"{use} generates ids from the {scores} scores of {output.Subject}, {output.Shape}, "
                            + $"but {embedding.Bound.Use}{{line}} has only {rows} rows to look them up: give both the same size.",
                        embedding.Bound.Use.Site));
                    return false;
                case Truth.Open:
                    model.LeaveOpen(relation,
                        $"{use} needs as many rows in {embedding.Bound.Use}, {rows}, as {output.Subject} has scores, {scores}", use.Site);
                    break;
            }
        }

        return true;
    }

    /// <summary>What the model offers as a block.</summary>
    public static ImmutableArray<BlockDecoding> AsBlock(
        ModelContext model, IReadOnlyList<Value> values,
        IReadOnlyList<InferredLayer> layers, ImmutableArray<InferredOutput> outputs, InferredDecoding? decoding)
    {
        // The steps of a language model with further inputs are given their results.
        if (outputs.Length != 1 || decoding is { IsLanguageModel: true, InputAxes.Length: > 1 })
        {
            return ImmutableArray<BlockDecoding>.Empty;
        }

        var first = values.First(value => value.Input is not null);
        if (first.IsOptional)
        {
            return ImmutableArray<BlockDecoding>.Empty;
        }

        var shape = first.Shape;
        var axes = Enumerable.Range(1, shape.Count)
            .Where(axis => (shape.HasLeading || axis < shape.Count) && shape.Dims[shape.Count - axis].TryGetSymbol(out _)).Reverse();
        var found = (shape.HasLeading ? axes.Prepend(shape.Count + 1) : axes)
            .Select(axis => Causality.Prove(model, values, layers, first, axis, outputs[0].Value!, isLanguageModel: false))
            .ToList();

        // There is one step, along the first axis that needs one.
        var withState = found.FirstOrDefault(one => one.Decoding is { } proof && NeedsStep(proof));
        return found
            .Where(one => one == withState || one.Decoding is null || !NeedsStep(one.Decoding))
            .ToImmutableArray();
    }

    /// <summary>Whether <c>forward</c> does not serve a piece of the sequence.</summary>
    public static bool NeedsStep(InferredDecoding decoding) => decoding.Layers.Any(layer => layer.Role == DecodingRole.Ordered);

    // From features: a block in a library, or a recurrence that is run as its input comes.
    private static InferredDecoding? AsFeatures(
        ModelContext model, AttributeUse use,
        IReadOnlyList<Value> values, IReadOnlyList<InferredLayer> layers, ImmutableArray<InferredOutput> outputs)
    {
        var candidates = AsBlock(model, values, layers, outputs, decoding: null);
        if (candidates.IsEmpty)
        {
            model.Problems.Report(new Problem(
                Descriptors.NoLogits,
                use.Site,
                $"{use} needs a sequence, but {values.First(value => value.Input is not null).Subject} has no axis for its positions or "
                    + "there are several outputs: declare the input as (B, T, …) and one output, or ids (B, T) of Int64."));
            return null;
        }

        return Report(model, use, candidates.FirstOrDefault(one => one.Decoding is { } proof && NeedsStep(proof))
            ?? candidates.FirstOrDefault(one => one.Decoding is not null) ?? candidates[0]);
    }

    private static InferredDecoding? Report(ModelContext model, AttributeUse use, BlockDecoding result)
    {
        if (result.Obstacle is { } obstacle)
        {
            model.Problems.Report(obstacle.LooksAhead
                ? new Problem(
                    Descriptors.LooksAhead,
                    obstacle.Site,
                    $"{obstacle.Subject} {obstacle.How}, but {use}{{line}} decodes one position at a time: {obstacle.Repair}.",
                    use.Site)
                : new Problem(
                    Descriptors.NotProvedCausal,
                    obstacle.Site,
                    $"{obstacle.Subject} {obstacle.How}, so it cannot be decoded one position at a time, "
                        + $"as {use}{{line}} requires: {obstacle.Repair}.",
                    use.Site));
        }

        return result.Decoding;
    }

    private static string Outputs(ImmutableArray<InferredOutput> outputs) =>
        outputs.Length == 1 ? $"the output is {outputs[0].Value!.Type}" : "no output has that shape";

    private static string Repair(Value ids, ImmutableArray<InferredOutput> outputs) =>
        ids.Shape is not { HasLeading: false, Count: 2 } || !ids.Shape.Dims[1].TryGetSymbol(out _)
        ? "declare the input as [Input(\"B\", \"T\", Type = DType.Int64)]"
        : outputs.Any(output => output.Value!.Shape.Count == 3) ? $"keep {ids.Shape.Dims[1]} as axis 1 of the output"
        : $"keep every position up to the output, with {ids.Shape.Dims[1]} as axis 1, and end with a Linear or TiedLinear";
}
