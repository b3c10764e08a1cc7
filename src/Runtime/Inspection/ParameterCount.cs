using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using TorchSharp;
using static TorchSharp.torch;

namespace ModelGen;

/// <summary>
/// Counts the elements of a module's parameters by their <c>state_dict</c> keys. A parameter that is registered twice is counted under its
/// first key.
/// </summary>
internal sealed class ParameterCount
{
    private readonly List<(string name, long elements)> _parameters = [];

    public long Total { get; private set; }

    public long Trainable { get; private set; }

    public long Bytes { get; private set; }

    public static ParameterCount Of(nn.Module model)
    {
        var count = new ParameterCount();
        foreach (var (name, parameter) in model.named_parameters())
        {
            var elements = parameter.numel();
            count._parameters.Add((name, elements));
            count.Total += elements;
            count.Trainable += parameter.requires_grad ? elements : 0;
            count.Bytes += elements * parameter.element_size();
        }

        return count;
    }

    /// <summary>Returns the number of copies of a block at a path: its children are named 0, 1, and so on.</summary>
    public static int Copies(nn.Module model, string path)
    {
        var module = model;
        foreach (var name in path.Split('.'))
        {
            module = module.named_children().FirstOrDefault(child => child.name == name).module;
            if (module is null)
            {
                return 1;
            }
        }

        var index = 0;
        return module.named_children().All(child => child.name == (index++).ToString(CultureInfo.InvariantCulture)) && index > 0
            ? index
            : 1;
    }

    /// <summary>Returns the number of elements of all parameters whose keys start with a path.</summary>
    public long Under(string path)
        => _parameters.Where(parameter => parameter.name.StartsWith(path, StringComparison.Ordinal)
            && (parameter.name.Length == path.Length || parameter.name[path.Length] == '.')).Sum(parameter => parameter.elements);
}
