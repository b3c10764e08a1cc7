using System;
using System.Collections.Generic;
using System.Linq;
using ModelGen.PyTorch.Scopes;
using ModelGen.PyTorch.Source;
using static TorchSharp.torch;

namespace ModelGen.PyTorch.Classes;

/// <summary>The classes of a model and its blocks, each once, blocks before those that use them.</summary>
internal static class ModelClasses
{
    /// <summary>Finds the classes.</summary>
    /// <param name="model">The model.</param>
    /// <returns>The classes by their types, the model's last.</returns>
    public static IReadOnlyDictionary<Type, ModelClass> Of(nn.Module model)
    {
        // The order of insertion is that of the file.
        var classes = new Dictionary<Type, ModelClass>();
        Add(model);
        var names = classes.Values.GroupBy(one => one.Name).FirstOrDefault(group => group.Count() > 1);
        if (names is not null)
        {
            throw new PyTorchExportException(
                $"{classes.Values.Last().Name} cannot be exported: it has blocks of {names.Count()} classes with the name {names.Key}, "
                + "which would be one class in a file of Python. Rename one of them.");
        }

        var root = classes[model.GetType()];
        if (Ids(root) is { } ids)
        {
            Follow(root, SizeText.Axes(ids.Shape)[1], classes);
            if (!DecodingSteps.CanRunStepByStep(root, classes))
            {
                foreach (var one in classes.Values)
                {
                    one.IsCached = false;
                }
            }
        }

        return classes;

        void Add(nn.Module module)
        {
            if (classes.ContainsKey(module.GetType()))
            {
                return;
            }

            var name = module.GetType().Name;
            if (module.GetType().GetProperty("Adapters")?.PropertyType == typeof(LoraAdapters))
            {
                throw new PyTorchExportException(
                    $"{name} cannot be exported: it has adapters. Merge them with Adapters.Merge(), and export {name}.BaseModel.");
            }

            if (module is not IDeclaredModel)
            {
                throw new ArgumentException(
                    $"{name} cannot be exported: it is not declared with [Model], so its layers are not known.",
                    nameof(model));
            }

            var found = new ModelClass(module);
            foreach (var layer in found.Architecture.Layers)
            {
                foreach (var block in found.BlocksOf(layer))
                {
                    Add(block);
                }
            }

            classes.TryAdd(module.GetType(), found);
        }
    }

    /// <summary>The input with the ids that a language model continues; null if the model is none.</summary>
    public static PortInfo? Ids(ModelClass model) => model.Module is not (ILanguageModel or IConditionalLanguageModel)
        ? null
        : model.Architecture.Inputs.FirstOrDefault(port =>
            port is { Type: DType.Int64, Optional: false } && SizeText.Axes(port.Shape) is [_, var positions]
            && SizeText.Axes(model.Architecture.Outputs[0].Shape) is [_, var ofScores, _] && ofScores == positions);

    // The symbols of the decoded positions in the blocks, and whether a layer of them keeps something.
    private static void Follow(ModelClass model, string positions, IReadOnlyDictionary<Type, ModelClass> classes)
    {
        model.Positions = positions;
        foreach (var layer in model.Architecture.Layers)
        {
            if (model.BlockOf(layer) is { } module)
            {
                var block = classes[module.GetType()];
                var axes = SizeText.Axes(block.Architecture.Inputs[0].Shape);
                if (model.PositionAxis(layer) is { } axis && axes.Count + axis >= 0 && axes[axes.Count + axis] is var symbol and not "...")
                {
                    Follow(block, symbol, classes);
                    model.IsCached |= block.IsCached;
                }
            }
            else
            {
                model.IsCached |= DecodingSteps.Keeps(model, layer);
            }
        }
    }
}
