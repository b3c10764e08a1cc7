using System;
using System.Collections.Immutable;
using System.Linq;
using ModelGen.Generator.Arguments;
using ModelGen.Generator.Declarations;
using ModelGen.Generator.Diagnostics;
using ModelGen.Generator.Repairs;
using ModelGen.Generator.Shapes;

namespace ModelGen.Generator.Kinds;

// The layer's arguments, which binding has read, and the axes and tensors that they name.
internal sealed partial class LayerContext
{
    /// <summary>Whether an argument is given.</summary>
    public bool Has(AttributeArgument argument) => Use.Find(argument) is { Value.Kind: not ConstantKind.Null };

    /// <summary>Where an argument is given; the layer if it is not.</summary>
    public Site At(AttributeArgument argument, int item = -1) => Use.At(argument, item);

    /// <summary>The value of an argument.</summary>
    public T Get<T>(AttributeArgument<T> argument) => Layer.Arguments.Get(argument);

    /// <summary>The value of an argument that has one in every layer of the kind.</summary>
    public Dim Get(SizeArgument argument) => Layer.Arguments.Get(argument)!;

    /// <inheritdoc cref="Get(SizeArgument)"/>
    public NumberOrSetting Get(NumberOrSettingArgument argument) => Layer.Arguments.Get(argument)!;

    /// <inheritdoc cref="Get(SizeArgument)"/>
    public double Get(NumberArgument argument) => Layer.Arguments.Get(argument)!.Value;

    /// <inheritdoc cref="Get(SizeArgument)"/>
    public long Get(AxisArgument argument) => Layer.Arguments.Get(argument)!.Value;

    /// <summary>The value of an argument, or null if it is not given.</summary>
    public Dim? Find(SizeArgument argument) => Layer.Arguments.Get(argument);

    /// <inheritdoc cref="Find(SizeArgument)"/>
    public NumberOrSetting? Find(NumberOrSettingArgument argument) => Layer.Arguments.Get(argument);

    /// <inheritdoc cref="Find(SizeArgument)"/>
    public double? Find(NumberArgument argument) => Layer.Arguments.Get(argument);

    /// <summary>Every size that is given is at least 1; where the sizes that it depends on decide, a check at run time.</summary>
    public bool SizesFit()
    {
        var fit = true;
        foreach (var argument in Layer.Arguments.All)
        {
            if (argument is SizeArgument size && Find(size) is { } dim)
            {
                fit &= Fits(size, dim);
            }
        }

        return fit;
    }

    private bool Fits(SizeArgument size, Dim dim) =>
        RequireAtMost(Dim.One, dim, () => $"{Use} needs {size.Name} of at least 1", () => Report(
            Descriptors.BadDimension,
            At(size),
            $"{Use.Kind}'s {size.Name} must be at least 1, but {dim} never is."));

    /// <summary>
    /// A size for each of <paramref name="count"/> spatial axes; null, and a problem, if an array has another number of sizes.
    /// </summary>
    public ImmutableArray<Dim>? PerAxis(AxisSizesArgument argument, int count)
    {
        var given = Get(argument)!;
        var name = $"{Use.Kind}'s {argument.Name}";
        if (given.IsArray && given.Items.Length != count)
        {
            ReportEntries(argument, given.Items.Length, count);
            return null;
        }

        for (var i = 0; i < given.Items.Length; i++)
        {
            var (size, site) = (given.Items[i], At(argument, i));
            if (!RequireAtMost(argument.Least, size, () => $"{Use} needs {name} of at least {argument.Least}", () => Report(
                Descriptors.BadArgument, site, $"{name} must be at least {argument.Least}, but {size} never is.")))
            {
                return null;
            }
        }

        return given.IsArray ? given.Items : Enumerable.Repeat(given.Items[0], count).ToImmutableArray();
    }

    /// <summary>
    /// As <see cref="PerAxis(AxisSizesArgument, int)"/>; <paramref name="otherwise"/> if the argument is not given and has no default.
    /// </summary>
    public ImmutableArray<Dim>? PerAxis(AxisSizesArgument argument, int count, ImmutableArray<Dim> otherwise) =>
        Get(argument) is null ? otherwise : PerAxis(argument, count);

    private void ReportEntries(AxisSizesArgument argument, int entries, int count)
    {
        var isBatchLacking = entries == count + 1;
        var batched = BatchAxis.Missing(Input.Shape);
        Report(
            Descriptors.Rank,
            At(argument),
            $"{Use.Kind}'s {argument.Name} has {entries} {(entries == 1 ? "entry" : "entries")}, one per spatial axis, "
            + $"but {Input.Describe()}, which has {count}: "
            + (!isBatchLacking ? "give as many, or one integer for all."
                : batched is not null ? $"put the batch axis before the channels, as in {batched}."
                : $"put the channel axis after the batch axis, as in {Input.Shape.WithChannel()}."),
            Input,
            isBatchLacking && Input.Input is { } input
                ? [Repair.SetShape(input.Use.Site, Input.Shape, batched ?? Input.Shape.WithChannel(), Input.Subject)]
                : []);
    }

    /// <summary>The axis that an argument names, from 0; null, and a problem, if the tensor has no such axis.</summary>
    /// <remarks>After leading axes ("...") only negative axes are known; the result then counts the known ones.</remarks>
    public int? Axis(AxisArgument argument, Value value) => Axis(Get(argument), At(argument), value);

    /// <inheritdoc cref="Axis(AxisArgument, Value)"/>
    public int? Axis(AxisArgument argument, Value value, long byDefault) =>
        Axis(Layer.Arguments.Get(argument) ?? byDefault, At(argument), value);

    /// <summary>The axis of this number, from 0; null, and a problem at <paramref name="site"/>, if the tensor has no such axis.</summary>
    public int? Axis(long axis, Site site, Value value)
    {
        var shape = value.Shape;
        if (shape.HasLeading && axis >= 0)
        {
            Report(Descriptors.Axis, site, $"{Use} counts axis {axis} from the start, but {value.Describe()}, "
                + "whose leading axes are not known: count from the end, such as -1.", value);
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
                : $"{Use} asks for axis {axis}, but {value.Describe()}: "
                    + $"its axes are 0 to {shape.Count - 1}, or -{shape.Count} to -1 from the end.",
            value);
        return null;
    }

    /// <summary>An axis as the generated code passes it: from the end after leading axes.</summary>
    public static int AxisInCode(int axis, Shape shape) => shape.HasLeading ? axis - shape.Count : axis;

    /// <summary>The tensor that an argument names; null if it names none, or after a mistake in it.</summary>
    /// <param name="argument">The argument's name.</param>
    /// <param name="mayBeAbsent">Whether an optional input is allowed.</param>
    /// <param name="isBroken">Set if the argument is given but nothing is known of the tensor.</param>
    public Value? Tensor(TensorArgument argument, bool mayBeAbsent, ref bool isBroken)
    {
        if (Layer.References.Of(argument) is not [var reference, ..])
        {
            return null;
        }

        var value = _model.Find(reference);
        if (value?.Type is null)
        {
            isBroken = true;
            return null;
        }

        if (!mayBeAbsent && !RequirePresent(value, reference!.Site))
        {
            isBroken = true;
            return null;
        }

        return value;
    }

    /// <summary>The tensors that an array argument names, or null after a mistake in one.</summary>
    public ImmutableArray<Value>? Tensors(TensorArgument argument, bool mayBeAbsent)
    {
        var values = ImmutableArray.CreateBuilder<Value>();
        foreach (var reference in Layer.References.Of(argument))
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
