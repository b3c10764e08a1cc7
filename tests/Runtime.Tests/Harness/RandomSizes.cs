using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using System.Runtime.CompilerServices;
using TorchSharp;
using static TorchSharp.torch;

namespace ModelGen.Runtime.Tests;

/// <summary>A declared model with sizes drawn at random among those that its declaration allows, and inputs of these sizes.</summary>
internal sealed class RandomSizes : IDisposable
{
    private readonly Type _type;
    private readonly Random _random;
    private readonly Dictionary<string, long> _values = [];
    private readonly long[] _leading;
    private readonly bool _isOwner = true;

    public RandomSizes(Type type, int seed, ScalarType dtype = ScalarType.Float32, bool withOptional = true, string? empty = null)
    {
        _type = type;
        _random = new Random(seed);
        Architecture = ArchitectureOf(type);
        _leading = Enumerable.Range(0, _random.Next(3)).Select(_ => _random.NextInt64(1, 4)).ToArray();
        if (empty is not null)
        {
            _values[empty] = 0;
        }

        foreach (var symbol in Architecture.Symbols)
        {
            Draw(symbol.Name);
        }

        var constructor = type.GetConstructors().Single();
        var arguments = constructor.GetParameters()
            .Select(parameter => parameter.Name == "dtype" ? dtype : parameter.Name == "device" ? (object?)null : _values[parameter.Name!])
            .ToArray();
        Model = (nn.Module)constructor.Invoke(BindingFlags.DoNotWrapExceptions, null, arguments, null);
        Inputs = Architecture.Inputs.Select(input => input.Optional && !withOptional ? null : Input(input, dtype)).ToArray();
    }

    // The same model called with other sizes.
    private RandomSizes(RandomSizes other, int seed)
    {
        (_type, Architecture, Model, _isOwner) = (other._type, other.Architecture, other.Model, false);
        _random = new Random(seed);
        _leading = [.. other._leading.Select(_ => _random.NextInt64(1, 4))];
        foreach (var symbol in Architecture.Symbols)
        {
            if (symbol.IsParameter)
            {
                _values[symbol.Name] = other._values[symbol.Name];
            }
        }

        foreach (var symbol in Architecture.Symbols)
        {
            Draw(symbol.Name);
        }

        var dtype = other.Model.parameters().FirstOrDefault()?.dtype ?? ScalarType.Float32;
        Inputs = [.. Architecture.Inputs.Zip(other.Inputs, (input, given) => given is null ? null : Input(input, dtype))];
    }

    public Architecture Architecture { get; }

    public nn.Module Model { get; }

    public Tensor?[] Inputs { get; }

    public IEnumerable<Tensor> GivenInputs => Inputs.OfType<Tensor>();

    /// <summary>The models of this assembly whose sizes can be drawn.</summary>
    public static IEnumerable<Type> Types => typeof(RandomSizes).Assembly.GetTypes()
        .Where(type => type.GetCustomAttribute<ModelAttribute>() is not null
            && !type.IsGenericTypeDefinition && type.GetCustomAttribute<DrawnByHandAttribute>() is null)
        .OrderBy(type => type.Name);

    public static Architecture ArchitectureOf(Type type) => (Architecture)type.GetProperty("Architecture")!.GetValue(null)!;

    /// <summary>The number of axes that a leading <c>...</c> stands for.</summary>
    public int LeadingAxes => _leading.Length;

    /// <summary>The same model, with inputs of other sizes where the declaration leaves them open.</summary>
    public RandomSizes OtherCall(int seed) => new(this, seed);

    public Tensor[] Call()
    {
        var call = _type.GetMethods().Where(method => method.Name == "call" && method.GetParameters().Length == Inputs.Length)
            .MinBy(method => method.DeclaringType == _type ? 0 : 1)!;
        return Results(Invoke(call, Inputs));
    }

    /// <summary>The loss against class 0, or zero, or a label everywhere, or null if the model declares none.</summary>
    public Tensor? Loss()
    {
        if (_type.GetMethod("Loss") is not { } loss)
        {
            return null;
        }

        Tensor[] targets = [.. Targets(_type.GetCustomAttribute<LossAttribute>()!)];
        try
        {
            return (Tensor)Invoke(loss, [.. Inputs, .. targets])!;
        }
        finally
        {
            Array.ForEach(targets, target => target.Dispose());
        }
    }

    private IEnumerable<Tensor> Targets(LossAttribute loss)
    {
        if (loss is not OutputLossAttribute { Of: var name })
        {
            yield break;
        }

        var output = Shape(Architecture.Outputs.Single(port => name is null || port.Name == name).Shape);
        switch (loss)
        {
            case ClassLossAttribute { Axis: var axis }:
                yield return zeros(
                    output.Where((_, i) => i != (axis < 0 ? axis + output.Length : axis)).ToArray(), dtype: ScalarType.Int64);
                break;
            case CtcLossAttribute { Blank: var blank }:
                yield return full([output[1], 1], blank == 0 ? 1 : 0, dtype: ScalarType.Int64);
                yield return full([output[1]], output[0], dtype: ScalarType.Int64);
                yield return ones([output[1]], dtype: ScalarType.Int64);
                break;
            default:
                yield return zeros(output);
                break;
        }
    }

    public long[] Shape(string shape) => SizeExpression.Shape(shape, _values, _leading);

    public long Evaluate(string expression) => SizeExpression.Evaluate(expression, _values);

    public override string ToString() => $"{_type.Name} with {string.Join(", ", _values.Select(value => $"{value.Key} = {value.Value}"))}";

    public void Dispose()
    {
        if (_isOwner)
        {
            Model.Dispose();
        }

        foreach (var input in GivenInputs)
        {
            input.Dispose();
        }
    }

    private static Tensor[] Results(object? result) => result is ITuple tuple
        ? Enumerable.Range(0, tuple.Length).Select(i => (Tensor)tuple[i]!).ToArray()
        : [(Tensor)result!];

    private object? Invoke(MethodInfo method, Tensor?[] arguments)
        => method.Invoke(Model, BindingFlags.DoNotWrapExceptions, null, arguments.Cast<object?>().ToArray(), null);

    private long Draw(string symbol)
    {
        if (_values.TryGetValue(symbol, out var known))
        {
            return known;
        }

        var fact = _type.GetCustomAttributes<DimAttribute>().FirstOrDefault(fact => fact.Name == symbol) ?? new DimAttribute(symbol);
        var step = fact.MultipleOf switch
        {
            null => 1,
            string expression => Divisor(expression),
            var number => Convert.ToInt64(number),
        };
        var most = Math.Min(fact.Max, Math.Max(fact.Min, step) + (6 * step)) / step;
        var least = (fact.Min + step - 1) / step;
        return _values[symbol] = step * _random.NextInt64(least, Math.Min(least + 5, most) + 1);
    }

    private long Divisor(string expression)
    {
        foreach (var symbol in SizeExpression.Symbols(expression))
        {
            Draw(symbol);
        }

        return Evaluate(expression);
    }

    private Tensor Input(PortInfo input, ScalarType dtype)
    {
        var shape = Shape(input.Shape);
        return input.Type switch
        {
            // A length is from 1 to the number of time steps.
            DType.Int64 when input.Name == "lengths" => ones(shape, dtype: ScalarType.Int64),

            // Class 0 exists in every vocabulary.
            DType.Int64 => randint(0, _values.GetValueOrDefault("vocabulary", 1), shape, dtype: ScalarType.Int64),
            DType.Bool => rand(shape).gt(0.6),
            _ => randn(shape, dtype: dtype),
        };
    }
}

/// <summary>A model that has a test of its own because not every drawn size suits it.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class DrawnByHandAttribute : Attribute
{
}
