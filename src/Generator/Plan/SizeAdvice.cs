using System;
using System.Linq;
using ModelGen.Generator.Infer;
using ModelGen.Generator.Shapes;

namespace ModelGen.Generator.Plan;

/// <summary>
/// The advice for an open comparison that does not hold at run time: the sizes that decide it, by the axes of the inputs and the names of
/// the constructor's parameters.
/// </summary>
/// <param name="reading">Where a symbol is read; null if it is a parameter of the constructor.</param>
internal sealed class SizeAdvice(Func<string, InputReading?> reading)
{
    public string For(DimRelation relation)
    {
        var (left, right) = (relation.Left, relation.Right);
        var (leftAxis, rightAxis) = (Axis(left), Axis(right));
        return relation.Comparison switch
        {
            Comparison.LessOrEqual when rightAxis is not null && IsNumber(left) => $"give {rightAxis} a size of at least {left}",
            Comparison.LessOrEqual when leftAxis is not null && IsNumber(right) => $"give {leftAxis} a size of at most {right}",
            Comparison.Divides when rightAxis is not null && IsNumber(left) => $"pad or cut {rightAxis} to a multiple of {left}",
            Comparison.Equal when leftAxis is not null && IsNumber(right) => $"give {leftAxis} the size {right}",
            Comparison.Equal when leftAxis is not null && rightAxis is not null => $"give {leftAxis} and {rightAxis} the same size",
            Comparison.Equal when left.TryGetSymbol(out var first)
                && right.TryGetSymbol(out var second) && leftAxis is null && rightAxis is null =>
                $"choose the same size for {first} and {second}",
            _ => $"choose {Names.Choice(left.Symbols.Concat(right.Symbols).Distinct().Select(Named).ToList(), "and")} so that "
                + $"{Clause(relation)}",
        };
    }

    private static bool IsNumber(Dim dim) => dim.TryGetConstant(out _);

    private static string Clause(DimRelation relation) => relation.Comparison switch
    {
        Comparison.Equal => $"{relation.Left} is {relation.Right}",
        Comparison.LessOrEqual when IsNumber(relation.Left) => $"{relation.Right} is at least {relation.Left}",
        Comparison.LessOrEqual => $"{relation.Left} is at most {relation.Right}",
        _ => $"{relation.Right} is a multiple of {relation.Left}",
    };

    // The axis that a symbol alone is the size of.
    private string? Axis(Dim dim) =>
        dim.TryGetSymbol(out var symbol) && reading(symbol) is { IsPlain: true } place
            ? $"axis {place.Axis} ({symbol}) of input '{place.Input.Name}'"
            : null;

    private string Named(string symbol) => reading(symbol) is not { } place ? symbol
        : place.IsPlain ? $"{symbol} (axis {place.Axis} of input '{place.Input.Name}')"
        : $"{symbol} (in axis {place.Axis} of input '{place.Input.Name}')";
}
