using System.Collections.Generic;
using System.Linq;
using ModelGen.Generator.Bind;
using ModelGen.Generator.Diagnostics;
using ModelGen.Generator.Kinds;
using ModelGen.Generator.Repairs;
using ModelGen.Generator.Shapes;

namespace ModelGen.Generator.Infer;

/// <summary>Compares an output with the shape that the declaration promises.</summary>
internal static class OutputCheck
{
    /// <returns>Whether a message names the layer to change, so that nothing else has to explain what differs.</returns>
    public static bool Check(ModelContext model, BoundOutput output, Value? value)
    {
        var isExplained = false;
        if (value is { IsOptional: true })
        {
            model.Problems.Report(new Problem(
                Descriptors.Optional,
                output.Site,
                $"An output needs a tensor, but {value.Subject}{{line}} is optional and may be null: return the result of a layer.",
                value.Site));
            return isExplained;
        }

        if (output.Shape is not { } declared || value?.Type is not { } type)
        {
            return isExplained;
        }

        Problem Refusal(bool isRefuted)
        {
            var changes = OutputRepair.Find(model, declared, value);
            isExplained |= changes.Count > 0;
            return new Problem(
                Descriptors.Output,
                output.Site,
                $"The output is declared as {declared}, but {value.Describe()}: {Advice(model, declared, value, changes)}.",
                value.Site)
            {
                // Changing the declared shape is never the only repair, because fixing all would then drop every declared shape. It is left
                // out if the shapes may be equal at run time.
                Repairs = changes.Count == 0 ? []
                    : !isRefuted ? [.. changes.Select(change => change.Repair)]
                    : [.. changes.Select(change => change.Repair), Repair.SetShape(output.Site, declared, type.Shape, "the output")],
            };
        }

        void Mismatch() => model.Problems.Report(Refusal(isRefuted: true));

        var shape = type.Shape;
        var extra = shape.Count - declared.Count;
        if (declared.HasLeading ? extra < 0 : extra != 0 || shape.HasLeading)
        {
            Mismatch();
            return isExplained;
        }

        for (var axis = 0; axis < declared.Count; axis++)
        {
            var relation = new DimRelation(Comparison.Equal, declared.Dims[axis], shape.Dims[extra + axis]);
            switch (model.Decide(relation))
            {
                case Truth.Refuted:
                    Mismatch();
                    return isExplained;
                case Truth.Open when model.IsOfInputs(declared.Dims[axis]) && model.IsOfInputs(shape.Dims[extra + axis]):
                    // They may be equal by coincidence, but two symbols are two sizes.
                    Mismatch();
                    return isExplained;
                case Truth.Open:
                    // Which of both is meant the loss may know better.
                    model.LeaveOpen(
                        relation,
                        $"the output is declared as {declared} but computed as {shape}",
                        output.Site,
                        () => model.Problems.Report(Refusal(isRefuted: false)));
                    break;
            }
        }

        return isExplained;
    }

    // What the declaration promises is what was meant; to take back the promise comes last.
    private static string Advice(ModelContext model, Shape declared, Value value, IReadOnlyList<Change> changes)
    {
        if (changes.Count > 0)
        {
            return $"{string.Join(", ", changes.Take(2).Select(change => change.Clause))}, or declare the output as {value.Shape}";
        }

        return model.Problems.IsHeard && OutputRepair.Parting(model, declared, value) is { } parting
            ? $"the shapes diverge at {parting.Layer.Bound.Use}, which maps {parting.Before} to {parting.Layer.Output!.Shape}; "
                + $"change that layer or the ones after it, or declare the output as {value.Shape}"
            : $"change the layers, or declare the output as {value.Shape}";
    }
}
