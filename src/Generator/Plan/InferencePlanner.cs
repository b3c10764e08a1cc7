using System;
using System.Collections.Generic;
using System.Linq;
using ModelGen.Generator.Infer;
using ModelGen.Generator.Shapes;
using ModelGen.Generator.Signatures;

namespace ModelGen.Generator.Plan;

/// <summary>
/// Decides the calls of the class that runs an exported model: a span for each input and output, and a number for each size that the
/// constructor of the model has not fixed.
/// </summary>
internal sealed class InferencePlanner
{
    private const string Suffix = "Inference";

    // What the methods of the class name.
    private static readonly string[] Reserved = ["call", "forward", "CheckSizes", "NewOutput", "Shape", "Unmet"];

    // The sizes of a call are parameters, so no axis of an input has to be named.
    private static readonly SizeAdvice Advice = new(_ => null);

    private readonly InferredModel _model;
    private readonly Func<string, string> _field;
    private readonly List<string> _symbols;
    private readonly Dictionary<string, string> _parameters = new();
    private readonly NameTable _names = new(Reserved);
    private readonly HashSet<string> _used = new();

    private InferencePlanner(InferredModel model, Func<string, string> field)
    {
        _model = model;
        _field = field;
        _symbols = model.Bound.Inputs.Where(input => input.Type is not null)
            .SelectMany(input => input.Type!.Shape.Symbols)
            .Distinct()
            .Where(symbol => !model.Parameters.Contains(symbol))
            .ToList();
    }

    /// <param name="model">The model.</param>
    /// <param name="outputs">Its outputs.</param>
    /// <param name="field">The field of a constructor's parameter.</param>
    public static InferencePlan Plan(InferredModel model, IEnumerable<Port> outputs, Func<string, string> field) =>
        new InferencePlanner(model, field).Plan(outputs);

    private InferencePlan Plan(IEnumerable<Port> outputs)
    {
        string[] inputNames = [.. _model.Bound.Inputs.Select(input => _names.Take(input.Name))];
        Port[] results = [.. outputs];
        string[] outputNames = [.. results.Select(output => _names.Take(output.Name))];
        var hasLeading = _model.Bound.Inputs.Any(input => input.Type is { Shape.HasLeading: true });
        var leading = hasLeading ? _names.Take("leading") : string.Empty;
        foreach (var symbol in _symbols)
        {
            _parameters.Add(symbol, _names.Take(symbol));
        }

        InferencePort[] inputs = [.. _model.Bound.Inputs.Select((input, i) =>
            PortOf(input.Name, inputNames[i], input.Type, input.IsOptional))];
        InferencePort[] planned = [.. results.Select((output, i) => PortOf(output.Name, outputNames[i], output.Type, isOptional: false))];
        InferenceCondition[] conditions = _model.HasErrors ? [] : [.. Conditions(inputNames)];
        return new InferencePlan(
            _model.Bound.Declaration.Type.Title + Suffix,
            _symbols.Select(symbol => _parameters[symbol]).ToEquatableArray(),
            leading,
            _model.Parameters.ToEquatableArray(),
            _model.Parameters.Where(_used.Contains).Select(symbol => new InferenceField(symbol, _field(symbol))).ToEquatableArray(),
            inputs.ToEquatableArray(),
            planned.ToEquatableArray(),
            conditions.ToEquatableArray());
    }

    private InferencePort PortOf(string name, string parameter, TensorType? type, bool isOptional)
    {
        var element = type?.Element ?? ElementType.Float;
        var sizes = _model.HasErrors || type is null
            ? string.Empty
            : string.Join(", ", type.Shape.Dims.Select(dim => Rendering.Bare(dim.ToCode(Symbol))));
        return new InferencePort(
            name,
            parameter,
            type?.ToString() ?? "(?)",
            element.ToString(),
            element switch
            {
                ElementType.Int64 => "long",
                ElementType.Bool => "bool",
                _ => "float",
            },
            isOptional,
            sizes,
            type is { Shape.HasLeading: true });
    }

    private IEnumerable<InferenceCondition> Conditions(string[] inputNames) =>
        SizeCondition.OfCalls(_model, _symbols)
            .Where(condition => condition.Symbols.All(symbol => _parameters.ContainsKey(symbol) || _model.Parameters.Contains(symbol)))
            .OrderBy(condition => condition.IsOfDivisor ? 0 : 1)
            .Select(condition => new InferenceCondition(
                condition.Code.Render(_ => string.Empty, Symbol, _ => string.Empty),
                Presence(condition, inputNames),
                condition.Message,
                Advice.For(condition.Relation),
                string.Concat(Named(condition).Select(dim => $", ({Literals.Of(dim.ToString())}, {Rendering.Bare(dim.ToCode(Symbol))})"))))
            .ToList();

    private static IEnumerable<Dim> Named(SizeCondition condition)
    {
        var dims = condition.Compared.Where(dim => !dim.TryGetConstant(out _)).Distinct().ToList();
        return dims.Concat(GuardPlanner.Symbols(dims));
    }

    // A symbol that only optional inputs have counts if one of them is passed.
    private string Presence(SizeCondition condition, string[] inputNames)
    {
        var tests = condition.Symbols
            .Where(_parameters.ContainsKey)
            .Select(symbol => _model.Bound.Inputs.Where(input => input.Type!.Shape.Symbols.Contains(symbol)).ToList())
            .Where(inputs => inputs.All(input => input.IsOptional))
            .Select(inputs => string.Join(" || ", inputs.Select(input => $"!{inputNames[input.Ordinal]}.IsEmpty")))
            .Distinct()
            .ToList();
        return tests.Count == 1 ? tests[0] : string.Join(" && ", tests.Select(test => $"({test})"));
    }

    private string Symbol(string symbol)
    {
        if (_parameters.TryGetValue(symbol, out var parameter))
        {
            return parameter;
        }

        _used.Add(symbol);
        return _field(symbol);
    }
}
