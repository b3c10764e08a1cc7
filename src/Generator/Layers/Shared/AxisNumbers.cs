using System.Collections.Immutable;
using System.Linq;
using ModelGen.Generator.Kinds;
using ModelGen.Generator.Shapes;

namespace ModelGen.Generator.Layers;

/// <summary>
/// Writes the numbers of a layer as TorchSharp takes them: one if each is the same for all axes, otherwise one form for all.
/// </summary>
internal sealed class AxisNumbers
{
    private readonly bool _isUniform;
    private readonly string _open;
    private readonly string _close;

    private AxisNumbers(bool isUniform, string open, string close)
    {
        _isUniform = isUniform;
        _open = open;
        _close = close;
    }

    /// <summary><c>3</c> or <c>(3, 5)</c>.</summary>
    public static AxisNumbers Tuples(params ImmutableArray<Dim>[] all) => new(all.All(IsUniform), "(", ")");

    /// <summary><c>new long[] { 3, 3, 5 }</c>, uniform or not.</summary>
    public static AxisNumbers Arrays() => new(false, "new long[] { ", " }");

    public Code Write(ImmutableArray<Dim> numbers) =>
        _isUniform ? Code.Of($"{numbers[0]}") : Code.Of($"{_open}{Views.List(numbers)}{_close}");

    /// <summary>A further argument, left out where it is the default.</summary>
    public Code Option(string name, ImmutableArray<Dim> numbers, Dim byDefault) =>
        numbers.All(number => number == byDefault) ? Code.Of($"") : Code.Of($", {name}: {Write(numbers)}");

    private static bool IsUniform(ImmutableArray<Dim> numbers) => numbers.All(number => number == numbers[0]);
}
