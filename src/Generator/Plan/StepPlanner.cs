using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using ModelGen.Generator.Bind;
using ModelGen.Generator.Infer;
using ModelGen.Generator.Kinds;
using ModelGen.Generator.Shapes;
using ModelGen.Generator.Signatures;

namespace ModelGen.Generator.Plan;

/// <summary>
/// Decides the statements of a decoding: <c>Step</c> for a piece of the sequence and, in a language model with further inputs,
/// <c>ConditionOn</c> for what does not depend on the sequence and is computed once.
/// </summary>
internal sealed class StepPlanner
{
    // The parameters of Step besides the tensors.
    private const string State = "state";
    private const string At = "at";
    private const string LastOnly = "lastOnly";

    /// <summary>The names that no input may have in a model that is decoded.</summary>
    public static readonly IReadOnlyList<string> Parameters = [State, At, LastOnly];

    private readonly InferredModel _model;
    private readonly InferredDecoding _decoding;
    private readonly EquatableArray<InputPlan> _inputs;
    private readonly IReadOnlyList<string> _reserved;
    private readonly Func<string, string> _parameterField;
    private readonly Func<ModuleField, string> _moduleField;
    private readonly string _weights;
    private readonly bool _hasConditions;

    public StepPlanner(
        InferredModel model,
        InferredDecoding decoding,
        EquatableArray<InputPlan> inputs,
        IEnumerable<string> reserved,
        Func<string, string> parameterField,
        Func<ModuleField, string> moduleField,
        string weights)
    {
        _model = model;
        _decoding = decoding;
        _inputs = inputs;
        _reserved = [.. reserved, .. Parameters, "inference", "NewState", "Step"];
        _parameterField = parameterField;
        _moduleField = moduleField;
        _weights = weights;
        _hasConditions = decoding.IsLanguageModel && model.Bound.Inputs.Any(IsCondition);
    }

    /// <summary>The public members of a language model with errors, so that the user's code compiles; null if it has no ids.</summary>
    public static DecodingPlan? Surface(InferredModel model, EquatableArray<InputPlan> inputs)
    {
        var all = model.Bound.Inputs;
        if (all.LastOrDefault(input => input is { IsOptional: false, Type.Element: ElementType.Int64 }) is not { } ids)
        {
            return null;
        }

        var symbols = ids.Type!.Shape.Dims.Skip(1).SelectMany(dim => dim.Symbols).ToList();
        var conditions =
            all.Where(input => input != ids && !(input.IsOptional && input.Type is { } type && type.Shape.Symbols.Any(symbols.Contains)));
        return new DecodingPlan(default, default, string.Empty, default, new LanguageModelPlan(
            string.Empty, default, conditions.Select(input => inputs[all.IndexOf(input)]).ToEquatableArray(), default, default));
    }

    public DecodingPlan Plan()
    {
        // A language model computes what does not depend on the ids in ConditionOn, a block from its further parameters.
        var independent = _decoding.Layers.Where(layer => layer.Role == DecodingRole.Independent).ToList();
        var steps = _decoding.Layers.Where(layer => !_hasConditions || layer.Role != DecodingRole.Independent).ToList();
        var own = new HashSet<int>(steps.SelectMany(layer => layer.Steps).SelectMany(step => step.Outputs).Select(value => value.Id));
        var frontier = !_hasConditions ? [] : steps
            .SelectMany(layer => layer.Steps)
            .SelectMany(step => step.Code.Values)
            .Distinct()
            .Where(id => id != _decoding.Positions.Id && !own.Contains(id) && !IsAbsent(id))
            .Select(id => _model.Values[id])
            .ToList();
        var inputs =
            _model.Bound.Inputs.Where(input => _hasConditions ? input == _decoding.Positions.Input : !IsAbsent(input.Ordinal)).ToList();
        return new DecodingPlan(
            _decoding.States.Select(state => state.Render(_ => string.Empty, _parameterField, _moduleField)).ToEquatableArray(),
            inputs.OrderBy(input => input == _decoding.Positions.Input ? 0 : 1).Select(InputPlan).ToEquatableArray(),
            _decoding.Output.Type!.ToString(),
            PlanStep(steps, inputs, frontier),
            _decoding.IsLanguageModel ? PlanLanguageModel(independent, frontier) : null);
    }

    private bool IsAbsent(int id) => _model.Values[id].Input is { } input && _decoding.InputAxes[input.Ordinal] == SignatureFlow.Absent;

    private bool IsCondition(BoundInput input) => input != _decoding.Positions.Input && !IsAbsent(input.Ordinal);

    private InputPlan InputPlan(BoundInput input) => _inputs[_model.Bound.Inputs.IndexOf(input)];

    private (StatementPlanner Planner, GuardPlanner Guards) Start(IReadOnlyCollection<BoundInput> inputs)
    {
        var names = new NameTable(_reserved.Concat(_inputs.Select(input => input.Parameter)));
        var guards = new GuardPlanner(_model, names, input => InputPlan(input).Parameter, _parameterField, _weights, inputs);
        var planner = new StatementPlanner(names, guards.Symbol, _moduleField);
        foreach (var input in _model.Bound.Inputs)
        {
            planner.Name(_model.Values[input.Ordinal], IsAbsent(input.Ordinal) ? "null" : InputPlan(input).Parameter);
        }

        return (planner, guards);
    }

    private EquatableArray<Statement> PlanStep(
        IReadOnlyList<DecodingLayer> layers, IReadOnlyCollection<BoundInput> inputs, IReadOnlyList<Value> frontier)
    {
        var (planner, guards) = Start(inputs);
        var steps = layers.SelectMany(layer => layer.Steps.Select(step => (layer.Layer, Step: step))).ToList();
        foreach (var guard in guards.Plan(steps.Select(pair => pair.Step), checksSizes: false))
        {
            planner.Add(guard);
        }

        for (var i = 0; i < frontier.Count; i++)
        {
            var local = frontier[i].Input is { } input ? InputPlan(input).Parameter : planner.Take(frontier[i].Name);
            planner.Name(frontier[i], local);
            planner.Add(new Line($"var {local} = {State}.Condition{(frontier[i].IsOptional ? "OrNull" : string.Empty)}({i});",
                frontier[i].Type!.ToString()));
        }

        var head = _decoding.IsLanguageModel ? HeadStart(layers, steps) : -1;
        planner.PlanSteps(_model.Values, steps, [_decoding.Output],
            after: i => i != head ? null : LastPosition(planner, steps[i].Step.Outputs[0]));
        planner.Add(new Heading(string.Empty));
        planner.Add(
            new Line($"return {planner.Local(_decoding.Output.Id)}{(_decoding.Output.Input is null ? string.Empty : ".alias()")};"));
        return planner.Statements;
    }

    private static Line LastPosition(StatementPlanner planner, Value value)
    {
        var local = planner.Local(value.Id);
        return new Line($"{local} = global::ModelGen.Decoding.Positions.Last({local}, {LastOnly});",
            "what follows treats each position independently");
    }

    // The first step after which a single tensor leads to the output and every layer is pointwise.
    private int HeadStart(IReadOnlyList<DecodingLayer> layers, IReadOnlyList<(InferredLayer Layer, Step Step)> steps)
    {
        var roles = layers.SelectMany(layer => layer.Steps.Select(_ => layer.Role)).ToList();
        var time = _decoding.Positions.Shape.Dims[1];
        var head = steps.Count - 1;
        var needed = new HashSet<int> { _decoding.Output.Id };
        for (var i = steps.Count - 1; i >= 0; i--)
        {
            if (needed.Count == 1 && steps[i].Step.Outputs.Length == 1
                && needed.Contains(steps[i].Step.Outputs[0].Id) && HasPositionsLastButOne(steps[i].Layer, steps[i].Step))
            {
                head = i;
            }

            if (roles[i] == DecodingRole.Ordered || steps[i].Step.Code.Symbols.Any(time.Symbols.Contains))
            {
                break;
            }

            foreach (var value in steps[i].Step.Outputs)
            {
                needed.Remove(value.Id);
            }

            needed.UnionWith(steps[i].Step.Code.Values.Where(id => DependsOnPositions(steps, id)));
        }

        return head;
    }

    private bool DependsOnPositions(IReadOnlyList<(InferredLayer Layer, Step Step)> steps, int id) =>
        id == _decoding.Positions.Id || steps.Any(pair => pair.Step.Outputs.Any(value => value.Id == id));

    // The intermediate tensors of a layer may have their positions along another axis.
    private bool HasPositionsLastButOne(InferredLayer layer, Step step) =>
        step.Outputs[0] == layer.Output
            && step.Outputs[0].Shape is { Count: 3 } shape && shape.Dims[1] == _decoding.Positions.Shape.Dims[1];

    private LanguageModelPlan PlanLanguageModel(IReadOnlyList<DecodingLayer> independent, IReadOnlyList<Value> frontier)
    {
        var vocabulary = _decoding.Output.Shape.Last;
        var conditions = _model.Bound.Inputs.Where(IsCondition).ToList();
        var (planner, guards) = Start(conditions);
        if (_hasConditions)
        {
            var steps = independent.SelectMany(layer => layer.Steps.Select(step => (layer.Layer, Step: step))).ToList();
            foreach (var guard in guards.Plan(steps.Select(pair => pair.Step), checksSizes: true))
            {
                planner.Add(guard);
            }

            planner.PlanSteps(_model.Values, steps, frontier);
        }

        return new LanguageModelPlan(
            vocabulary.ToCode(_parameterField),
            _decoding.Maxima.Select(maximum => maximum.ToCode(_parameterField)).ToEquatableArray(),
            conditions.Select(InputPlan).ToEquatableArray(),
            planner.Statements,
            frontier.Select(value => Condition(value,
                $"{planner.Local(value.Id)}{(value.Input is null ? string.Empty : value.IsOptional ? "?.alias()" : ".alias()")}"))
                .ToEquatableArray());
    }

    // The axis of the sequences in a tensor: in the states of a recurrence it is the second.
    private string Condition(Value value, string local)
    {
        if (value.Shape is not { HasLeading: false } shape)
        {
            return local;
        }

        var axis = shape.Dims.ToImmutableArray().IndexOf(_decoding.Positions.Shape.Dims[0]);
        return axis == 0 ? local : $"new global::ModelGen.Decoding.ConditionTensor({local}, {(axis < 0 ? "null" : axis)})";
    }
}
