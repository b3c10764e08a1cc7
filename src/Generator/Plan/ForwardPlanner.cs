using System;
using System.Collections.Generic;
using System.Linq;
using ModelGen.Generator.Bind;
using ModelGen.Generator.Infer;
using ModelGen.Generator.Kinds;

namespace ModelGen.Generator.Plan;

/// <summary>Decides the statements of <c>forward</c>: its guards, the layers, and the disposal of intermediate tensors.</summary>
internal sealed class ForwardPlanner
{
    private readonly InferredModel _model;
    private readonly StatementPlanner _planner;
    private readonly GuardPlanner _guards;

    public ForwardPlanner(
        InferredModel model, EquatableArray<InputPlan> inputs,
        IEnumerable<string> reserved, Func<string, string> parameterField, Func<ModuleField, string> moduleField, string weights)
    {
        _model = model;
        var names = new NameTable(reserved, inputs.Select(input => input.Parameter));
        _guards = new GuardPlanner(model, names, input => _planner!.Local(InputValue(input).Id), parameterField, weights);
        _planner = new StatementPlanner(names, _guards.Symbol, moduleField);
        for (var i = 0; i < inputs.Count; i++)
        {
            _planner.Name(InputValue(model.Bound.Inputs[i]), inputs[i].Parameter);
        }
    }

    public EquatableArray<Statement> Plan()
    {
        var (all, steps) = (new List<Step>(), new List<(InferredLayer Layer, Step Step)>());
        foreach (var layer in _model.Layers)
        {
            foreach (var step in layer.Steps)
            {
                all.Add(step);
                if (step.DefinesAny(_model.Reached))
                {
                    steps.Add((layer, step));
                }
            }
        }

        foreach (var guard in _guards.Plan(all, checksSizes: true))
        {
            _planner.Add(guard);
        }

        _planner.PlanSteps(_model.Values, steps, _model.Outputs.Select(output => output.Value!));
        PlanReturn();
        return _planner.Statements;
    }

    private Value InputValue(BoundInput input) => _model.Values[input.Ordinal];

    // The caller owns every result, so an input or a result that is returned twice gets a handle of its own.
    private void PlanReturn()
    {
        var returned = new HashSet<int>();
        var results = _model.Outputs.Select(output =>
        {
            var value = output.Value!;
            var isFresh = returned.Add(value.Id) && value.Input is null;
            return isFresh ? _planner.Local(value.Id) : $"{_planner.Local(value.Id)}.alias()";
        }).ToList();
        _planner.Add(new Heading(string.Empty));
        _planner.Add(new Line(results.Count == 1 ? $"return {results[0]};" : $"return ({string.Join(", ", results)});"));
    }
}
