using System.Collections.Immutable;
using System.Globalization;
using System.Linq;

namespace ModelGen.Generator.Layers;

/// <summary>Writes the numbers of a layer as TorchSharp takes them: integers if each is the same for all axes, otherwise one form for all.</summary>
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
    public static AxisNumbers Tuples(params ImmutableArray<long>[] all) => new(all.All(IsUniform), "(", ")");

    /// <summary><c>new long[] { 3, 3, 5 }</c>, uniform or not.</summary>
    public static AxisNumbers Arrays() => new(false, "new long[] { ", " }");

    public string Write(ImmutableArray<long> numbers) =>
        _isUniform ? Text(numbers[0]) : $"{_open}{string.Join(", ", numbers.Select(Text))}{_close}";

    /// <summary>A further argument, left out where it is the default.</summary>
    public string Option(string name, ImmutableArray<long> numbers, long byDefault) =>
        numbers.All(number => number == byDefault) ? string.Empty : $", {name}: {Write(numbers)}";

    private static bool IsUniform(ImmutableArray<long> numbers) => numbers.All(number => number == numbers[0]);

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
