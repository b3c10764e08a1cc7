using System;
using System.Collections.Generic;
using System.Linq;
using ModelGen.PyTorch.Source;
using static TorchSharp.torch;

namespace ModelGen.PyTorch.Scopes;

/// <summary>A declared class that becomes a class of Python.</summary>
internal sealed class ModelClass
{
    /// <summary>Reads the class of a model.</summary>
    /// <param name="module">An instance of it.</param>
    public ModelClass(nn.Module module)
    {
        Module = module;
        Architecture = ((IDeclaredModel)module).Architecture;
        Parameters = ConstructorParameter.Of(module);
        Modules = module.named_modules().ToDictionary(entry => entry.name, entry => entry.module, StringComparer.Ordinal);
        State = module.state_dict();
    }

    public string Name => Architecture.Name;

    public nn.Module Module { get; }

    public Architecture Architecture { get; }

    /// <summary>The parameters of the constructor.</summary>
    public IReadOnlyList<ConstructorParameter> Parameters { get; }

    /// <summary>The modules below the model by their paths.</summary>
    public IReadOnlyDictionary<string, nn.Module> Modules { get; }

    /// <summary>The weights by their names in this model.</summary>
    public IReadOnlyDictionary<string, Tensor> State { get; }

    /// <summary>The sizes of the instance by their symbols.</summary>
    public IReadOnlyDictionary<string, long> Sizes => _sizes ??= Parameters.Where(parameter => parameter.Size is not null)
        .ToDictionary(parameter => parameter.Name, parameter => parameter.Size!.Value, StringComparer.Ordinal);

    private IReadOnlyDictionary<string, long>? _sizes;

    /// <summary>The symbol whose axis are the positions that are decoded; null if the model does not run along them.</summary>
    public string? Positions { get; set; }

    /// <summary>Whether a layer keeps something from one step of a decoding to the next.</summary>
    public bool IsCached { get; set; }

    /// <summary>The shape of a tensor as <see cref="Architecture"/> states it; null for a port of a layer.</summary>
    public string? ShapeOf(string tensor) =>
        Architecture.Inputs.FirstOrDefault(port => port.Name == tensor)?.Shape
            ?? Architecture.Layers.FirstOrDefault(layer => layer.Path == tensor)?.OutputShape;

    /// <summary>The size of the last axis of a tensor as an expression of the symbols; null if it is not stated.</summary>
    public string? FeaturesOf(string tensor) => ShapeOf(tensor) is { } shape && SizeText.Axes(shape) is [.., var last] ? last : null;

    /// <summary>The axis of a layer's first input, from the back, that are the decoded positions; null if it has none.</summary>
    public int? PositionAxis(LayerInfo layer)
    {
        var axes = SizeText.Axes(layer.InputShape).ToList();
        var place = Positions is null ? -1 : axes.IndexOf(Positions);
        return place < 0 ? null : place - axes.Count;
    }

    /// <summary>The block of a layer, or its first copy; null for other layers.</summary>
    public nn.Module? BlockOf(LayerInfo layer) => BlocksOf(layer).FirstOrDefault();

    /// <summary>The copies of the block of a layer; one if it is not repeated, none for other layers.</summary>
    public IEnumerable<nn.Module> BlocksOf(LayerInfo layer)
    {
        if (layer.Block is null)
        {
            return [];
        }

        // A block that shares its weights runs the other layer's only block again.
        var path = WeightPath(layer);
        return Modules.TryGetValue(path, out var only) && only is IDeclaredModel
            ? [only]
            : Enumerable.Range(0, int.MaxValue).Select(copy => Modules.GetValueOrDefault($"{path}.{Python.Literal(copy)}"))
                .TakeWhile(copy => copy is not null).Select(copy => copy!);
    }

    /// <summary>The path of the layer that has the weights: the layer itself, or the one whose weights it shares.</summary>
    public string WeightPath(LayerInfo layer)
    {
        if (layer.Arguments.GetValueOrDefault("Shared") is not ArgumentValue.Tensors { Paths: [var shared] })
        {
            return layer.Path;
        }

        // Weights are shared with a layer of the same kind, or with the only such layer of a stage, which its last layer stands for.
        var named = Architecture.Layers.Single(other => other.Path == shared);
        return named.Kind == layer.Kind
            ? shared
            : Architecture.Layers.Single(other => other.Stage == named.Stage && other.Kind == layer.Kind).Path;
    }
}
