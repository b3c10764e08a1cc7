using System;
using System.Collections.Generic;
using System.Linq;
using ModelGen.PyTorch.Scopes;
using ModelGen.PyTorch.Source;

namespace ModelGen.PyTorch.Layers;

/// <summary>A loss that is written.</summary>
/// <param name="Model">The class that declares it.</param>
/// <param name="Loss">The loss.</param>
/// <param name="Operands">The variables that it compares: outputs, then targets.</param>
internal sealed record LossContext(ModelClass Model, LossInfo Loss, IReadOnlyList<string> Operands)
{
    /// <summary>The number of axes of the first output; null if it has any number of them.</summary>
    public int? RankOfFirst
    {
        get
        {
            var axes = SizeText.Axes(Model.Architecture.Outputs.Single(output => output.Name == Loss.Outputs[0]).Shape);
            return axes.Contains("...") ? null : axes.Count;
        }
    }

    public long Integer(string argument, long otherwise) =>
        Loss.Arguments.GetValueOrDefault(argument) is ArgumentValue.Integer integer ? integer.Value : otherwise;

    public string? Text(string argument) => Loss.Arguments.GetValueOrDefault(argument) is ArgumentValue.Text text ? text.Value : null;

    public T Choice<T>(string argument, T otherwise)
        where T : struct, Enum =>
        Loss.Arguments.GetValueOrDefault(argument) is ArgumentValue.Choice choice ? Enum.Parse<T>(choice.Member) : otherwise;

    /// <summary>A number as an argument of a call, if it is not PyTorch's default.</summary>
    public IEnumerable<string> Number(string name, string argument, double otherwise)
    {
        var value = Loss.Arguments.GetValueOrDefault(argument) switch
        {
            ArgumentValue.Number number => number.Value,
            ArgumentValue.Integer integer => integer.Value,
            _ => otherwise,
        };
        return LayerContext.Optional(name, Python.Literal(value), Python.Literal(otherwise));
    }

    /// <summary>A flag as an argument of a call, if it is true.</summary>
    public IEnumerable<string> Flag(string name, string argument) =>
        Loss.Arguments.GetValueOrDefault(argument) is ArgumentValue.Flag { Value: true } ? [$"{name}=True"] : [];
}
