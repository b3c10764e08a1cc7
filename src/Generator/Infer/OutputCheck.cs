using System.Linq;
using ModelGen.Generator.Bind;
using ModelGen.Generator.Diagnostics;
using ModelGen.Generator.Layers;
using ModelGen.Generator.Repairs;
using ModelGen.Generator.Shapes;

namespace ModelGen.Generator.Infer;

/// <summary>Compares an output with the shape that the declaration promises.</summary>
internal static class OutputCheck
{
    public static void Check(Inference inference, BoundOutput output, Value? value)
    {
        if (value is { IsOptional: true })
        {
            inference.Problems.Report(new Problem(
                Descriptors.Optional,
                output.Site,
                $"An output needs a tensor, but {value.Subject}{{line}} is optional and may be null: give back the result of a layer.",
                value.Site));
            return;
        }

        if (output.Shape is not { } declared || value?.Type is not { } type)
        {
            return;
        }

        Problem Refusal() => new(
            Descriptors.Output,
            output.Site,
            $"The output is declared as {declared}, but {value.Describe()}: declare it as {type.Shape}, or {Advice(declared, type.Shape)}.",
            value.Site);

        void Mismatch() => inference.Problems.Report(Refusal() with { Repairs = Mend(inference, output, declared, value) });

        var shape = type.Shape;
        var extra = shape.Count - declared.Count;
        if (declared.HasLeading ? extra < 0 : extra != 0 || shape.HasLeading)
        {
            Mismatch();
            return;
        }

        for (var axis = 0; axis < declared.Count; axis++)
        {
            var relation = new DimRelation(Comparison.Equal, declared.Dims[axis], shape.Dims[extra + axis]);
            switch (inference.Decide(relation))
            {
                case Truth.Refuted:
                    Mismatch();
                    return;
                case Truth.Open when inference.IsOfInputs(declared.Dims[axis]) && inference.IsOfInputs(shape.Dims[extra + axis]):
                    // They may agree by chance, but two names are two sizes.
                    Mismatch();
                    return;
                case Truth.Open:
                    inference.AddRequirement(relation, $"the output is declared as {declared} but computed as {shape}", output.Site);

                    // Which of both is meant the loss may know better.
                    inference.Chances.Add(relation, () => inference.Problems.Report(Refusal()));
                    break;
            }
        }
    }

    // A sequence or a map where one item of it, or its mean, was meant.
    private static string Advice(Shape declared, Shape actual)
    {
        var extra = declared.HasLeading || actual.HasLeading || actual.Count != declared.Count + 1 ? []
            : Enumerable.Range(1, actual.Count - 1).Where(axis => actual.Without(axis).Equals(declared)).ToList();
        return extra.Count > 0
            ? $"take axis {extra[0]} away, with Mean(Axis = {extra[0]}) or Select(Axis = {extra[0]}, Index = -1)"
            : "change the last layers";
    }

    private static EquatableArray<Repair> Mend(Inference inference, BoundOutput output, Shape declared, Value value)
    {
        var declare = Repair.SetShape(output.Site, declared, value.Shape, "the output");
        return value.Producer is { } last && FlattenKind.Gives(inference.Facts, value.Shape, declared)
            ? [Repair.InsertAfter(last.Use, "Flatten"), declare]
            : [declare];
    }
}
