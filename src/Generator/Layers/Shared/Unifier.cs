using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using ModelGen.Generator.Bind;
using ModelGen.Generator.Diagnostics;
using ModelGen.Generator.Kinds;
using ModelGen.Generator.Shapes;
using ModelGen.Generator.Signatures;

namespace ModelGen.Generator.Layers;

/// <summary>Finds the values of a block's symbols from what it is given, and checks the rest against them.</summary>
internal sealed class Unifier(LayerContext context, Signature signature, IReadOnlyDictionary<string, Dim> arguments)
{
    private readonly Dictionary<string, Dim> _values = arguments.ToDictionary(pair => pair.Key, pair => pair.Value);
    private readonly HashSet<string> _byDefault = new();
    private readonly List<Match> _undecided = new();
    private Shape? _leading;

    /// <summary>The arguments of the block's constructor; parameters left at their defaults are not among them.</summary>
    public IEnumerable<KeyValuePair<string, Dim>> Arguments =>
        signature.Parameters
            .Where(parameter => !_byDefault.Contains(parameter.Name))
            .Select(parameter => new KeyValuePair<string, Dim>(parameter.Name, _values[parameter.Name]));

    /// <summary>
    /// A dimension of the block in this model's symbols. One that is not known yet keeps a name of its own, so that it
    /// is not taken for this model's.
    /// </summary>
    public Dim Resolve(Dim dim) => context.Simplify(dim.Substitute(Apart(dim)));

    public TensorType Resolve(TensorType type)
    {
        var shape = type.Shape.Substitute(_values);
        return shape.HasLeading && _leading is not null
            ? new TensorType(new Shape(_leading.HasLeading, [.. _leading.Dims, .. shape.Dims]), type.Element)
            : new TensorType(shape, type.Element);
    }

    /// <summary>Whether the block takes these tensors: every parameter gets a value, and the block's outputs are known.</summary>
    public bool Fits(ImmutableArray<Value> given) =>
        UnifyInputs(given) && CheckParameters() && CheckRelations()
        && !signature.Outputs.IsEmpty && signature.Outputs.All(output => output.Type is not null);

    /// <summary>
    /// Matches the block's inputs with what it is given: plain symbols first, then expressions with one unknown, as long as that finds any.
    /// What has several unknowns waits for <see cref="CheckParameters"/>.
    /// </summary>
    public bool UnifyInputs(ImmutableArray<Value> given)
    {
        for (var i = 0; i < given.Length; i++)
        {
            if (!FitsForm(i, given[i]))
            {
                return false;
            }
        }

        for (var i = 0; i < given.Length; i++)
        {
            var pattern = signature.Inputs[i].Type!.Shape;
            var offset = given[i].Shape.Count - pattern.Count;
            for (var axis = 0; axis < pattern.Count; axis++)
            {
                var match = new Match(i, axis, pattern.Dims[axis], given[i], given[i].Shape.Dims[offset + axis]);
                if (!pattern.Dims[axis].TryGetSymbol(out var symbol))
                {
                    _undecided.Add(match);
                }
                else if (!_values.TryGetValue(symbol, out var known))
                {
                    _values[symbol] = match.Actual;
                }
                else if (!Same(match, known))
                {
                    return false;
                }
            }
        }

        int left;
        do
        {
            left = _undecided.Count;
            for (var i = 0; i < _undecided.Count; i++)
            {
                if (Unknown(_undecided[i].Pattern).Take(2).Count() < 2)
                {
                    var match = _undecided[i];
                    _undecided.RemoveAt(i--);
                    if (!Unify(match))
                    {
                        return false;
                    }
                }
            }
        }
        while (_undecided.Count < left);
        return true;
    }

    /// <summary>Gives every parameter a value and checks what the block states of it.</summary>
    private bool CheckParameters()
    {
        foreach (var parameter in signature.Parameters)
        {
            if (!_values.TryGetValue(parameter.Name, out var value))
            {
                if (parameter.Default is { } byDefault)
                {
                    _values[parameter.Name] = byDefault;
                    _byDefault.Add(parameter.Name);
                }
                else
                {
                    _values[parameter.Name] = context.Symbols.Constant(parameter.Name) ?? Adopted(parameter.Name);
                }

                continue;
            }

            if (!Satisfies(parameter, value))
            {
                return false;
            }
        }

        return CheckRest();
    }

    /// <summary>Compares the axes whose expressions had several unknowns. A symbol that is still unknown is this model's.</summary>
    public bool CheckRest() => _undecided.All(match => Same(match, context.Simplify(match.Pattern.Substitute(_values))));

    // The block's parameter becomes one of this model.
    private Dim Adopted(string parameter)
    {
        context.Adopt(parameter);
        return Dim.Symbol(parameter);
    }

    /// <summary>Checks what holds inside the block for the values it now has; open ones the block checks itself.</summary>
    private bool CheckRelations()
    {
        foreach (var relation in signature.Relations)
        {
            var here = new DimRelation(relation.Relation.Comparison, Resolve(relation.Relation.Left), Resolve(relation.Relation.Right));
            if (context.Decide(here) == Truth.Refuted)
            {
                var (left, right) = (here.Left, here.Right);
                var sign = here.Comparison switch
                {
                    Comparison.Equal => $"{left} is not {right}",
                    Comparison.LessOrEqual => $"{left} is more than {right}",
                    _ => $"{left} does not divide {right}",
                };
                context.Report(Descriptors.Block, context.Use.Site, $"{context.Use} does not fit: {context.Input.Describe()}, but in "
                    + $"{signature.Name} {relation.Message}, and {sign}; change what it is given, or {signature.Name}.", context.Input);
                return false;
            }
        }

        return true;
    }

    // An axis of an input as the block declares it and as it is given.
    private sealed record Match(int Index, int Axis, Dim Pattern, Value Given, Dim Actual);

    private IEnumerable<string> Unknown(Dim dim) => dim.Symbols.Where(name => !_values.ContainsKey(name));

    // No symbol that a user writes has a space.
    private static string Fresh(string symbol) => "block " + symbol;

    // The values, and a name of its own for each unknown.
    private Dictionary<string, Dim> Apart(Dim dim)
    {
        var values = _values;
        foreach (var unknown in Unknown(dim))
        {
            values = ReferenceEquals(values, _values) ? new Dictionary<string, Dim>(_values) : values;
            values[unknown] = Dim.Symbol(Fresh(unknown));
        }

        return values;
    }

    private bool FitsForm(int index, Value given)
    {
        var input = signature.Inputs[index];
        var pattern = input.Type!.Shape;
        if (given.Type!.Element != input.Type.Element)
        {
            Report(index, given,
                $"takes {input.Type} of {input.Type.Element} as '{input.Name}', but {given.DescribeWithElement()}: make both of one type");
            return false;
        }

        var extra = given.Shape.Count - pattern.Count;
        var fits = pattern.HasLeading ? extra >= 0 : extra == 0 && !given.Shape.HasLeading;
        if (!fits)
        {
            Report(index, given, $"takes {pattern} as '{input.Name}', but {given.Describe()}: "
                + $"give it {(pattern.HasLeading ? "at least " : string.Empty)}{pattern.Count} {(pattern.Count == 1 ? "axis" : "axes")}");
            return false;
        }

        if (pattern.HasLeading)
        {
            _leading ??= new Shape(given.Shape.HasLeading, given.Shape.Dims.Take(extra).ToEquatableArray());
        }

        return true;
    }

    // An expression with at most one unknown, which is renamed: this model may have a symbol of that name, too.
    private bool Unify(Match match)
    {
        var (index, _, pattern, given, actual) = match;
        if (Unknown(pattern).FirstOrDefault() is { } unknown)
        {
            context.Facts.Solve(pattern.Substitute(Apart(pattern)), actual, Fresh(unknown), out var solution);
            if (solution is null)
            {
                Report(index, given, $"takes {signature.Inputs[index].Type} as '{signature.Inputs[index].Name}', but {given.Describe()}: "
                    + $"no {unknown} makes {pattern} equal to {actual}");
                return false;
            }

            _values[unknown] = solution;
        }

        return Same(match, pattern.Substitute(_values));
    }

    private bool Same(Match match, Dim expected)
    {
        var (index, axis, pattern, given, actual) = match;
        var name = signature.Inputs[index].Name;
        return context.RequireEqual(expected, actual, () => $"{context.Use} needs {expected} along axis {axis} of '{name}'", () => Report(
            index,
            given,
            $"takes {signature.Inputs[index].Type} as "
                + $"'{name}'{(pattern == expected ? string.Empty : $", where {pattern} is {expected} here")}, but {given.Describe()}: "
                + $"axis {axis} must be {expected}, not {actual}"));
    }

    private bool Satisfies(SignatureParameter parameter, Dim value)
    {
        var facts = parameter.Facts;
        var failed = context.Decide(new DimRelation(Comparison.LessOrEqual, facts.Min, value)) == Truth.Refuted ? $"at least {facts.Min}"
            : facts.Max is { } max && context.Decide(new DimRelation(Comparison.LessOrEqual, value, max)) == Truth.Refuted
            ? $"at most {max}"
            : null;
        if (failed is null)
        {
            return true;
        }

        context.Report(Descriptors.Block, context.Use.Site, $"{context.Use} does not fit: {signature.Name} needs {parameter.Name} to be "
            + $"{failed}, and here it is {value}: change what the block is given, or [Dim(\"{parameter.Name}\")] of {signature.Name}.");
        return false;
    }

    private void Report(int index, Value given, string message)
    {
        var site = index < context.Inputs.Length ? context.Use.Site : context.At(CommonArguments.Inputs, index - context.Inputs.Length);
        context.Report(Descriptors.Block, site, $"{context.Use} does not fit: {signature.Name} {message}.", given);
    }
}
