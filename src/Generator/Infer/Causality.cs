using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using ModelGen.Generator.Bind;
using ModelGen.Generator.Kinds;
using ModelGen.Generator.Layers;
using ModelGen.Generator.Shapes;
using ModelGen.Generator.Signatures;

namespace ModelGen.Generator.Infer;

/// <summary>
/// Proves that position t of an output depends on positions up to t of an input, layer by layer: each kind says what it does along the axis
/// of the positions, which is followed from tensor to tensor.
/// </summary>
internal sealed class Causality
{
    private readonly ModelContext _model;
    private readonly IReadOnlyList<InferredLayer> _layers;
    private readonly Value _positions;
    private readonly Value _output;
    private readonly string? _symbol;

    // What is known of a tensor: its axis of positions, that it is left out, or what is in the way; nothing if it does not depend on them.
    private readonly Dictionary<int, int> _axes = new();
    private readonly HashSet<int> _absent = new();
    private readonly Dictionary<int, Obstacle> _obstacles = new();

    private readonly List<DecodingLayer> _steps = new();
    private readonly List<Code> _states = new();
    private readonly List<Dim> _maxima = new();

    private Causality(ModelContext model, IReadOnlyList<InferredLayer> layers, Value positions, int axis, Value output)
    {
        _model = model;
        _layers = layers;
        _positions = positions;
        _output = output;
        _axes[positions.Id] = axis;
        var shape = positions.Shape;
        _symbol = axis <= shape.Count && shape.Dims[shape.Count - axis].TryGetSymbol(out var symbol) ? symbol : null;
    }

    /// <param name="inference">The model's model.</param>
    /// <param name="values">Every tensor.</param>
    /// <param name="layers">Every layer in order.</param>
    /// <param name="positions">The input whose positions are decoded.</param>
    /// <param name="axis">Their axis, from the end.</param>
    /// <param name="output">The output.</param>
    /// <param name="isLanguageModel">Whether only the ids come step by step.</param>
    public static BlockDecoding Prove(
        ModelContext model, IReadOnlyList<Value> values,
        IReadOnlyList<InferredLayer> layers, Value positions, int axis, Value output, bool isLanguageModel)
    {
        var proof = new Causality(model, layers, positions, axis, output);
        var inputs = values.Where(value => value.Input is not null).OrderBy(value => value.Input!.Ordinal).ToList();
        var obstacle = proof.Start(inputs, isLanguageModel) ?? proof.Follow(values) ?? proof.Finish();
        return new BlockDecoding(axis, obstacle is null ? proof.Result(inputs, isLanguageModel) : null, obstacle);
    }

    // Other inputs run along the positions as well, are left out, or do not depend on them.
    private Obstacle? Start(IEnumerable<Value> inputs, bool isLanguageModel)
    {
        if (_symbol is not null && _model.Parameters.Contains(_symbol))
        {
            return new Obstacle(
                _positions.Site, $"Input '{_positions.Input!.Name}'",
                LooksAhead: false, $"has {_symbol} positions, for each of which a layer has separate weights",
                $"let no weights depend on {_symbol}");
        }

        foreach (var input in inputs.Where(input => input != _positions && _symbol is not null && input.Shape.Symbols.Contains(_symbol)))
        {
            var axes = Enumerable.Range(0, input.Shape.Count).Where(i => input.Shape.Dims[i].Symbols.Contains(_symbol!)).ToList();
            if (input.IsOptional)
            {
                _absent.Add(input.Id);
            }
            else if (isLanguageModel || axes.Count != 1 || input.Shape.Dims[axes[0]] != Dim.Symbol(_symbol!))
            {
                return new Obstacle(
                    input.Site, $"Input '{input.Input!.Name}'", LooksAhead: false, $"is {input.Type} and runs along {_symbol} as well",
                    isLanguageModel ? "make it Optional, or compute it from the ids" : $"let only one of its axes be {_symbol}");
            }
            else
            {
                _axes[input.Id] = input.Shape.Count - axes[0];
            }
        }

        return null;
    }

    private Obstacle? Follow(IReadOnlyList<Value> values)
    {
        var reached = Usage.Reached(ImmutableArray.Create(new InferredOutput(string.Empty, _output)), values, _layers);
        foreach (var layer in _layers.Where(layer => layer.Steps.Any(step => step.Outputs.Any(reached.Contains))))
        {
            var own = new HashSet<int>(layer.Steps.SelectMany(step => step.Outputs).Select(value => value.Id));
            var reads = layer.Steps.SelectMany(step => step.Code.Values)
                .Distinct().Where(id => !own.Contains(id)).Select(id => values[id]).ToList();
            if (reads.FirstOrDefault(value => _obstacles.ContainsKey(value.Id)) is { } broken)
            {
                return _obstacles[broken.Id];
            }

            if (reads.All(value => !_axes.ContainsKey(value.Id)))
            {
                _steps.Add(new DecodingLayer(layer, layer.Steps, DecodingRole.Independent));
                continue;
            }

            if (layer.Bound.Port is { } port && layer.Bound.Kind.Traits.Has(LayerTraits.Recurrent))
            {
                var use = layer.Bound.Use;
                return new Obstacle(use.At(CommonArguments.Port), Subject(layer),
                    LooksAhead: true, $"continues from '{port}', the state after the last position", $"remove {CommonArguments.Port.Name}");
            }

            var context = new TimeContext(_model, layer, reads, AxisOf, value => _absent.Contains(value.Id));
            if (Take(layer, LayerCatalog.Of(layer.Bound.Kind).AlongTime(context), reads) is { } obstacle)
            {
                return obstacle;
            }
        }

        return null;
    }

    private static string Subject(InferredLayer layer) =>
        layer.Bound.StageName.Length == 0 ? layer.Bound.Use.ToString() : $"{layer.Bound.Use} of '{layer.Bound.StageName}'";

    private int? AxisOf(Value value) => _axes.TryGetValue(value.Id, out var axis) ? axis : null;

    private Obstacle? Take(InferredLayer layer, TimeFlow flow, IReadOnlyList<Value> reads)
    {
        var use = layer.Bound.Use;
        var subject = Subject(layer);
        var axis = 0;
        switch (flow)
        {
            case TimeFlow.NonCausal obstacle:
                return new Obstacle(obstacle.Site ?? use.Site, subject, LooksAhead: true, obstacle.How, obstacle.Repair);
            case TimeFlow.Unprovable unprovable:
                return new Obstacle(use.Site, subject, LooksAhead: false, unprovable.Why, unprovable.Repair);
            case TimeFlow.Pointwise pointwise:
                axis = pointwise.Axis;
                _steps.Add(new DecodingLayer(layer, layer.Steps, DecodingRole.Pointwise));
                break;
            case TimeFlow.Positional positional:
                axis = positional.Axis;
                Add(layer, [new Step(ImmutableArray.Create(layer.Output!), positional.Step)]);
                if (positional.Maximum is { } maximum)
                {
                    _maxima.Add(maximum);
                }

                break;
            case TimeFlow.Stateful stateful:
                axis = stateful.Axis;
                Add(layer, [new Step(ImmutableArray.Create(layer.Output!),
                    stateful.Step(Code.Of($"state.Layer<{stateful.StateType}>({_states.Count})")))]);
                _states.Add(stateful.State);
                break;
            case TimeFlow.StatefulBlock block:
                axis = block.Axis;
                Add(layer, block.Steps(Code.Of($"state.Model({_states.Count})")));
                _states.Add(block.State);
                break;
        }

        // A tensor of all positions that does not depend on them has no piece for a step.
        if (_symbol is not null && reads.FirstOrDefault(value => AxisOf(value) is null
            && !_absent.Contains(value.Id) && value.Shape.Symbols.Contains(_symbol)) is { } whole)
        {
            return new Obstacle(use.Site, subject, LooksAhead: false,
                $"reads {whole.Subject} {whole.Type}, which is of all positions at once", "compute it from the positions");
        }

        foreach (var value in layer.Steps.SelectMany(step => step.Outputs))
        {
            if (value == layer.Output)
            {
                _axes[value.Id] = axis;
            }
            else
            {
                _obstacles[value.Id] = new Obstacle(use.Site, subject, LooksAhead: true,
                    "has further results, which depend on all positions", "let the output depend on its result only");
            }
        }

        return null;
    }

    private void Add(InferredLayer layer, IEnumerable<Step> steps) =>
        _steps.Add(new DecodingLayer(layer, steps.ToImmutableArray(), DecodingRole.Ordered));

    private Obstacle? Finish()
    {
        if (_obstacles.TryGetValue(_output.Id, out var obstacle))
        {
            return obstacle;
        }

        return AxisOf(_output) is null
            ? new Obstacle(_output.Site, $"The output {_output.Type}",
                LooksAhead: false, $"does not depend on {_positions.Subject}", "compute it from the positions")
            : null;
    }

    private InferredDecoding Result(IEnumerable<Value> inputs, bool isLanguageModel) => new()
    {
        Positions = _positions,
        InputAxes = inputs.Select(input => _absent.Contains(input.Id) ? SignatureFlow.Absent : AxisOf(input) ?? SignatureFlow.Independent)
            .ToImmutableArray(),
        Output = _output,
        OutputAxis = _axes[_output.Id],
        Layers = _steps.ToImmutableArray(),
        States = _states.ToImmutableArray(),
        Maxima = _maxima.ToImmutableArray(),
        IsLanguageModel = isLanguageModel,
    };
}
