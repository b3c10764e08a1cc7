using System;
using System.Collections.Generic;
using System.Linq;
using ModelGen.Generator.Kinds;

namespace ModelGen.Generator.Plan;

/// <summary>Decides the statements of layers: the local of each tensor, and where it is disposed.</summary>
internal sealed class StatementPlanner
{
    private readonly NameTable _names;
    private readonly Func<string, string> _symbol;
    private readonly Func<ModuleField, string> _moduleField;
    private readonly Func<int, string> _local;
    private readonly Dictionary<int, string> _locals = new();
    private readonly List<Statement> _statements = new();
    private string? _stage;

    /// <param name="names">The names that are taken.</param>
    /// <param name="symbol">A symbol's local or field.</param>
    /// <param name="moduleField">A module's field.</param>
    public StatementPlanner(NameTable names, Func<string, string> symbol, Func<ModuleField, string> moduleField)
    {
        _names = names;
        _local = Local;
        _symbol = symbol;
        _moduleField = moduleField;
    }

    public EquatableArray<Statement> Statements => _statements.ToEquatableArray();

    /// <summary>Sets the name of a parameter.</summary>
    public void Name(Value value, string local) => _locals[value.Id] = local;

    public string Local(int id) => _locals[id];

    /// <summary>A new name.</summary>
    public string Take(string name) => _names.Take(name);

    public void Add(Statement statement) => _statements.Add(statement);

    /// <summary>Plans steps in order, each under its stage's heading.</summary>
    /// <param name="values">Every tensor of the model.</param>
    /// <param name="steps">The steps.</param>
    /// <param name="results">The tensors that outlive them.</param>
    /// <param name="after">Further statements after a step, by its number.</param>
    public void PlanSteps(
        IReadOnlyList<Value> values,
        IReadOnlyList<(InferredLayer Layer, Step Step)> steps,
        IEnumerable<Value> results,
        Func<int, Statement?>? after = null)
    {
        var lifetimes = new Lifetimes(values, steps.Select(pair => pair.Step).ToList(), results);
        for (var i = 0; i < steps.Count; i++)
        {
            var (layer, step) = steps[i];
            if (layer.Bound.StageName != _stage)
            {
                _stage = layer.Bound.StageName;
                _statements.Add(new Heading(_stage));
            }

            PlanStep(layer, step, lifetimes, i);
            if (after?.Invoke(i) is { } further)
            {
                _statements.Add(further);
            }
        }
    }

    private string Text(Code code) => code.Render(_local, _symbol, _moduleField);

    private void PlanStep(InferredLayer layer, Step step, Lifetimes lifetimes, int index)
    {
        var isConsumed = lifetimes.MayConsume(index);
        var code = Text(isConsumed ? step.Consuming! : step.Code);
        foreach (var value in step.Outputs)
        {
            _locals[value.Id] = _names.Take(value.Name);
        }

        var dead = lifetimes.DeadAfter(index, isConsumed).ToList();
        var shapes = step.Outputs.Length == 1
            ? step.Outputs[0].Type!.ToString()
            : string.Join(", ", step.Outputs.Select(value => value.Type!.ToString()));
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
                $"{layer.Bound.Use}: {shapes} after each",
                step.State is null ? string.Empty : Text(step.State),
                step.Times is null ? string.Empty : Text(Code.Of($"{step.Times}"))));
        }
        else if (step.Outputs.Length == 1)
        {
            _statements.Add(new Line($"var {Local(step.Outputs[0].Id)} = {code};", $"{what}: {shapes}"));
        }
        else
        {
            _statements.Add(
                new Line($"var ({string.Join(", ", step.Outputs.Select(value => Local(value.Id)))}) = {code};", $"{what}: {shapes}"));
        }

        foreach (var value in dead)
        {
            _statements.Add(new Line($"{Local(value.Id)}.Dispose();"));
        }
    }
}
