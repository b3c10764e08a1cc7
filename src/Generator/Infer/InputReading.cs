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
    /// The best place, alone in a required input before inside <c>2*T + 1</c>; if only optional inputs tell, one place in each of
    /// them, since any may be absent. Empty if none tells.
    /// </summary>
    public static IReadOnlyList<InputReading> Find(IEnumerable<BoundInput> inputs, string symbol, IReadOnlyCollection<string> parameters)
    {
        var candidates =
            from input in inputs
            where input.Type is not null
            let shape = input.Type!.Shape
            from axis in Enumerable.Range(0, shape.Count)
            let dim = shape.Dims[axis]
            where dim.Symbols.Contains(symbol)
            let reading = Read(input, shape.HasLeading ? axis - shape.Count : axis, dim, symbol, parameters)
            where reading is not null
            orderby (input.IsOptional ? 2 : 0) + (reading.Factor == Dim.One && reading.Offset == Dim.Zero ? 0 : 1)
            select reading;
        var places = candidates.ToList();
        return places.Count == 0 || !places[0].Input.IsOptional
            ? places.Take(1).ToList()
            : places.GroupBy(place => place.Input).Select(group => group.First()).ToList();
    }

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
