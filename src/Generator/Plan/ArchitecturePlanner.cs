using System.Collections.Generic;
using System.Linq;
using ModelGen.Generator.Arguments;
using ModelGen.Generator.Bind;
using ModelGen.Generator.Declarations;
using ModelGen.Generator.Infer;
using ModelGen.Generator.Kinds;
using ModelGen.Generator.Layers;

namespace ModelGen.Generator.Plan;

/// <summary>Plans the data that describe a model at run time.</summary>
internal static class ArchitecturePlanner
{
    public static ArchitecturePlan Plan(InferredModel model)
    {
        var runtime = model.Bound.Inputs.Where(input => input.Type is not null).SelectMany(input => input.Type!.Shape.Symbols);
        var symbols = model.Parameters.Concat(runtime).Distinct().Select(symbol => new SymbolPlan(
            symbol,
            model.Parameters.Contains(symbol),
            model.Bound.Symbols.Statement(symbol)?.Default));
        var names = Names(model);
        var layers = model.Layers.Select(layer => PlanLayer(model, layer, names));
        var outputs = model.Outputs.Select(output => output.Value is { } value ? names[value.Id] : string.Empty);
        return new ArchitecturePlan(
            symbols.ToEquatableArray(), layers.ToEquatableArray(), outputs.ToEquatableArray(), PlanLoss(model));
    }

    private static LossData? PlanLoss(InferredModel model)
    {
        if (model.Bound.Loss is not { } bound || model.Loss is not { } loss)
        {
            return null;
        }

        var names = LossContext.TargetNames(bound.Kind, model.Bound.Inputs.Select(input => input.Name));
        var targets = loss.Targets.Zip(names, (target, name) => new OutputPlan(name, target.Type.ToString(), $"{target.Type.Element}"));
        return new LossData(
            bound.Kind.Name,
            loss.Outputs.Select(output => model.Outputs[output.Index].Name).ToEquatableArray(),
            targets.ToEquatableArray(),
            PlanArguments(bound.Arguments).ToEquatableArray());
    }

    private static LayerPlan PlanLayer(InferredModel model, InferredLayer layer, IReadOnlyList<string> names)
    {
        var use = layer.Bound.Use;
        var isBlock = use.Kind == "Block";
        return new LayerPlan(
            layer.Bound.StageName,
            layer.Bound.Name,
            use.TypeArgumentName is { } argument ? $"{use.Kind}<{argument}>" : use.Kind,
            use.ToString(),
            Read(model, layer, names).ToEquatableArray(),
            string.Join(", ", layer.Inputs.Select(input => input.Type?.ToString())),
            layer.Output?.Type?.ToString() ?? "(?)",
            layer.ParameterCount?.ToString() ?? "?",
            PlanArguments(model, layer.Bound, names).ToEquatableArray(),
            isBlock ? Copies(use) : string.Empty,
            isBlock && layer.Output?.Type is not null ? use.TypeArgument! : string.Empty);
    }

    // A tensor that several operands are is listed for each of them: a product of x and x reads x twice.
    private static List<string> Read(InferredModel model, InferredLayer layer, IReadOnlyList<string> names)
    {
        var read = new List<string>();
        foreach (var input in layer.Inputs)
        {
            read.Add(names[input.Id]);
        }

        var references = layer.Bound.References;
        foreach (var argument in references.Arguments)
        {
            if (!argument.IsOfWeights)
            {
                read.AddRange(references.Of(argument)
                    .OfType<Reference>().Select(reference => PathOf(model, reference, names)).Where(path => path.Length > 0));
            }
        }

        foreach (var step in layer.Steps)
        {
            foreach (var id in step.Code.Values)
            {
                if (!read.Contains(names[id]) && !IsDefinedIn(layer, id))
                {
                    read.Add(names[id]);
                }
            }
        }

        return read;
    }

    private static bool IsDefinedIn(InferredLayer layer, int id)
    {
        foreach (var step in layer.Steps)
        {
            foreach (var value in step.Outputs)
            {
                if (value.Id == id)
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static IEnumerable<ArgumentPlan> PlanArguments(InferredModel model, BoundLayer layer, IReadOnlyList<string> names)
    {
        foreach (var argument in PlanArguments(layer.Arguments))
        {
            yield return argument;
        }

        foreach (var argument in layer.References.Arguments)
        {
            var paths = layer.References.Of(argument)
                .Select(reference => reference is null ? string.Empty : PathOf(model, reference, names)).ToList();
            if (paths.Count > 0 && !paths.Contains(string.Empty))
            {
                var data = ArgumentData.Tensors(paths);
                yield return new ArgumentPlan(argument.Name, data.Type, data.Items);
            }
        }
    }

    /// <summary>The arguments that differ from their defaults, without the tensors.</summary>
    public static IEnumerable<ArgumentPlan> PlanArguments(BoundArguments arguments) =>
        arguments.Described.Select(one => new ArgumentPlan(one.Argument.Name, one.Data.Type, one.Data.Items));

    private static string PathOf(InferredModel model, Reference reference, IReadOnlyList<string> names) => reference switch
    {
        { Input: { } input } => input.Name,
        { Layer: { } layer } => reference.Port is null ? layer.Path : $"{layer.Path}.{reference.Port}",
        _ => model.StageResults.TryGetValue(reference.Stage!, out var result) ? names[result.Id] : string.Empty,
    };

    private static string Copies(AttributeUse use) => use.Find(BlockKind.Count)?.Value is not { } count ? string.Empty
        : count.Kind == ConstantKind.Text ? count.Text
        : count.ToString();

    // The names of tensors as in a declaration: that of the input or the layer, or the port for a further result of a layer.
    private static string[] Names(InferredModel model)
    {
        var names = model.Values.Select(value => value.Input?.Name ?? value.Producer?.Path ?? string.Empty).ToArray();
        foreach (var layer in model.Layers)
        {
            foreach (var port in layer.Ports.Where(port => port.Value != layer.Output))
            {
                names[port.Value.Id] = $"{layer.Bound.Path}.{port.Key}";
            }
        }

        return names;
    }
}
