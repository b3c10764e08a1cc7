using System.Collections.Generic;
using System.Linq;
using ModelGen.Generator.Bind;
using ModelGen.Generator.Shapes;

namespace ModelGen.Generator.Infer;

/// <summary>Where a run-time symbol's value is read: an axis of an input, and what to do with its size.</summary>
/// <param name="Input">The input.</param>
/// <param name="Axis">The axis, from the end if the input has leading axes.</param>
/// <param name="Factor">The symbol's factor in that axis; 1 for the symbol alone.</param>
/// <param name="Offset">What is added to it there.</param>
internal sealed record InputReading(BoundInput Input, int Axis, Dim Factor, Dim Offset)
{
    /// <summary>
    /// The axes from which the symbol is read: one that is the symbol itself in a required input is better than one with <c>2*T + 1</c>; if
    /// only optional inputs contain the symbol, one axis of each, since any may be absent. Empty if there is none.
    /// </summary>
    public static IReadOnlyList<InputReading> Find(IEnumerable<BoundInput> inputs, string symbol, IReadOnlyCollection<string> parameters)
    {
        var readings = new List<InputReading>();
        foreach (var input in inputs.Where(input => input.Type is not null))
        {
            var shape = input.Type!.Shape;
            for (var axis = 0; axis < shape.Count; axis++)
            {
                if (shape.Dims[axis].Symbols.Contains(symbol)
                    && Read(input, shape.HasLeading ? axis - shape.Count : axis, shape.Dims[axis], symbol, parameters) is { } reading)
                {
                    if (!input.IsOptional && reading.IsPlain)
                    {
                        return [reading];
                    }

                    readings.Add(reading);
                }
            }
        }

        var ranked = readings.OrderBy(reading => (reading.Input.IsOptional ? 2 : 0) + (reading.IsPlain ? 0 : 1)).ToList();
        return ranked.Count == 0 || !ranked[0].Input.IsOptional
            ? ranked.Take(1).ToList()
            : ranked.GroupBy(reading => reading.Input).Select(group => group.First()).ToList();
    }

    /// <summary>Whether the axis is the symbol and nothing else.</summary>
    public bool IsPlain => Factor == Dim.One && Offset == Dim.Zero;

    private static InputReading? Read(BoundInput input, int axis, Dim dim, string symbol, IReadOnlyCollection<string> parameters)
    {
        if (dim.TryGetSymbol(out _))
        {
            return new InputReading(input, axis, Dim.One, Dim.Zero);
        }

        var offset = dim.Substitute(new Dictionary<string, Dim> { [symbol] = Dim.Zero });
        var factor = dim.Substitute(new Dictionary<string, Dim> { [symbol] = Dim.One }) - offset;
        var isLinear = dim == (factor * Dim.Symbol(symbol)) + offset;
        return isLinear && factor != Dim.Zero && factor.Symbols.Concat(offset.Symbols).All(parameters.Contains)
            ? new InputReading(input, axis, factor, offset)
            : null;
    }
}
