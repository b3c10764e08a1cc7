using System.Collections.Generic;

namespace ModelGen.Generator.Shapes;

/// <summary>Replaces symbols and rebuilds the canonical form; equal atoms are rebuilt once.</summary>
internal sealed class Substitution(IReadOnlyDictionary<string, Dim> values)
{
    private readonly Dictionary<Atom, Dim> _done = [];

    /// <summary>The dimension with its symbols replaced.</summary>
    public Dim Apply(Dim dim)
    {
        foreach (var symbol in dim.Symbols)
        {
            if (values.ContainsKey(symbol))
            {
                return dim.Map(Apply);
            }
        }

        return dim;
    }

    private Dim Apply(Atom atom)
    {
        if (!_done.TryGetValue(atom, out var result))
        {
            result = atom switch
            {
                SymbolAtom symbol => values.TryGetValue(symbol.Name, out var value) ? value : Dim.Of(atom),
                FloorAtom floor => Dim.FloorDiv(Apply(floor.Numerator), Apply(floor.Divisor)),
                MinAtom min => Minimum.Of(Operands(min)),
                _ => Dim.Of(atom),
            };
            _done.Add(atom, result);
        }

        return result;
    }

    private List<Dim> Operands(MinAtom min)
    {
        var operands = new List<Dim>(min.Operands.Length);
        foreach (var operand in min.Operands)
        {
            operands.Add(Apply(operand));
        }

        return operands;
    }
}
