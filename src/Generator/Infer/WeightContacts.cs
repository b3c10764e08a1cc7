using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using ModelGen.Generator.Bind;
using ModelGen.Generator.Kinds;
using ModelGen.Generator.Shapes;
using ModelGen.Generator.Signatures;

namespace ModelGen.Generator.Infer;

/// <summary>
/// Finds which inputs must be on the device of the weights and of their type. Tensors that one operation takes and returns are on
/// one device; those of a product, of a layer's weights or of one operand alone are of one type. An input is bound if such
/// operations connect it with a weight.
/// </summary>
internal sealed class WeightContacts
{
    private readonly int _weights;
    private readonly int[] _devices;
    private readonly int[] _types;

    private WeightContacts(int values)
    {
        _weights = values;
        _devices = Enumerable.Range(0, values + 1).ToArray();
        _types = Enumerable.Range(0, values + 1).ToArray();
    }

    /// <param name="values">Every tensor; the inputs come first.</param>
    /// <param name="layers">The layers.</param>
    /// <param name="reached">The tensors that the outputs are computed from.</param>
    /// <param name="find">The tensor that a reference names.</param>
    public static ImmutableArray<WeightBinding> Find(
        IReadOnlyList<Value> values, IReadOnlyList<InferredLayer> layers, HashSet<Value> reached, Func<Reference?, Value?> find)
    {
        var contacts = new WeightContacts(values.Count);
        var weighted = Weighted(layers);
        foreach (var layer in layers)
        {
            foreach (var step in layer.Steps)
            {
                if (step.DefinesAny(reached))
                {
                    contacts.Add(values, layer, step, HasAny(step.Code, weighted), find);
                }
            }
        }

        return values.TakeWhile(value => value.Input is not null).Select(contacts.Binding).ToImmutableArray();
    }

    // The modules with weights.
    private static HashSet<ModuleField> Weighted(IReadOnlyList<InferredLayer> layers)
    {
        var weighted = new HashSet<ModuleField>();
        foreach (var layer in layers)
        {
            if (layer.ParameterCount is not { IsZero: true })
            {
                foreach (var module in layer.Modules)
                {
                    weighted.Add(module.Field);
                }
            }
        }

        return weighted;
    }

    private static bool HasAny(Code code, HashSet<ModuleField> modules)
    {
        foreach (var part in code.Parts)
        {
            if (part.Module is { } module && modules.Contains(module))
            {
                return true;
            }
        }

        return false;
    }

    private WeightBinding Binding(Value input) =>
        Root(_devices, input.Id) != Root(_devices, _weights) ? WeightBinding.None
        : IsFloat(input) && Root(_types, input.Id) == Root(_types, _weights) ? WeightBinding.DeviceAndType
        : WeightBinding.Device;

    private void Add(IReadOnlyList<Value> values, InferredLayer layer, Step step, bool hasWeights, Func<Reference?, Value?> find)
    {
        if (step.Bindings is { } bindings)
        {
            foreach (var (value, binding) in bindings)
            {
                JoinIf(binding >= WeightBinding.Device, _devices, value.Id);
                JoinIf(binding == WeightBinding.DeviceAndType, _types, value.Id);
            }

            return;
        }

        var tensors = new List<Value>();
        var floats = AddOperands(tensors, step, values);
        foreach (var output in step.Outputs)
        {
            tensors.Add(output);
        }

        Join(_devices, tensors);
        JoinIf(hasWeights, _devices, tensors[0].Id);
        var traits = layer.Bound.Kind.Traits;
        if (!traits.Has(LayerTraits.OneType) && (floats != 1 || traits.Has(LayerTraits.Promotes)))
        {
            return;
        }

        var masks = Masks(layer, find);
        tensors.RemoveAll(value => !IsFloat(value) || masks.Contains(value));
        if (tensors.Count > 0)
        {
            Join(_types, tensors);
            JoinIf(hasWeights && traits.Has(LayerTraits.OneType), _types, tensors[0].Id);
        }
    }

    // Adds every operand once, and returns how many of them are floating-point numbers.
    private static int AddOperands(List<Value> tensors, Step step, IReadOnlyList<Value> values)
    {
        var floats = 0;
        foreach (var id in step.Code.Values)
        {
            var value = values[id];
            if (!tensors.Contains(value))
            {
                tensors.Add(value);
                floats += IsFloat(value) ? 1 : 0;
            }
        }

        return floats;
    }

    // A mask that is added to the scores may be of another type than they.
    private static IReadOnlyList<Value?> Masks(InferredLayer layer, Func<Reference?, Value?> find)
    {
        var references = layer.Bound.References;
        var masks = references.Arguments.Where(static argument => argument.IsMask).ToList();
        return masks.Count == 0 ? [] : masks.SelectMany(argument => references.Of(argument)).Select(find).ToList();
    }

    private static bool IsFloat(Value value) => value.Type!.Element == ElementType.Float;

    private void JoinIf(bool isBound, int[] parents, int id)
    {
        if (isBound)
        {
            parents[Root(parents, id)] = Root(parents, _weights);
        }
    }

    private static void Join(int[] parents, IReadOnlyList<Value> values)
    {
        for (var i = 1; i < values.Count; i++)
        {
            parents[Root(parents, values[i].Id)] = Root(parents, values[0].Id);
        }
    }

    private static int Root(int[] parents, int id)
    {
        while (parents[id] != id)
        {
            id = parents[id] = parents[parents[id]];
        }

        return id;
    }
}
