using System.Collections.Immutable;
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

        void Mismatch() => inference.Problems.Report(new Problem(
            Descriptors.Output,
            output.Site,
            $"The output is declared as {declared}, but {value.Describe()}: declare it as {type.Shape}, or change the last layers.",
            value.Site)
        {
            Repairs = Mend(inference, output, declared, value),
        });

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
                    break;
            }
        }
    }

    private static EquatableArray<Repair> Mend(Inference inference, BoundOutput output, Shape declared, Value value)
    {
        var declare = Repair.SetShape(output.Site, declared, value.Shape, "the output");
        return value.Producer is { } last && FlattenKind.Gives(inference.Facts, value.Shape, declared)
            ? [Repair.InsertAfter(last.Use, "Flatten"), declare]
            : [declare];
    }
}
