using System.Globalization;
using ModelGen.Generator.Declarations;
using ModelGen.Generator.Kinds;

namespace ModelGen.Generator.Arguments;

/// <summary>True or false.</summary>
internal sealed class FlagArgument(string name, bool byDefault) : LayerArgument<bool>(name)
{
    public override string Default => byDefault ? "true" : "false";

    public override bool TryBind(ArgumentReader reader, out object? value)
    {
        value = reader.Use.Find(Name) is { } given ? given.Value.Integer != 0 : byDefault;
        return true;
    }
}

/// <summary>True or false; null if it is not given, where the default follows from something else.</summary>
internal sealed class OptionalFlagArgument(string name) : LayerArgument<bool?>(name)
{
    public override bool TryBind(ArgumentReader reader, out object? value)
    {
        value = reader.Use.Find(Name) is { } given ? given.Value.Integer != 0 : null;
        return true;
    }
}

/// <summary>An integer, which may have a least value.</summary>
internal sealed class IntegerArgument(string name, long byDefault, long least = long.MinValue) : LayerArgument<long>(name)
{
    public override string Default => byDefault.ToString(CultureInfo.InvariantCulture);

    public override bool TryBind(ArgumentReader reader, out object? value)
    {
        value = reader.Use.Find(Name)?.Value.Integer ?? byDefault;
        return reader.Use.Find(Name) is not { Value.Integer: var given } || given >= least
            || reader.Refuse(this, $"at least {least}, not {given}");
    }
}

/// <summary>An axis, counted from 0, or from the end as -1; null if it is not given, where the default follows from the tensor.</summary>
internal sealed class AxisArgument(string name, long? byDefault) : LayerArgument<long?>(name)
{
    public override string Default => byDefault?.ToString(CultureInfo.InvariantCulture) ?? string.Empty;

    public override bool TryBind(ArgumentReader reader, out object? value)
    {
        value = reader.Use.Find(Name)?.Value.Integer ?? byDefault;
        return true;
    }
}

/// <summary>A member of an enumeration, by its name.</summary>
internal sealed class ChoiceArgument(string name, string byDefault) : LayerArgument<string>(name)
{
    public override string Default => byDefault;

    public override bool TryBind(ArgumentReader reader, out object? value)
    {
        value = reader.Use.Find(Name)?.Value.Text ?? byDefault;
        return true;
    }
}

/// <summary>A text, which the kind reads itself: a pattern, an equation, the name of a method. Null if it is not given.</summary>
internal sealed class TextArgument(string name) : LayerArgument<string?>(name)
{
    public override bool TryBind(ArgumentReader reader, out object? value)
    {
        value = reader.Given(this) is { Kind: ConstantKind.Text } given ? given.Text : null;
        return true;
    }
}

/// <summary>What the kind reads itself, as it was given: the entries of a shape, numbers in an array. Null if it is not given.</summary>
internal sealed class ConstantArgument(string name) : LayerArgument<Constant?>(name)
{
    public override bool TryBind(ArgumentReader reader, out object? value)
    {
        value = reader.Given(this);
        return true;
    }
}
