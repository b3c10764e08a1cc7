using System.Collections.Immutable;
using System.Linq;
using ModelGen.Generator.Declarations;
using ModelGen.Generator.Shapes;

namespace ModelGen.Generator.Arguments;

/// <summary>What an entry of a list of sizes is.</summary>
internal enum SizeEntryKind
{
    Size,

    /// <summary><c>-1</c>: what is left, or what was there before.</summary>
    Rest,

    /// <summary><c>"..."</c>: any number of leading axes.</summary>
    Leading,
}

/// <summary>An entry of a list of sizes.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Size">The size, if it is one.</param>
internal readonly record struct SizeEntry(SizeEntryKind Kind, Dim? Size)
{
    public static readonly SizeEntry Rest = new(SizeEntryKind.Rest, null);

    public static readonly SizeEntry Leading = new(SizeEntryKind.Leading, null);
}

/// <summary>Sizes, one for each axis, some of which may be left to the layer.</summary>
/// <param name="name">The name of the argument.</param>
/// <param name="entry">What messages call an entry, before its number: <c>Axis</c>.</param>
internal sealed class SizeListArgument(string name, string entry) : AttributeArgument<ImmutableArray<SizeEntry>>(name)
{
    public override string Accepts => (TakesRest, TakesLeading) switch
    {
        (true, true) => "sizes, -1 or \"...\"",
        (true, false) => "sizes or -1",
        (false, true) => "sizes or \"...\"",
        _ => "sizes",
    };

    /// <summary>Whether <c>-1</c> may stand for a size.</summary>
    public bool TakesRest { get; init; }

    /// <summary>Whether <c>"..."</c> may stand for leading axes.</summary>
    public bool TakesLeading { get; init; }

    public override bool TryBind(ArgumentReader reader, out object? value)
    {
        var items = reader.Given(this)?.Items ?? default;
        var entries = ImmutableArray.CreateBuilder<SizeEntry>(items.Count);
        var isFine = true;
        for (var i = 0; i < items.Count; i++)
        {
            var item = items[i];
            if (TakesLeading && item is { Kind: ConstantKind.Text, Text: "..." })
            {
                entries.Add(SizeEntry.Leading);
            }
            else if (TakesRest && item is { Kind: ConstantKind.Integer, Integer: -1 } or { Kind: ConstantKind.Text, Text: "-1" })
            {
                entries.Add(SizeEntry.Rest);
            }
            else
            {
                var size = reader.ReadEntry(this, i, item, $"{entry} {i}");
                isFine &= size is not null;
                entries.Add(new SizeEntry(SizeEntryKind.Size, size));
            }
        }

        value = entries.MoveToImmutable();
        return isFine;
    }

    public override ArgumentData? Describe(object? value) =>
        ArgumentData.Sizes(((ImmutableArray<SizeEntry>)value!).Select(one => one.Kind switch
        {
            SizeEntryKind.Rest => "-1",
            SizeEntryKind.Leading => "...",
            _ => one.Size!.ToString(),
        }));
}

/// <summary>Axes, each counted from 0, or from the end as -1.</summary>
internal sealed class AxesArgument(string name) : AttributeArgument<ImmutableArray<long>>(name)
{
    public override string Accepts => "axes";

    public override bool TryBind(ArgumentReader reader, out object? value)
    {
        value = (reader.Given(this)?.Items ?? default).Select(item => item.Integer).ToImmutableArray();
        return true;
    }

    public override ArgumentData? Describe(object? value) => ArgumentData.Integers((ImmutableArray<long>)value!);
}
