using System;
using System.Collections.Generic;
using System.Linq;
using ModelGen.Layers;
using ModelGen.PyTorch.Source;
using TorchSharp;

namespace ModelGen.PyTorch.Scopes;

/// <summary>What a parameter of a model's constructor holds.</summary>
internal enum ParameterKind
{
    Size,
    Number,
    Activation,
    Rotary,
}

/// <summary>A parameter of a model's constructor.</summary>
/// <param name="Name">Its name in C#.</param>
/// <param name="Kind">What it holds.</param>
/// <param name="Default">The default as Python writes it; null if there is none.</param>
/// <param name="Value">The value in the model that is exported, as Python writes it.</param>
/// <param name="Size">The value of a size.</param>
internal sealed record ConstructorParameter(string Name, ParameterKind Kind, string? Default, string Value, long? Size = null)
{
    /// <summary>Its name in Python.</summary>
    public string Variable => Python.Variable(Name);

    /// <summary>Its type in Python.</summary>
    public string Annotation => Kind switch
    {
        ParameterKind.Size => "int",
        ParameterKind.Number => "float",
        ParameterKind.Activation => "str",
        _ => "RotaryOptions",
    };

    /// <summary>The parameters of a model's constructor, without the device and the dtype of the weights.</summary>
    public static IReadOnlyList<ConstructorParameter> Of(torch.nn.Module model)
    {
        var config = ((IDeclaredModel)model).Config;
        var constructor = model.GetType().GetConstructors().MaxBy(candidate => candidate.GetParameters().Length)!;
        List<ConstructorParameter> parameters = [];
        foreach (var parameter in constructor.GetParameters())
        {
            var (name, type) = (parameter.Name!, parameter.ParameterType);
            var given = parameter.HasDefaultValue ? parameter.DefaultValue : null;
            if (type == typeof(long))
            {
                var size = config.Sizes[name];
                parameters.Add(new(
                    name, ParameterKind.Size, given is long number ? Python.Literal(number) : null, Python.Literal(size), size));
            }
            else if (type == typeof(double))
            {
                parameters.Add(new(
                    name, ParameterKind.Number, given is double number ? Python.Literal(number) : null,
                    Python.Literal(config.Number(name))));
            }
            else if (type == typeof(Activation))
            {
                parameters.Add(new(
                    name, ParameterKind.Activation, given is null ? null : ActivationNames.Literal((Activation)Enum.ToObject(type, given)),
                    ActivationNames.Literal(config.Activation(name))));
            }
            else if (type == typeof(RotaryOptions))
            {
                parameters.Add(new(name, ParameterKind.Rotary, null, RotaryText.Of(config.Rotary(name))));
            }
        }

        return parameters;
    }
}
