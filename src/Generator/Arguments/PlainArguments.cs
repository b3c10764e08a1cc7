using System.Collections.Immutable;
using System.Globalization;
using System.Linq;
using ModelGen.Generator.Declarations;
using ModelGen.Generator.Kinds;

namespace ModelGen.Generator.Arguments;

/// <summary>True or false.</summary>
internal sealed class FlagArgument(string name, bool byDefault) : AttributeArgument<bool>(name)
{
    public override string Accepts => "flag";

    public override string Default => byDefault ? "true" : "false";

    public override bool TryBind(ArgumentReader reader, out object? value)
    {
        value = reader.Use.Find(this) is { } given ? given.Value.Integer != 0 : byDefault;
        return true;
    }

    public override ArgumentData? Describe(object? value) => ArgumentData.Flag((bool)value!);
}

/// <summary>True or false; null if it is not given, where the default follows from something else.</summary>
internal sealed class OptionalFlagArgument(string name) : AttributeArgument<bool?>(name)
{
    public override string Accepts => "flag";

    public override bool TryBind(ArgumentReader reader, out object? value)
    {
        value = reader.Use.Find(this) is { } given ? given.Value.Integer != 0 : null;
        return true;
    }

    public override ArgumentData? Describe(object? value) => value is bool flag ? ArgumentData.Flag(flag) : null;
}

/// <summary>An integer, which may have a least value.</summary>
internal sealed class IntegerArgument(string name, long byDefault, long least = long.MinValue) : AttributeArgument<long>(name)
{
    public override string Accepts => "integer";

    public override string Range => least == long.MinValue ? string.Empty : $"at least {least}";

    public override string Default => byDefault.ToString(CultureInfo.InvariantCulture);

    public override bool TryBind(ArgumentReader reader, out object? value)
    {
        value = reader.Use.Find(this)?.Value.Integer ?? byDefault;
        return reader.Use.Find(this) is not { Value.Integer: var given } || given >= least
            || reader.Refuse(this, $"{Range}, not {given}");
    }

    public override ArgumentData? Describe(object? value) => ArgumentData.Integer((long)value!);
}

/// <summary>An integer; null if it is not given.</summary>
internal sealed class OptionalIntegerArgument(string name) : AttributeArgument<long?>(name)
{
    public override string Accepts => "integer";

    public override bool TryBind(ArgumentReader reader, out object? value)
    {
        value = reader.Use.Find(this)?.Value.Integer;
        return true;
    }

    public override ArgumentData? Describe(object? value) => value is long number ? ArgumentData.Integer(number) : null;
}

/// <summary>An axis, counted from 0, or from the end as -1; null if it is not given, where the default follows from the tensor.</summary>
internal sealed class AxisArgument(string name, long? byDefault) : AttributeArgument<long?>(name)
{
    public override string Accepts => "axis";

    public override string Default => byDefault?.ToString(CultureInfo.InvariantCulture) ?? string.Empty;

    public override bool TryBind(ArgumentReader reader, out object? value)
    {
        value = reader.Use.Find(this)?.Value.Integer ?? byDefault;
        return true;
    }

    public override ArgumentData? Describe(object? value) => value is long axis ? ArgumentData.Integer(axis) : null;
}

/// <summary>A member of an enumeration, by its name.</summary>
internal sealed class ChoiceArgument(string name, string byDefault) : AttributeArgument<string>(name)
{
    public override string Accepts => "choice";

    public override string Default => byDefault;

    public override bool TryBind(ArgumentReader reader, out object? value)
    {
        value = reader.Use.Find(this)?.Value.Text ?? byDefault;
        return true;
    }

    public override ArgumentData? Describe(object? value) => ArgumentData.Choice((string)value!);
}

/// <summary>A text, which the kind reads itself: a pattern, an equation, the name of a method. Null if it is not given.</summary>
internal sealed class TextArgument(string name) : AttributeArgument<string?>(name)
{
    public override string Accepts => "text";

    public override bool TryBind(ArgumentReader reader, out object? value)
    {
        value = reader.Given(this) is { Kind: ConstantKind.Text } given ? given.Text : null;
        return true;
    }

    public override ArgumentData? Describe(object? value) => ArgumentData.Text((string?)value);
}

/// <summary>The name of an output of the model. Null if it is not given.</summary>
/// <param name="name">The name of the argument.</param>
/// <param name="role">What the loss calls the output.</param>
internal sealed class OutputArgument(string name, string role) : AttributeArgument<string?>(name)
{
    public override string Accepts => "output";

    public string Role => role;

    public override bool TryBind(ArgumentReader reader, out object? value)
    {
        value = reader.Given(this) is { Kind: ConstantKind.Text } given ? given.Text : null;
        return true;
    }

    public override ArgumentData? Describe(object? value) => ArgumentData.Text((string?)value);
}

/// <summary>Names in an array, of what is not declared in the class. Null if they are not given.</summary>
internal sealed class NamesArgument(string name) : AttributeArgument<ImmutableArray<string>?>(name)
{
    public override string Accepts => "names";

    public override bool TryBind(ArgumentReader reader, out object? value)
    {
        value = reader.Given(this) is { Kind: ConstantKind.Array } given ? given.Items.Select(item => item.Text).ToImmutableArray() : null;
        return true;
    }

    public override ArgumentData? Describe(object? value) =>
        value is ImmutableArray<string> names ? new ArgumentData("Texts", names.Select(Literals.Of).ToEquatableArray()) : null;
}

/// <summary>What the kind reads itself, as it was given: the entries of a shape, numbers in an array. Null if it is not given.</summary>
internal sealed class ConstantArgument(string name) : AttributeArgument<Constant?>(name)
{
    public override string Accepts => "constant";

    public override bool TryBind(ArgumentReader reader, out object? value)
    {
        value = reader.Given(this);
        return true;
    }
}
