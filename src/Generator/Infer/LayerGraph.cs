using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using ModelGen.Generator.Bind;
using ModelGen.Generator.Kinds;

namespace ModelGen.Generator.Infer;

/// <summary>The layers of a model with what they read: which layer gives a tensor, and which layers read it.</summary>
internal sealed class LayerGraph
{
    private readonly Dictionary<BoundLayer, InferredLayer> _byBound;
    private readonly ImmutableArray<InferredOutput> _outputs;
    private Dictionary<int, List<InferredLayer>>? _readers;

    public LayerGraph(IReadOnlyList<InferredLayer> layers, ImmutableArray<InferredOutput> outputs)
    {
        Layers = layers;
        _outputs = outputs;
        _byBound = layers.ToDictionary(layer => layer.Bound);
    }

    /// <summary>Every layer in order.</summary>
    public IReadOnlyList<InferredLayer> Layers { get; }

    public IEnumerable<Value> Outputs => _outputs.Select(output => output.Value).OfType<Value>();

    /// <summary>The layer whose result a tensor is; null for inputs and for ports that no layer continues from.</summary>
    public InferredLayer? Producer(Value value) =>
        value.Producer is { } producer && _byBound.TryGetValue(producer, out var layer) && layer.Output == value ? layer : null;

    /// <summary>The layer that a tensor comes from, as its result or as a port.</summary>
    public InferredLayer? Source(Value value) =>
        value.Producer is { } producer && _byBound.TryGetValue(producer, out var layer) ? layer : null;

    /// <summary>The other layers that read a tensor.</summary>
    public IReadOnlyList<InferredLayer> Readers(Value value)
    {
        if (_readers is null)
        {
            _readers = new();
            foreach (var layer in Layers)
            {
                var own = new HashSet<int>(layer.Steps.SelectMany(step => step.Outputs).Select(output => output.Id));
                foreach (var id in layer.Steps.SelectMany(step => step.Code.Values).Distinct().Where(id => !own.Contains(id)))
                {
                    if (!_readers.TryGetValue(id, out var readers))
                    {
                        _readers.Add(id, readers = new());
                    }

                    readers.Add(layer);
                }
            }
        }

        return _readers.TryGetValue(value.Id, out var found) ? found : [];
    }

    /// <summary>Whether a tensor is read by one layer alone and given to no caller.</summary>
    public bool HasOneReader(Value value) => Readers(value).Count == 1 && !Outputs.Contains(value);

    /// <summary>Whether a layer computes each position of a sequence alone and keeps its axes.</summary>
    public static bool KeepsSteps(InferredLayer layer) =>
        layer.Inputs.Length == 1 && (layer.Bound.Kind.Traits & (LayerTraits.Activation | LayerTraits.Dropout | LayerTraits.Pointwise)) != 0;

    /// <summary>
    /// The axis that the argument <c>Axis</c> names, counted from the start; null where the axes at the start are not known.
    /// </summary>
    public static int? AxisOf(InferredLayer layer)
    {
        var shape = layer.Inputs[0].Shape;
        var axis = layer.Bound.Arguments.Get(CommonArguments.Axis)!.Value;
        return shape.HasLeading ? null : (int)(axis < 0 ? axis + shape.Count : axis);
    }
}
