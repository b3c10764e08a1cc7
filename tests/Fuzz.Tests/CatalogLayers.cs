using System;
using System.Collections.Generic;
using System.ComponentModel;
using System.Globalization;
using System.Linq;
using System.Reflection;
using System.Threading;
using Microsoft.CodeAnalysis;
using ModelGen.Generator.Caching;
using ModelGen.Generator.Diagnostics;
using ModelGen.Generator.Infer;
using ModelGen.Generator.Tests;

namespace ModelGen.Fuzz.Tests;

/// <summary>
/// Draws any layer of the vocabulary that takes one tensor, with any of its options. The layers are found by reflection, and what each
/// makes of the axes by inferring a model of that one layer, so a new kind takes part without a line here.
/// </summary>
internal sealed class CatalogLayers(Random random)
{
    private static readonly string[] _axes = ["axis0", "axis1", "axis2", "axis3"];

    private static readonly Dictionary<(string Layer, int Rank), List<string>?> _results = [];

    private static readonly List<Type> _types = [.. typeof(LayerAttribute).Assembly.GetExportedTypes()
        .Where(type => type.IsSubclassOf(typeof(LayerAttribute)) && !type.IsAbstract && !type.IsGenericType)
        .Where(type => Required(type).All(parameter => Values(parameter.ParameterType).Length > 0))
        .OrderBy(type => type.Name, StringComparer.Ordinal)];

    /// <summary>The layer as an attribute without brackets; the flow becomes what it gives. Null if the one drawn does not fit.</summary>
    public string? Next(Flow flow)
    {
        if (flow.HasLeading || flow.Rank is < 2 or > 4)
        {
            return null;
        }

        string layer = Write(_types[random.Next(_types.Count)]);
        if (Result(layer, flow.Rank) is not { } result)
        {
            return null;
        }

        List<string> before = [.. flow.Axes];
        flow.Axes.Clear();
        flow.Axes.AddRange(result.Select(axis => Array.IndexOf(_axes, axis) is >= 0 and var i ? before[i] : Flow.Unknown));
        return layer;
    }

    private string Write(Type type)
    {
        IEnumerable<string> required = Required(type).Select(parameter => $"{parameter.Name}: {Pick(Values(parameter.ParameterType))}");
        IEnumerable<string> options = type.GetProperties()
            .Where(property => property.SetMethod is not null && property.DeclaringType == type && Values(property.PropertyType).Length > 0)
            .Where(_ => random.Next(4) == 0)
            .Select(property => $"{property.Name} = {Pick(Values(property.PropertyType))}");
        return $"{type.Name[..^"Attribute".Length]}({string.Join(", ", required.Concat(options))})";
    }

    private static IEnumerable<ParameterInfo> Required(Type type) => type.GetConstructors()
        .Where(constructor => constructor.GetCustomAttribute<EditorBrowsableAttribute>() is null)
        .MinBy(constructor => constructor.GetParameters().Length)!
        .GetParameters().Where(parameter => !parameter.HasDefaultValue);

    // Text names something else, or is a pattern that fits one rank alone.
    private static string[] Values(Type type) =>
        type == typeof(object) ? ["1", "2", "3", "4", "\"2*E\""]
        : type == typeof(bool) ? ["true", "false"]
        : type == typeof(int) ? ["0", "1", "2", "-1", "-2"]
        : type == typeof(double) ? ["0.0", "0.25", "1.0", "2.0"]
        : type.IsEnum ? [.. Enum.GetNames(type).Select(name => $"{type.Name}.{name}")]
        : [];

    // The axes of the result; null if the layer refuses a tensor of this rank, or gives no numbers.
    private static List<string>? Result(string layer, int rank)
    {
        if (!_results.TryGetValue((layer, rank), out List<string>? result))
        {
            result = Infer(layer, rank);
            _results.Add((layer, rank), result);
        }

        return result;
    }

    private static List<string>? Infer(string layer, int rank)
    {
        string axes = string.Join(", ", _axes.Take(rank).Select(axis => $"\"{axis}\""));
        INamedTypeSymbol type =
            Compile.Project([$"[Model, Input({axes}), {layer}] public partial class Probe;"]).GetTypeByMetadataName("Probe")!;
        InferredModel model = Caches.Shared.InferSilently(Caches.Shared.Parse(type, new SilentSink(), CancellationToken.None));
        return model.HasErrors
            || model.Outputs is not [{ Value.Type: { Element: Generator.Shapes.ElementType.Float } result }] || result.Shape.Count == 0
            ? null
            : [.. result.Shape.Dims.Select(dim => dim.ToString())];
    }

    private string Pick(string[] items) => items[random.Next(items.Length)];
}
