using System;
using System.Collections.Generic;
using System.Linq;
using ModelGen.Layers;
using ModelGen.Onnx.Graph;
using TorchSharp;

namespace ModelGen.Onnx.Scopes;

/// <summary>A layer that is exported: its arguments, the tensors that it reads, its weights, and where its results go.</summary>
/// <param name="Scope">The model that the layer is part of.</param>
/// <param name="Layer">The layer.</param>
internal sealed record LayerContext(Scope Scope, LayerInfo Layer)
{
    public GraphBuilder Graph => Scope.Graph;

    /// <summary>The tensor from which the layer continues.</summary>
    public Value Input => Inputs[0];

    /// <summary>The tensors that the layer reads, without those that are left out.</summary>
    public IReadOnlyList<Value> Inputs => [.. Layer.From.Select(Scope.Find).OfType<Value>()];

    /// <summary>The path of the layer in the whole model.</summary>
    public string Path => Scope.Prefix + Layer.Path;

    /// <summary>The path of the layer in its model that has the weights: the layer, or the one whose weights it shares.</summary>
    public string WeightPath => Tensors("Shared") is [var shared] ? Owner(shared) : Layer.Path;

    /// <summary>The step of a decoding, if the layer runs along the positions that are decoded; otherwise null.</summary>
    public DecodingStep? Step => PositionAxis == -2 ? Scope.Step : null;

    /// <summary>The axis of its first input, from the back, whose size is the number of decoded positions; null if it has none.</summary>
    public int? PositionAxis
    {
        get
        {
            var axes = SizeText.Axes(Layer.InputShape);
            var place = Scope.Positions is null ? -1 : axes.ToList().IndexOf(Scope.Positions);
            return place < 0 ? null : place - axes.Count;
        }
    }

    /// <summary>Whether an argument is given and not at its default.</summary>
    public bool Has(string argument) => Layer.Arguments.ContainsKey(argument);

    /// <summary>A tensor that an argument names; null if it is not given, or an input that is left out.</summary>
    public Value? Tensor(string argument) => Tensors(argument) is [var path] ? Scope.Find(path) : null;

    /// <summary>A size; an integer is one as well.</summary>
    /// <param name="argument">The argument's name.</param>
    /// <param name="otherwise">The default, if it has one.</param>
    public Size Size(string argument, long? otherwise = null) => Find(argument) switch
    {
        ArgumentValue.Size size => Scope.Evaluate(size.Expression),
        ArgumentValue.Integer integer => integer.Value,
        null when otherwise is { } value => value,
        var other => throw Unexpected(argument, other),
    };

    /// <summary>A size that does not depend on a call's inputs.</summary>
    /// <inheritdoc cref="Size"/>
    public long Constant(string argument, long? otherwise = null) => Size(argument, otherwise).Constant
        ?? throw new OnnxExportException($"{Describe()}: '{argument}' depends on the size of an input, which its export cannot express.");

    /// <summary>Sizes or integers, one per axis; a single one if the argument has no list.</summary>
    public IReadOnlyList<string> Expressions(string argument) => Find(argument) switch
    {
        ArgumentValue.Sizes sizes => sizes.Expressions,
        ArgumentValue.Size size => [size.Expression],
        ArgumentValue.Integers integers => [.. integers.Values.Select(value => $"{value}")],
        ArgumentValue.Integer integer => [$"{integer.Value}"],
        var other => throw Unexpected(argument, other),
    };

    public IReadOnlyList<long> Integers(string argument, params long[] otherwise) => Find(argument) switch
    {
        ArgumentValue.Integers integers => integers.Values,
        ArgumentValue.Integer integer => [integer.Value],
        null => otherwise,
        var other => throw Unexpected(argument, other),
    };

    public long Integer(string argument, long? otherwise = null) => Find(argument) switch
    {
        ArgumentValue.Integer integer => integer.Value,
        null when otherwise is { } value => value,
        var other => throw Unexpected(argument, other),
    };

    /// <summary>A number, which may be a setting of the model.</summary>
    public double Number(string argument, double otherwise) => Find(argument) switch
    {
        ArgumentValue.Number number => number.Value,
        ArgumentValue.Integer integer => integer.Value,
        ArgumentValue.Setting setting => Scope.Config.Number(setting.Name),
        null => otherwise,
        var other => throw Unexpected(argument, other),
    };

    public bool Flag(string argument, bool otherwise) => Find(argument) switch
    {
        ArgumentValue.Flag flag => flag.Value,
        null => otherwise,
        var other => throw Unexpected(argument, other),
    };

    /// <summary>A member of an enumeration; an activation may be a setting of the model.</summary>
    public T Choice<T>(string argument, T otherwise)
        where T : struct, Enum => Find(argument) switch
        {
            ArgumentValue.Choice choice => Enum.Parse<T>(choice.Member),
            ArgumentValue.Setting setting => (T)(object)Scope.Config.Activation(setting.Name),
            null => otherwise,
            var other => throw Unexpected(argument, other),
        };

    /// <summary>The options of rotary positions that a setting holds; null unless the argument names a setting.</summary>
    public RotaryOptions? Rotary(string argument) =>
        Find(argument) is ArgumentValue.Setting setting ? Scope.Config.Rotary(setting.Name) : null;

    public string Text(string argument) => ((ArgumentValue.Text)Layer.Arguments[argument]).Value;

    /// <summary>Whether the layer has a weight.</summary>
    /// <param name="name">Its name below the layer: <c>bias</c>, <c>query.weight</c>.</param>
    public bool HasWeight(string name) => Scope.State.ContainsKey($"{WeightPath}.{name}");

    /// <summary>The numbers of a weight, for those that the exporter computes with.</summary>
    public Tensor WeightTensor(string name) => Scope.State[$"{WeightPath}.{name}"];

    /// <summary>A weight.</summary>
    /// <param name="name">Its name below the layer: <c>weight</c>, <c>query.bias</c>.</param>
    public Value Weight(string name) => Graph.Weight($"{Scope.Prefix}{WeightPath}.{name}", WeightTensor(name));

    /// <summary>A weight, or null if the layer does not have it.</summary>
    public Value? OptionalWeight(string name) => HasWeight(name) ? Weight(name) : null;

    /// <summary>The linear map of a <c>nn.Linear</c> below the layer.</summary>
    /// <param name="x">The tensor.</param>
    /// <param name="name">The name of the linear layer with a dot behind it; empty for the layer itself.</param>
    public Value Linear(Value x, string name = "") => Graph.Linear(
        x, Graph.Weight($"{Scope.Prefix}{WeightPath}.{name}weight", WeightTensor($"{name}weight"), transposed: true),
        OptionalWeight($"{name}bias"));

    /// <summary>Keeps the result of the layer.</summary>
    public void Output(Value value) => Scope.Keep(Layer.Path, value);

    /// <summary>Whether a port of the layer is read, by another layer or as an output.</summary>
    public bool IsPortUsed(string name)
    {
        var port = $"{Layer.Path}.{name}";
        return (Has("Port") && Text("Port") == name) || Scope.Architecture.Layers.Any(layer => layer.From.Contains(port))
            || Scope.Architecture.Outputs.Any(output => output.From == port);
    }

    /// <summary>Keeps a port of the layer.</summary>
    public void Port(string name, Value value) => Scope.Keep($"{Layer.Path}.{name}", value);

    /// <summary>The layer as a message names it.</summary>
    public string Describe() => $"{Layer.Declaration} ('{Path}')";

    private IReadOnlyList<string> Tensors(string argument) => Find(argument) is ArgumentValue.Tensors tensors ? tensors.Paths : [];

    // Weights are shared with a layer of the same kind, or with the only such layer of a stage, which its last layer stands for.
    private string Owner(string path)
    {
        var layers = Scope.Architecture.Layers;
        var named = layers.Single(layer => layer.Path == path);
        return named.Kind == Layer.Kind ? path : layers.Single(layer => layer.Stage == named.Stage && layer.Kind == Layer.Kind).Path;
    }

    private ArgumentValue? Find(string argument) => Layer.Arguments.TryGetValue(argument, out var value) ? value : null;

    private InvalidOperationException Unexpected(string argument, ArgumentValue? value) =>
        new($"{Describe()}: the argument '{argument}' is {value?.ToString() ?? "missing"}, which the exporter does not expect.");
}
