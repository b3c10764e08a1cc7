using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis.CSharp;
using ModelGen.Generator.Bind;
using ModelGen.Generator.Infer;
using ModelGen.Generator.Kinds;
using ModelGen.Generator.Shapes;
using ModelGen.Generator.Signatures;

namespace ModelGen.Generator.Plan;

/// <summary>
/// Decides how <c>forward</c> begins: every input has its rank and type, run-time symbols take their values, and every other
/// size and every open comparison is checked against them.
/// </summary>
internal sealed class GuardPlanner
{
    // Guard.Condition has this number of parameters for sizes.
    private const int MaxSizes = 6;

    private readonly InferredModel _model;
    private readonly NameTable _names;
    private readonly Func<BoundInput, string> _input;
    private readonly Func<string, string> _parameterField;
    private readonly HashSet<string> _parameters;
    // The run-time symbols, and where their values are read.
    private readonly List<(string Symbol, IReadOnlyList<InputReading> Readings)> _symbols;

    private readonly Dictionary<string, string> _symbolLocals = new();
    private readonly List<Statement> _statements = new();
    private readonly string _modelName;
    private readonly string _weights;
    private readonly SizeAdvice _advice;

    /// <param name="model">The model.</param>
    /// <param name="names">The names that are taken.</param>
    /// <param name="input">An input's parameter.</param>
    /// <param name="parameterField">The field of a constructor's parameter.</param>
    /// <param name="weights">The field that knows where the weights are; empty if no input meets any.</param>
    /// <param name="inputs">The inputs that there are; all when null.</param>
    public GuardPlanner(
        InferredModel model, NameTable names,
        Func<BoundInput, string> input, Func<string, string> parameterField, string weights, IReadOnlyCollection<BoundInput>? inputs = null)
    {
        Inputs = inputs ?? model.Bound.Inputs;
        _model = model;
        _names = names;
        _input = input;
        _parameterField = parameterField;
        _parameters = new HashSet<string>(model.Parameters);
        _symbols = Inputs
            .SelectMany(one => one.Type!.Shape.Symbols)
            .Distinct()
            .Where(symbol => !_parameters.Contains(symbol))
            .Select(symbol => (symbol, InputReading.Find(Inputs, symbol, _parameters)))
            .ToList();
        _modelName = Literal(model.Bound.Declaration.Type.Title);
        _weights = weights;
        _advice = new SizeAdvice(symbol =>
            _symbols.Where(one => one.Symbol == symbol).SelectMany(one => one.Readings).FirstOrDefault());
    }

    private IReadOnlyCollection<BoundInput> Inputs { get; }

    /// <summary>A symbol in <c>forward</c>: the local that holds its value, or a parameter's field.</summary>
    public string Symbol(string symbol) => _symbolLocals.TryGetValue(symbol, out var local) ? local : _parameterField(symbol);

    /// <param name="steps">The steps that follow.</param>
    /// <param name="checksSizes">Whether sizes are compared, and not only read.</param>
    public IReadOnlyList<Statement> Plan(IEnumerable<Step> steps, bool checksSizes)
    {
        var known = new HashSet<string>(
            _symbols.Where(one => one.Readings.Count > 0).Select(one => one.Symbol).Concat(_parameters));
        var sizes = checksSizes ? SizesToCheck().ToList() : [];
        var conditions = checksSizes
            ? SizeCondition.OfCalls(_model, _symbols.Select(one => one.Symbol))
                .Where(condition => condition.Symbols.All(known.Contains)).ToList()
            : [];
        var needed = new HashSet<string>(sizes.SelectMany(size => size.Dim.Symbols)
            .Concat(conditions.SelectMany(condition => condition.Symbols))
            .Concat(steps.SelectMany(step => step.Code.Symbols)));

        foreach (var input in Inputs)
        {
            PlanForm(input);
        }

        PlanLeadingAxes();
        foreach (var (symbol, readings) in _symbols.Where(one => needed.Contains(one.Symbol)))
        {
            BindSymbol(symbol, readings);
        }

        foreach (var condition in conditions.Where(condition => condition.IsOfDivisor))
        {
            AddCondition(condition);
        }

        foreach (var (input, axis, dim) in sizes)
        {
            var symbol = dim.TryGetConstant(out _) ? "null" : Literal(dim.ToString());
            var line = new Line($"global::ModelGen.Guard.Size({_input(input)}, {axis}, {Rendering.Bare(dim.ToCode(Symbol))}, {_modelName}, "
                + $"{Literal(input.Name)}, {symbol}, {Literal(input.Type!.ToString())}{Inside(dim)}{Other(dim)});");
            AddUnder(Presence(dim.Symbols, input), line);
        }

        foreach (var condition in conditions.Where(condition => !condition.IsOfDivisor))
        {
            AddCondition(condition);
        }

        return _statements;
    }

    private void AddCondition(SizeCondition condition)
    {
        var text = condition.Code.Render(_ => string.Empty, Symbol, _ => string.Empty);
        AddUnder(
            Presence(condition.Symbols, own: null),
            new Line($"global::ModelGen.Guard.Condition({text}, {_modelName}, {Literal(condition.Message)}, "
                + $"{Literal(_advice.For(condition.Relation))}{Sizes(condition.Compared, Symbol)});"));
    }

    /// <summary>The last arguments of a guard, the sizes in its message: the compared sizes and the symbols in them.</summary>
    public static string Sizes(IEnumerable<Dim> compared, Func<string, string> symbol)
    {
        var dims = compared.Where(dim => !dim.TryGetConstant(out _)).Distinct().ToList();
        return string.Concat(dims
            .Concat(Symbols(dims))
            .Take(MaxSizes)
            .Select(dim => $", {Literal(dim.ToString())}, {Rendering.Bare(dim.ToCode(symbol))}"));
    }

    /// <summary>The symbols inside expressions that are not themselves compared.</summary>
    public static IEnumerable<Dim> Symbols(IReadOnlyCollection<Dim> dims) =>
        dims.SelectMany(dim => dim.Symbols).Distinct().Select(Dim.Symbol).Except(dims);

    // The sizes that an expression such as T + S consists of.
    private string Inside(Dim dim) =>
        string.Concat(Symbols([dim]).Take(2).Select(symbol => $", {Literal(symbol.ToString())}, {symbol.ToCode(Symbol)}"));

    // The input that determines the value of a symbol in an expression.
    private string Other(Dim dim) =>
        _symbols.FirstOrDefault(one => one.Readings.Count > 0 && dim.Symbols.Contains(one.Symbol)) is { Readings: [var reading, ..] }
            ? $", other: {Literal(reading.Input.Name)}"
            : string.Empty;

    private sealed record CheckedSize(BoundInput Input, int Axis, Dim Dim);

    // The axes whose sizes are compared, because no symbol takes its value from them.
    private IEnumerable<CheckedSize> SizesToCheck()
    {
        foreach (var input in Inputs)
        {
            var shape = input.Type!.Shape;
            for (var i = 0; i < shape.Count; i++)
            {
                var axis = shape.HasLeading ? i - shape.Count : i;
                var isRead = shape.Dims[i].TryGetSymbol(out var symbol)
                    && _symbols.FirstOrDefault(one => one.Symbol == symbol).Readings?[0] is { } reading
                    && reading.Input == input
                    && reading.Axis == axis;
                if (!isRead)
                {
                    yield return new CheckedSize(input, axis, shape.Dims[i]);
                }
            }
        }
    }

    private void PlanForm(BoundInput input)
    {
        var (name, text) = (_input(input), Literal(input.Name));
        var shape = input.Type!.Shape;
        var rank = shape.HasLeading ? "RankAtLeast" : "Rank";
        AddUnder(Presence([input]),
            new Line($"global::ModelGen.Guard.{rank}({name}, {shape.Count}, {_modelName}, {text}, {Literal(input.Type.ToString())});"));
        AddUnder(Presence([input]), new Line(
            $"global::ModelGen.Guard.Type({name}, global::ModelGen.DType.{input.Type.Element}, {_modelName}, {text}{Weights(input)});"));
    }

    // The last arguments of Guard.Type for an input that is computed with weights.
    private string Weights(BoundInput input) => _model.WeightBindings[input.Ordinal] switch
    {
        WeightBinding.None => string.Empty,
        WeightBinding.Device when input.Type!.Element == ElementType.Float => $", {_weights}, anyFloat: true",
        _ => $", {_weights}",
    };

    // The leading axes of all inputs must equal those of one input, a required one if there is any.
    private void PlanLeadingAxes()
    {
        var inputs = Inputs.Where(input => input.Type!.Shape.HasLeading).ToList();
        var reference = inputs.FirstOrDefault(input => !input.IsOptional) ?? inputs.FirstOrDefault();
        foreach (var input in inputs.Where(input => input != reference))
        {
            var line = new Line(
                $"global::ModelGen.Guard.Leading({_input(input)}, {input.Type!.Shape.Count}, {_input(reference!)}, "
                    + $"{reference!.Type!.Shape.Count}, {_modelName}, {Literal(input.Name)}, "
                    + $"{Literal(input.Type.ToString())}, {Literal(reference.Name)});");
            AddUnder(Presence([reference, input]), line);
        }
    }

    private void BindSymbol(string symbol, IReadOnlyList<InputReading> readings)
    {
        var local = _names.Take(symbol);
        var size = readings[0].Input.IsOptional
            ? string.Concat(readings.Select(reading => $"{_input(reading.Input)} is not null ? {Size(reading)} : ")) + "0L"
            : Size(readings[0]);
        _symbolLocals[symbol] = local;
        _statements.Add(new Line($"var {local} = {size};"));
    }

    private string Size(InputReading reading)
    {
        var size = $"{_input(reading.Input)}.size({reading.Axis})";
        if (reading.Offset != Dim.Zero)
        {
            size = $"({size} - {reading.Offset.ToCode(_parameterField)})";
        }

        return reading.Factor == Dim.One ? Rendering.Bare(size) : $"{size} / {reading.Factor.ToCode(_parameterField)}";
    }

    // The condition under which a symbol has a value: one of the inputs that determine it is present. An input determines its own sizes.
    private string Presence(IEnumerable<string> symbols, BoundInput? own)
    {
        var conditions = _symbols
            .Where(reading => symbols.Contains(reading.Symbol))
            .Select(one => one.Readings.Select(reading => reading.Input).ToList())
            .Where(inputs => inputs[0].IsOptional && (own is null || !inputs.Contains(own)))
            .Select(inputs => inputs.Count == 1 ? Presence(inputs) : $"({string.Join(" || ", inputs.Select(input => Presence([input])))})")
            .Concat(own is { IsOptional: true } ? [Presence([own])] : [])
            .Distinct()
            .ToList();
        return conditions.Count == 1 ? Rendering.Bare(conditions[0]) : string.Join(" && ", conditions);
    }

    private string Presence(IEnumerable<BoundInput> inputs) =>
        string.Join(" && ", inputs.Where(input => input.IsOptional).Select(input => $"{_input(input)} is not null"));

    private void AddUnder(string condition, Statement statement)
    {
        if (condition.Length == 0)
        {
            _statements.Add(statement);
        }
        else if (_statements.LastOrDefault() is Guarded last && last.Condition == condition)
        {
            _statements[_statements.Count - 1] = last with { Body = [.. last.Body, statement] };
        }
        else
        {
            _statements.Add(new Guarded(condition, [statement]));
        }
    }

    private static string Literal(string text) => Literals.Of(text);
}
