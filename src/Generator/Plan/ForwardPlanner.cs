using System;
using System.Collections.Generic;
using System.Linq;
using ModelGen.Generator.Bind;
using ModelGen.Generator.Infer;
using ModelGen.Generator.Layers;

namespace ModelGen.Generator.Plan;

/// <summary>Decides the statements of <c>forward</c>: its guards, and each layer with what it leaves behind.</summary>
internal sealed class ForwardPlanner
{
    private readonly InferredModel _model;
    private readonly Func<ModuleField, string> _moduleField;
    private readonly NameTable _names;
    private readonly Dictionary<int, string> _locals = new();
    private readonly List<Statement> _statements = new();
    private readonly GuardPlanner _guards;

    public ForwardPlanner(
        InferredModel model, EquatableArray<InputPlan> inputs, IEnumerable<string> reserved, Func<string, string> parameterField, Func<ModuleField, string> moduleField)
    {
        _model = model;
        _moduleField = moduleField;
        _names = new NameTable(reserved.Concat(inputs.Select(input => input.Parameter)));
        _guards = new GuardPlanner(model, _names, input => Local(InputValue(input).Id), parameterField);
        for (var i = 0; i < inputs.Count; i++)
        {
            _locals[InputValue(model.Bound.Inputs[i]).Id] = inputs[i].Parameter;
        }
    }

    public EquatableArray<Statement> Plan()
    {
        _statements.AddRange(_guards.Plan());
        var reached = Usage.Reached(_model.Outputs, _model.Values, _model.Layers);
        var steps = _model.Layers
            .SelectMany(layer => layer.Steps.Select(step => (Layer: layer, Step: step)))
            .Where(pair => pair.Step.Outputs.Any(reached.Contains))
            .ToList();
        var lifetimes = new Lifetimes(_model.Values, steps.Select(pair => pair.Step).ToList(), _model.Outputs.Select(output => output.Value!));
        var stage = string.Empty;
        for (var i = 0; i < steps.Count; i++)
        {
            var (layer, step) = steps[i];
            if (layer.Bound.StageName != stage)
            {
                stage = layer.Bound.StageName;
                _statements.Add(new Heading(stage));
            }
            else if (i == 0)
            {
                _statements.Add(new Heading(string.Empty));
            }

            PlanStep(layer, step, lifetimes, i);
        }

        PlanReturn();
        return _statements.ToEquatableArray();
    }

    private Value InputValue(BoundInput input) => _model.Values[input.Ordinal];

    private string Local(int id) => _locals[id];

    private string Text(Code code) => code.Render(Local, _guards.Symbol, _moduleField);

    private void PlanStep(InferredLayer layer, Step step, Lifetimes lifetimes, int index)
    {
        var isConsumed = lifetimes.MayConsume(index);
        var code = Text(isConsumed ? step.Consuming! : step.Code);
        foreach (var value in step.Outputs)
        {
            _locals[value.Id] = _names.Take(value.Name);
        }

        var dead = lifetimes.DeadAfter(index, isConsumed).ToList();
        var shapes = string.Join(", ", step.Outputs.Select(value => value.Type!.ToString()));
        var what = step.Comment.Length > 0 ? step.Comment : layer.Bound.Use.ToString();
        if (step.Repeat is not null)
        {
            var blocks = _moduleField(step.Repeat);
            var input = step.Code.Values.First();
            var further = code.Substring(Local(input).Length);
            var releasesInput = step.Code.Values.Count(id => id == input) == 1 && dead.RemoveAll(value => value.Id == input) > 0;
            _statements.Add(new Repetition(
                Local(step.Outputs[0].Id),
                blocks,
                Local(input),
                further,
                _names.Take("i"),
                _names.Take("next"),
                releasesInput,
                $"{layer.Bound.Use}: {shapes} after each"));
        }
        else if (step.Outputs.Length == 1)
        {
            _statements.Add(new Line($"var {Local(step.Outputs[0].Id)} = {code};", $"{what}: {shapes}"));
        }
        else
        {
            _statements.Add(new Line($"var ({string.Join(", ", step.Outputs.Select(value => Local(value.Id)))}) = {code};", $"{what}: {shapes}"));
        }

        foreach (var value in dead)
        {
            _statements.Add(new Line($"{Local(value.Id)}.Dispose();"));
        }
    }

    // The caller owns every result by a handle of its own.
    private void PlanReturn()
    {
        var returned = new HashSet<int>();
        var results = _model.Outputs.Select(output =>
        {
            var value = output.Value!;
            var isFresh = returned.Add(value.Id) && value.Input is null;
            return isFresh ? Local(value.Id) : $"{Local(value.Id)}.alias()";
        }).ToList();
        _statements.Add(new Heading(string.Empty));
        _statements.Add(new Line(results.Count == 1 ? $"return {results[0]};" : $"return ({string.Join(", ", results)});"));
    }
}
