using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using ModelGen.Generator.Arguments;
using ModelGen.Generator.Declarations;
using ModelGen.Generator.Diagnostics;
using ModelGen.Generator.Shapes;

namespace ModelGen.Generator.Bind;

/// <summary>Binds the outputs of a model.</summary>
internal static class OutputBinder
{
    /// <summary>Binds the outputs: the marked stages, or the last stage.</summary>
    /// <param name="declaration">The declaration.</param>
    /// <param name="inputs">The inputs, which may be outputs as well.</param>
    /// <param name="drafts">The stages in the order of the declaration.</param>
    /// <param name="stages">The stage of each draft.</param>
    /// <param name="reader">Reads the arguments of an attribute.</param>
    /// <param name="problems">Takes what is wrong.</param>
    public static ImmutableArray<BoundOutput> Bind(
        Declaration declaration,
        IReadOnlyList<BoundInput> inputs,
        IReadOnlyList<StageDraft> drafts,
        IReadOnlyDictionary<StageDraft, BoundStage> stages,
        Func<AttributeUse, ArgumentReader> reader,
        ProblemSink problems)
    {
        Shape? ShapeOf(AttributeUse output) => BoundArguments.Bind(OutputArguments.All, reader(output)).Get(OutputArguments.Shape);

        var onClass = declaration.Attributes.FirstOrDefault(use => use.Kind == "Output");
        var marked = new List<BoundOutput>();
        foreach (var field in declaration.Stages)
        {
            if (field.Attributes.FirstOrDefault(use => use.Kind == "Output") is { } use)
            {
                var shape = ShapeOf(use);
                var stage = drafts.FirstOrDefault(stage => stage.Ordinal == field.Ordinal);
                var input = stage is null ? inputs.FirstOrDefault(input => input.Name == field.Name) : null;
                marked.Add(new BoundOutput(field.Name, stage is null ? null : stages[stage],
                    input, shape is { Count: 0, HasLeading: false } ? null : shape, use.Site));
            }
        }

        if (marked.Count == 0 && drafts.Count > 0)
        {
            var last = drafts[drafts.Count - 1];
            marked.Add(new BoundOutput(
                last.Name, stages[last], null, onClass is null ? null : ShapeOf(onClass), onClass?.Site ?? last.Site));
        }
        else if (onClass is not null)
        {
            if (marked.Count == 1 && marked[0].Shape is null)
            {
                marked[0] = marked[0] with { Shape = ShapeOf(onClass), Site = onClass.Site };
            }
            else
            {
                problems.Report(new Problem(
                    Descriptors.Output,
                    onClass.Site,
                    "Stages are marked with [Output], so the class cannot be as well: write the shape in the [Output] of each stage."));
            }
        }

        return marked.ToImmutableArray();
    }
}
