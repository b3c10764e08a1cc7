using System;
using System.Collections.Immutable;
using System.Linq;
using ModelGen.Generator.Bind;
using ModelGen.Generator.Declarations;
using ModelGen.Generator.Diagnostics;
using ModelGen.Generator.Repairs;
using ModelGen.Generator.Shapes;
using ModelGen.Generator.Signatures;

namespace ModelGen.Generator.Kinds;

// The layer's arguments. What is not as it must be is reported, and is null.
internal sealed partial class LayerContext
{
    public Site At(string argument, int item = -1) => Use.At(argument, item);

    public bool Has(string argument) => Use.Find(argument) is { Value.Kind: not ConstantKind.Null };

    public bool Flag(string argument, bool byDefault) => Use.Find(argument) is { } given ? given.Value.Integer != 0 : byDefault;

    public string Choice(string argument, string byDefault) => Use.Find(argument)?.Value.Text ?? byDefault;

    public long Integer(string argument, long byDefault) => Use.Find(argument)?.Value.Integer ?? byDefault;

    public double Real(string argument, double byDefault) => Use.Find(argument)?.Value switch
    {
        { Kind: ConstantKind.Real } given => given.Real,
        { Kind: ConstantKind.Integer } given => given.Integer,
        _ => byDefault,
    };

    /// <summary>A size of at least 1; where the sizes that it depends on decide, a check at run time.</summary>
    public Dim? Dimension(string argument)
    {
        if (Bound(argument) is not { } dim)
        {
            return null;
        }

        var fits = RequireAtMost(Dim.One, dim, () => $"{Use} needs {argument} of at least 1", () => Report(
            Descriptors.BadDimension,
            At(argument),
            $"{Use.Kind}'s {argument} must be at least 1, but {dim} never is."));
        return fits ? dim : null;
    }

    /// <summary>An expression that may become 0, such as where a slice begins.</summary>
    public Dim? Bound(string argument) =>
        Use.Find(argument) is { } given ? _model.Symbols.ReadDimension(given.Value, At(argument), $"{Use.Kind}'s {argument}") : null;

    /// <summary>A size that another layer was given, which was checked there.</summary>
    public Dim? DimensionOf(BoundLayer layer, string argument) =>
        layer.Use.Find(argument) is { } given ? _model.Symbols.ReadDimension(given.Value, layer.Use.At(argument), argument) : null;

    /// <summary>An integer of at least <paramref name="least"/>.</summary>
    public long? AtLeast(string argument, long least, long byDefault)
    {
        var value = Integer(argument, byDefault);
        if (value >= least)
        {
            return value;
        }

        Report(Descriptors.BadArgument, At(argument), $"{Use.Kind}'s {argument} must be at least {least}, not {value}.");
        return null;
    }

    /// <summary>A size of at least <paramref name="least"/> for each of <paramref name="count"/> axes of a map: one is given for all, or one for each. Without a default it must be given.</summary>
    public ImmutableArray<Dim>? PerAxis(string argument, int count, Dim? byDefault, long least)
    {
        var given = Use.Find(argument)?.Value ?? new Constant(ConstantKind.Null);
        if (given.Kind == ConstantKind.Null && byDefault is not null)
        {
            return Enumerable.Repeat(byDefault, count).ToImmutableArray();
        }

        var name = $"{Use.Kind}'s {argument}";
        var isArray = given.Kind == ConstantKind.Array;
        var items = isArray ? given.Items.ToImmutableArray() : ImmutableArray.Create(given);
        if (items.Any(item => item.Kind is not (ConstantKind.Integer or ConstantKind.Text)))
        {
            Report(Descriptors.BadArgument, At(argument), $"{name} must be an integer or a dimension expression, or an array with one for each axis of the map such as new[] {{ 3, 5 }}, not {given}.");
            return null;
        }

        if (isArray && items.Length != count)
        {
            Report(
                Descriptors.Rank,
                At(argument),
                $"{name} has {items.Length} {(items.Length == 1 ? "entry" : "entries")}, one for each axis of a map, but {Input.Describe()}, whose map has {count}: "
                + (items.Length != count + 1 ? "give as many, or one integer for all."
                    : BatchAxis.Missing(Input.Shape) is { } batched ? $"put the batch axis before the channels, as in {batched}."
                    : $"put the channel axis after the batch axis, as in {Input.Shape.WithChannel()}."),
                Input,
                items.Length == count + 1 && Input.Input is { } input ? [Repair.SetShape(input.Use.Site, Input.Shape, BatchAxis.Missing(Input.Shape) ?? Input.Shape.WithChannel(), Input.Subject)] : []);
            return null;
        }

        var sizes = ImmutableArray.CreateBuilder<Dim>(count);
        for (var i = 0; i < items.Length; i++)
        {
            if (SizeOfAxis(items[i], At(argument, i), name, least) is not { } size)
            {
                return null;
            }

            sizes.Add(size);
        }

        return isArray ? sizes.MoveToImmutable() : Enumerable.Repeat(sizes[0], count).ToImmutableArray();
    }

    private Dim? SizeOfAxis(Constant item, Site site, string name, long least)
    {
        if (item.Kind == ConstantKind.Text)
        {
            return _model.Symbols.ReadExpression(item.Text, site, name, least: least) is { } size
                && RequireAtMost(least, size, () => $"{Use} needs {name} of at least {least}", () => Report(Descriptors.BadArgument, site, $"{name} must be at least {least}, but {size} never is."))
                ? size
                : null;
        }

        if (item.Integer >= least && item.Integer <= int.MaxValue)
        {
            return item.Integer;
        }

        var bound = item.Integer < least ? $"at least {least}" : $"at most {int.MaxValue}";
        Report(Descriptors.BadArgument, site, $"{name} must be {bound}, not {item.Integer}.");
        return null;
    }

    /// <summary>A probability or another share, from 0 to 1.</summary>
    public double? Probability(string argument, double byDefault)
    {
        var value = Real(argument, byDefault);
        if (value is >= 0 and <= 1)
        {
            return value;
        }

        Report(Descriptors.BadArgument, At(argument), $"{Use.Kind}'s {argument} must be from 0 to 1, not {Use.Find(argument)!.Value}.");
        return null;
    }

    /// <summary>A number above 0.</summary>
    public double? Positive(string argument, double byDefault)
    {
        var value = Real(argument, byDefault);
        if (value > 0 && !double.IsInfinity(value))
        {
            return value;
        }

        Report(Descriptors.BadArgument, At(argument), $"{Use.Kind}'s {argument} must be above 0, not {Use.Find(argument)!.Value}.");
        return null;
    }

    /// <summary>A number above 0, or a setting that gives one.</summary>
    public Number? PositiveNumber(string argument, double byDefault) => NumberIn(argument, byDefault, SettingRange.Positive);

    /// <summary>A probability from 0 to 1, or a setting that gives one.</summary>
    public Number? Share(string argument, double byDefault) => NumberIn(argument, byDefault, SettingRange.Share);

    /// <summary>An activation as code, or a setting that gives one.</summary>
    public Code? Activation(string argument, string byDefault) => Use.Find(argument)?.Value switch
    {
        null or { Kind: ConstantKind.Null } => Code.Of($"global::ModelGen.Activation.{byDefault}"),
        { Kind: ConstantKind.Enum } given => Code.Of($"global::ModelGen.Activation.{given.Text}"),
        { Kind: ConstantKind.Text } given => Setting(argument, given.Text, SettingType.Activation, SettingRange.Any) is { } setting ? Code.Of($"{setting}") : null,
        { } given => Refuse(argument, $"an Activation such as Activation.Gelu, or the name of a setting, not {given}"),
    };

    /// <summary>The setting that an argument names; null, and a problem, if there is none.</summary>
    public SettingName? Setting(string argument, string name, SettingType type, SettingRange range = SettingRange.Any) =>
        _model.Settings.Refer(name, type, range, At(argument), $"{argument} of {Use.Kind}");

    private Number? NumberIn(string argument, double byDefault, SettingRange range)
    {
        var given = Use.Find(argument)?.Value ?? new Constant(ConstantKind.Null);
        switch (given.Kind)
        {
            case ConstantKind.Null:
                return new Number(byDefault, Code.Of($"{byDefault}"));
            case ConstantKind.Real or ConstantKind.Integer:
                var value = range == SettingRange.Share ? Probability(argument, byDefault) : Positive(argument, byDefault);
                return value is null ? null : new Number(value, Code.Of($"{value.Value}"));
            case ConstantKind.Text:
                return Setting(argument, given.Text, SettingType.Number, range) is { } setting ? new Number(null, Code.Of($"{setting}")) : null;
            default:
                Refuse(argument, $"a number {SettingTable.Describe(range)}, or the name of a setting, not {given}");
                return null;
        }
    }

    private Code? Refuse(string argument, string requirement)
    {
        Report(Descriptors.BadArgument, At(argument), $"{Use.Kind}'s {argument} must be {requirement}.");
        return null;
    }

    /// <summary>Any number but NaN and the infinite ones.</summary>
    public double? Finite(string argument, double byDefault)
    {
        var value = Real(argument, byDefault);
        if (!double.IsNaN(value) && !double.IsInfinity(value))
        {
            return value;
        }

        Report(Descriptors.BadArgument, At(argument), $"{argument} of {Use.Kind} must be finite, not {value}.");
        return null;
    }

    /// <summary>The axis that an argument names, from 0; null, and a problem, if the tensor has no such axis.</summary>
    /// <remarks>After leading axes ("...") only negative axes are known; the result then counts the known ones.</remarks>
    public int? Axis(string argument, int byDefault, Value value) => Axis(Integer(argument, byDefault), At(argument), value);

    /// <summary>The axis of this number, from 0; null, and a problem at <paramref name="site"/>, if the tensor has no such axis.</summary>
    public int? Axis(long axis, Site site, Value value)
    {
        var shape = value.Shape;
        if (shape.HasLeading && axis >= 0)
        {
            Report(Descriptors.Axis, site, $"{Use} counts axis {axis} from the start, but {value.Describe()}, whose leading axes are not known: count from the end, such as -1.", value);
            return null;
        }

        if (axis >= -shape.Count && axis < shape.Count)
        {
            return (int)(axis < 0 ? axis + shape.Count : axis);
        }

        Report(
            Descriptors.Axis,
            site,
            shape.Count == 0
                ? $"{Use} needs an axis, but {value.Describe()}, which has none: remove it."
                : shape.Count == 1 ? $"{Use} asks for axis {axis}, but {value.Describe()}: its only axis is 0, or -1 from the end."
                : $"{Use} asks for axis {axis}, but {value.Describe()}: its axes are 0 to {shape.Count - 1}, or -{shape.Count} to -1 from the end.",
            value);
        return null;
    }

    /// <summary>An axis as the generated code passes it: from the end after leading axes.</summary>
    public static int AxisInCode(int axis, Shape shape) => shape.HasLeading ? axis - shape.Count : axis;

    /// <summary>The tensor that an argument names; null if it names none, or after a mistake in it.</summary>
    /// <param name="argument">The argument's name.</param>
    /// <param name="mayBeAbsent">Whether an optional input will do.</param>
    /// <param name="isBroken">Set if the argument is given but nothing is known of the tensor.</param>
    public Value? Tensor(string argument, bool mayBeAbsent, ref bool isBroken)
    {
        if (!Layer.References.TryGetValue(argument, out var references) || references.IsEmpty)
        {
            return null;
        }

        var value = _model.Find(references[0]);
        if (value?.Type is null)
        {
            isBroken = true;
            return null;
        }

        if (!mayBeAbsent && !RequirePresent(value, references[0]!.Site))
        {
            isBroken = true;
            return null;
        }

        return value;
    }

    /// <summary>The tensors that an array argument names, or null after a mistake in one.</summary>
    public ImmutableArray<Value>? Tensors(string argument, bool mayBeAbsent)
    {
        if (!Layer.References.TryGetValue(argument, out var references))
        {
            return ImmutableArray<Value>.Empty;
        }

        var values = ImmutableArray.CreateBuilder<Value>();
        foreach (var reference in references)
        {
            var value = _model.Find(reference);
            if (value?.Type is null || (!mayBeAbsent && !RequirePresent(value, reference!.Site)))
            {
                return null;
            }

            values.Add(value);
        }

        return values.ToImmutable();
    }

    // ---- checks ---------------------------------------------------------------------------------------------------
}
