using System.Collections.Immutable;
using System.Linq;
using ModelGen.Generator.Declarations;
using ModelGen.Generator.Shapes;

namespace ModelGen.Generator.Arguments;

/// <summary>Sizes along the spatial axes: one for all, or an array with one per axis.</summary>
internal sealed class AxisSizesArgument(string name, long? byDefault, long least) : AttributeArgument<AxisSizes?>(name)
{
    public override string Accepts => TakesWords ? "size, array of sizes or text" : "size or array of sizes";

    public override string Range => $"at least {least}";

    /// <summary>The least that each may be.</summary>
    public long Least => least;

    /// <summary>Whether a word may be given instead, which the kind reads: <c>same</c>.</summary>
    public bool TakesWords { get; init; }

    /// <summary>Whether it may be omitted. A parameter of the constructor is then null.</summary>
    public bool IsOptional { get; init; } = char.IsUpper(name[0]) || byDefault is not null;

    public override string Default => byDefault?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? string.Empty;

    public override bool TryBind(ArgumentReader reader, out object? value)
    {
        value = byDefault is { } number ? new AxisSizes(ImmutableArray.Create<Dim>(number), IsArray: false) : null;
        var given = reader.Use.Find(this)?.Value ?? new Constant(ConstantKind.Null);
        if (given.Kind == ConstantKind.Null && (IsOptional || reader.Use.Find(this) is null))
        {
            return true;
        }

        value = null;
        var isArray = given.Kind == ConstantKind.Array;
        var items = isArray ? given.Items.ToImmutableArray() : ImmutableArray.Create(given);
        if (items.Any(item => item.Kind is not (ConstantKind.Integer or ConstantKind.Text)))
        {
            return reader.Refuse(
                this,
                $"an integer or a dimension expression, or an array with one per spatial axis such as new[] {{ 3, 5 }}, not {given}");
        }

        // A name alone that nothing else mentions is not a size.
        if (TakesWords && given.Kind == ConstantKind.Text && !reader.IsSize(given.Text))
        {
            value = new AxisSizes(ImmutableArray<Dim>.Empty, IsArray: false) { Word = given.Text };
            return true;
        }

        var sizes = ImmutableArray.CreateBuilder<Dim>(items.Length);
        for (var i = 0; i < items.Length; i++)
        {
            if (Read(reader, items[i], i) is not { } size)
            {
                return false;
            }

            sizes.Add(size);
        }

        value = new AxisSizes(sizes.MoveToImmutable(), isArray);
        return true;
    }

    private Dim? Read(ArgumentReader reader, Constant item, int i)
    {
        if (item.Kind == ConstantKind.Text)
        {
            return reader.ReadItem(this, i, item.Text, least);
        }

        if (item.Integer >= least && item.Integer <= int.MaxValue)
        {
            return item.Integer;
        }

        var bound = item.Integer < least ? $"at least {least}" : $"at most {int.MaxValue}";
        reader.Report(this, $"{reader.Describe(this)} must be {bound}, not {item.Integer}.", i);
        return null;
    }

    public override ArgumentData? Describe(object? value) => value switch
    {
        AxisSizes { Word: { } word } => ArgumentData.Text(word),
        AxisSizes { IsArray: true } sizes => ArgumentData.Sizes(sizes.Items.Select(size => size.ToString())),
        AxisSizes sizes => ArgumentData.Size(sizes.Items[0]),
        _ => null,
    };
}

/// <summary>One size for all spatial axes, or an array with one per axis.</summary>
internal sealed record AxisSizes(ImmutableArray<Dim> Items, bool IsArray)
{
    /// <summary>The word that was given instead of sizes.</summary>
    public string? Word { get; init; }
}
