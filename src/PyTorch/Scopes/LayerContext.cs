using System;
using System.Collections.Generic;
using System.Linq;
using ModelGen.PyTorch.Source;

namespace ModelGen.PyTorch.Scopes;

/// <summary>A layer that is written: its arguments, the variables that it reads, its module, and where its results go.</summary>
/// <param name="Scope">The class that the layer is part of.</param>
/// <param name="Layer">The layer.</param>
internal sealed record LayerContext(ClassScope Scope, LayerInfo Layer)
{
    /// <summary>The variable from which the layer continues.</summary>
    public string Input => Scope.Variables[Layer.From[0]];

    /// <summary>The variables that the layer reads.</summary>
    public IReadOnlyList<string> Inputs => [.. Layer.From.Select(tensor => Scope.Variables[tensor])];

    /// <summary>The axes of the first input, as expressions; "..." stands for leading ones.</summary>
    public IReadOnlyList<string> Axes => SizeText.Axes(Layer.InputShape);

    /// <summary>The number of axes behind the batch and the channels.</summary>
    public int SpatialAxes => Axes.Count - 2;

    /// <summary>The size of the last axis of the input, in the constructor.</summary>
    public string Features => Scope.InConstructor(Axes[^1]);

    /// <summary>The size of the second axis of the input, in the constructor.</summary>
    public string Channels => Scope.InConstructor(Axes[1]);

    /// <summary>Whether the layer runs along the positions that a decoding computes one after the other.</summary>
    public bool IsAlongPositions => Scope.Model.PositionAxis(Layer) == -2;

    /// <summary>The path of the module that has the weights.</summary>
    public string WeightPath => Scope.Model.WeightPath(Layer);

    /// <summary>Whether an argument is given and not at its default.</summary>
    public bool Has(string argument) => Layer.Arguments.ContainsKey(argument);

    /// <summary>The variable of a tensor that an argument names; null if it is not given.</summary>
    public string? Tensor(string argument) =>
        Find(argument) is ArgumentValue.Tensors { Paths: [var path] } ? Scope.Variables[path] : null;

    /// <summary>Whether a tensor that an argument names is an input that may be left out.</summary>
    public bool IsOptional(string argument) => Find(argument) is ArgumentValue.Tensors { Paths: [var path] }
        && Scope.Model.Architecture.Inputs.Any(port => port.Name == path && port.Optional);

    /// <summary>A size in the constructor.</summary>
    public string Size(string argument) => Scope.InConstructor(Expression(argument));

    /// <summary>A size in <c>forward</c>.</summary>
    public string SizeInForward(string argument) => Scope.InForward(Expression(argument));

    /// <summary>The sizes of an argument, one per axis; a single one if it has no list.</summary>
    public IReadOnlyList<string> Expressions(string argument) => Find(argument) switch
    {
        ArgumentValue.Sizes sizes => sizes.Expressions,
        ArgumentValue.Integers integers => [.. integers.Values.Select(Python.Literal)],
        _ => [Expression(argument)],
    };

    public IReadOnlyList<long> Integers(string argument) => Find(argument) switch
    {
        ArgumentValue.Integers integers => integers.Values,
        ArgumentValue.Integer integer => [integer.Value],
        var other => throw Unexpected(argument, other),
    };

    public long Integer(string argument, long? otherwise = null) => Find(argument) switch
    {
        ArgumentValue.Integer integer => integer.Value,
        ArgumentValue.Size { Constant: { } constant } => constant,
        null when otherwise is { } value => value,
        var other => throw Unexpected(argument, other),
    };

    /// <summary>A number, or the parameter that is a setting, in the constructor.</summary>
    public string Number(string argument, double otherwise) => Number(argument, otherwise, Python.Variable);

    /// <summary>A number, or the parameter that is a setting, in <c>forward</c>.</summary>
    public string NumberInForward(string argument, double otherwise) => Number(argument, otherwise, Scope.Stored);

    public bool Flag(string argument, bool otherwise = false) => Find(argument) switch
    {
        ArgumentValue.Flag flag => flag.Value,
        null => otherwise,
        var other => throw Unexpected(argument, other),
    };

    /// <summary>A member of an enumeration.</summary>
    public T Choice<T>(string argument, T otherwise)
        where T : struct, Enum => Find(argument) switch
        {
            ArgumentValue.Choice choice => Enum.Parse<T>(choice.Member),
            null => otherwise,
            var other => throw Unexpected(argument, other),
        };

    /// <summary>The activation of a feed-forward layer, in the constructor.</summary>
    public string Activation(Activation otherwise) => Find("Activation") is ArgumentValue.Setting setting
        ? Python.Variable(setting.Name)
        : ActivationNames.Literal(Choice("Activation", otherwise));

    public string Text(string argument) => ((ArgumentValue.Text)Layer.Arguments[argument]).Value;

    /// <summary>The shape of a weight.</summary>
    /// <param name="name">Its name below the layer.</param>
    public long[] ShapeOfWeight(string name) => Scope.Model.State[$"{WeightPath}.{name}"].shape;

    /// <summary>
    /// The size of the last axis of a tensor in the constructor: as the declaration states it, or the number that a weight has.
    /// </summary>
    /// <param name="tensor">The tensor, as in <see cref="LayerInfo.From"/>.</param>
    /// <param name="actual">The number.</param>
    public string FeaturesOf(string tensor, long actual) =>
        Scope.Model.FeaturesOf(tensor) is { } stated && SizeText.Known(stated, Scope.Model.Sizes) == actual
            ? Scope.InConstructor(stated)
            : Python.Literal(actual);

    /// <summary>The module of the layer, which the constructor creates unless it shares that of another one.</summary>
    /// <param name="constructor">The expression that creates it.</param>
    /// <returns>How <c>forward</c> reads it.</returns>
    public string Module(string constructor)
    {
        var reference = ClassScope.Reference(WeightPath);
        if (WeightPath == Layer.Path)
        {
            Scope.Declare(Layer.Path, constructor);
            Initialization.Write(this, reference);
        }

        return reference;
    }

    /// <summary>Assigns the result of the layer.</summary>
    /// <param name="expression">The expression that computes it.</param>
    public void Output(string expression)
    {
        var outputs = Scope.Model.Architecture.Outputs;
        if (outputs.Count == 1 && outputs[0].From == Layer.Path && Scope.Model.Architecture.Layers[^1] == Layer)
        {
            Scope.Forward.Line($"return {expression}", Layer.OutputShape);
            Scope.HasReturned = true;
            return;
        }

        // The operands are read before the variable is chosen, which may be one of theirs.
        Scope.Forward.Line($"{Scope.Variables.ForResult(Layer)} = {expression}", Layer.OutputShape);
    }

    /// <summary>A helper of the written file.</summary>
    public string Helper(string name) => Scope.Helper(name);

    /// <summary>Whether a port of the layer is read.</summary>
    public bool IsPortRead(string port) => Scope.Variables.IsRead($"{Layer.Path}.{port}");

    /// <summary>The port from which the next layer continues; null for the result.</summary>
    public string? Port => Has("Port") ? Text("Port") : null;

    /// <summary>The layer as a message names it.</summary>
    public string Describe() => $"{Layer.Declaration} ('{Layer.Path}' of {Scope.Model.Name})";

    /// <summary>An argument of a call, if it differs from the default of what is called.</summary>
    public static IEnumerable<string> Optional(string name, string value, string otherwise) =>
        value == otherwise ? [] : [$"{name}={value}"];

    private string Number(string argument, double otherwise, Func<string, string> nameOf) => Find(argument) switch
    {
        ArgumentValue.Number number => Python.Literal(number.Value),
        ArgumentValue.Integer integer => Python.Literal((double)integer.Value),
        ArgumentValue.Setting setting => nameOf(setting.Name),
        null => Python.Literal(otherwise),
        var other => throw Unexpected(argument, other),
    };

    private string Expression(string argument) => Find(argument) switch
    {
        ArgumentValue.Size size => size.Expression,
        ArgumentValue.Integer integer => Python.Literal(integer.Value),
        var other => throw Unexpected(argument, other),
    };

    private ArgumentValue? Find(string argument) => Layer.Arguments.TryGetValue(argument, out var value) ? value : null;

    private InvalidOperationException Unexpected(string argument, ArgumentValue? value) =>
        new($"{Describe()}: the argument '{argument}' is {value?.ToString() ?? "missing"}, which the exporter does not expect.");
}
