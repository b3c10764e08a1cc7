using System;
using System.Collections.Generic;
using System.Linq;
using ModelGen.Generator.Arguments;
using ModelGen.Generator.Declarations;
using ModelGen.Generator.Diagnostics;
using ModelGen.Generator.Repairs;
using ModelGen.Generator.Shapes;

namespace ModelGen.Generator.Bind;

/// <summary>Binds the inputs of a model.</summary>
internal sealed class InputBinder
{
    private readonly Declaration _declaration;
    private readonly Func<AttributeUse, ArgumentReader> _reader;
    private readonly ProblemSink _problems;
    private readonly List<BoundInput> _inputs = new();

    private InputBinder(Declaration declaration, Func<AttributeUse, ArgumentReader> reader, ProblemSink problems) =>
        (_declaration, _reader, _problems) = (declaration, reader, problems);

    /// <summary>Whether the field of a stage is an input.</summary>
    public static bool IsInput(StageField field) => field.Attributes.Any(use => use.Kind == "Input");

    /// <summary>Binds the inputs: those on the class, then those on stages, each in the order of the source.</summary>
    /// <param name="declaration">The declaration.</param>
    /// <param name="reader">Reads the arguments of an attribute.</param>
    /// <param name="problems">Takes what is wrong.</param>
    public static List<BoundInput> Bind(Declaration declaration, Func<AttributeUse, ArgumentReader> reader, ProblemSink problems)
    {
        var binder = new InputBinder(declaration, reader, problems);
        binder.Bind();
        return binder._inputs;
    }

    private void Bind()
    {
        foreach (var use in _declaration.Attributes.Where(use => use.Kind == "Input"))
        {
            var name = use.Find(InputArguments.Name)?.Value is { Kind: ConstantKind.Text } given ? given.Text : "input";
            if (!Names.IsIdentifier(name))
            {
                _problems.Report(new Problem(Descriptors.BadName, use.At(InputArguments.Name),
                    $"\"{name}\" cannot name a parameter of forward: use a C# identifier."));
                name = "input";
            }

            AddInput(name, use, use.At(InputArguments.Name), isStage: false);
        }

        foreach (var field in _declaration.Stages.Where(IsInput))
        {
            var use = field.Attributes.First(attribute => attribute.Kind == "Input");
            AddInput(field.Name, use, field.Site, isStage: true);
            ReportMisplaced(field, use);
            if (field.Attributes.FirstOrDefault(attribute => attribute.IsLayer) is { } layer)
            {
                _problems.Report(new Problem(
                    Descriptors.InputWithLayers,
                    layer.Site,
                    $"Stage '{field.Name}' is an input, so it cannot have layers: "
                        + $"put {layer} on a stage of its own with [From(nameof({field.Name}))]."));
            }
        }
    }

    // What an input cannot have or does not heed.
    private void ReportMisplaced(StageField field, AttributeUse input)
    {
        if (field.Attributes.FirstOrDefault(attribute => attribute.Kind == "From") is { } from)
        {
            _problems.Report(new Problem(Descriptors.InputWithLayers, from.Site,
                $"Stage '{field.Name}' is an input, so it cannot start from another tensor: remove {from}, or [Input].")
            {
                Repairs = [Repair.Remove(from)],
            });
        }

        if (field.Attributes.LastOrDefault(attribute => attribute.Kind == "Input") is { } other && other != input)
        {
            _problems.Report(new Problem(
                Descriptors.DuplicateName,
                other.Site,
                $"Stage '{field.Name}' is one tensor, but has two shapes, {input}{{line}} and {other}: keep one, or declare another stage.",
                input.Site));
        }

        if (input.Find(InputArguments.Name) is not null)
        {
            _problems.Report(new Problem(
                Descriptors.NoEffect,
                input.At(InputArguments.Name),
                $"The input on stage '{field.Name}' has the name of its field, so Name has no effect: remove it, or rename the field.")
            {
                Repairs = [Repair.RemoveArgument(input, InputArguments.Name)],
            });
        }
    }

    private void AddInput(string name, AttributeUse use, Site site, bool isStage)
    {
        var arguments = BoundArguments.Bind(InputArguments.All, _reader(use));
        var shape = arguments.Get(InputArguments.Shape);
        if (shape is { Count: 0, HasLeading: false })
        {
            _problems.Report(new Problem(Descriptors.BadDimension, use.Site,
                $"Input '{name}' has no axes: give one entry per axis, such as [Input(\"B\", \"T\", 128)]."));
            shape = null;
        }

        _inputs.Add(new BoundInput(
            name,
            _inputs.Count,
            shape is null ? null : new TensorType(shape, arguments.Get(InputArguments.Type)),
            arguments.Get(InputArguments.Optional),
            use,
            site)
        {
            IsStage = isStage,
        });
    }
}
