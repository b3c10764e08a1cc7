using System;
using ModelGen.Generator.Declarations;
using ModelGen.Generator.Kinds;
using ModelGen.Generator.Signatures;
using ModelGen.Generator.Symbols;

namespace ModelGen.Generator.Arguments;

/// <summary>Which numbers an argument may be.</summary>
internal enum NumberRange
{
    Any,

    /// <summary>Neither NaN nor infinite.</summary>
    Finite,

    /// <summary>Above 0 and not infinite.</summary>
    Positive,

    /// <summary>From 0 to 1.</summary>
    Share,

    /// <summary>At least 0 and below 1.</summary>
    BelowOne,
}

/// <summary>A number; null if it is not given and has no default.</summary>
internal sealed class NumberArgument(string name, double? byDefault, NumberRange range) : AttributeArgument<double?>(name)
{
    public override string Accepts => "number";

    public override string Range => range switch
    {
        NumberRange.Finite => "finite",
        NumberRange.Positive => "above 0",
        NumberRange.Share => "from 0 to 1",
        NumberRange.BelowOne => "at least 0 and below 1",
        _ => string.Empty,
    };

    public double? DefaultValue => byDefault;

    /// <summary>What to use where the number is out of range, after a colon; empty if there is nothing to say.</summary>
    public string Advice { get; init; } = string.Empty;

    public override string Default => byDefault is { } number ? Literals.Of(number) : string.Empty;

    public override bool TryBind(ArgumentReader reader, out object? value)
    {
        value = byDefault;
        if (reader.Given(this) is not { } given)
        {
            return true;
        }

        var number = given.Kind == ConstantKind.Real ? given.Real : given.Integer;
        value = number;
        return range switch
        {
            NumberRange.Finite => IsFinite(number) || reader.Report(this, $"{Name} of {reader.Use.Kind} must be {Range}, not {number}."),
            NumberRange.Positive => (number > 0 && !double.IsInfinity(number)) || reader.Refuse(this, $"{Range}, not {given}{Advice}"),
            NumberRange.BelowOne => number is >= 0 and < 1 || reader.Refuse(this, $"{Range}, not {given}"),
            NumberRange.Share => number is >= 0 and <= 1 || reader.Refuse(this, $"{Range}, not {given}"),
            _ => true,
        };
    }

    private static bool IsFinite(double number) => !double.IsNaN(number) && !double.IsInfinity(number);

    public override ArgumentData? Describe(object? value) => value is double number ? ArgumentData.Number(number) : null;
}

/// <summary>A number, or the name of a setting that gives one; null if it is not given and has no default.</summary>
internal sealed class NumberOrSettingArgument(string name, double? byDefault, SettingRange range)
    : AttributeArgument<NumberOrSetting?>(name)
{
    public override string Accepts => "number or setting";

    public override string Range => SettingTable.Describe(range);

    public double? DefaultValue => byDefault;

    public override string Default => byDefault is { } number ? Literals.Of(number) : string.Empty;

    public override bool TryBind(ArgumentReader reader, out object? value)
    {
        value = byDefault is { } number ? new NumberOrSetting(number, null) : null;
        if (reader.Given(this) is not { } given)
        {
            return true;
        }

        value = null;
        switch (given.Kind)
        {
            case ConstantKind.Real or ConstantKind.Integer:
                var real = given.Kind == ConstantKind.Real ? given.Real : given.Integer;
                if (!SettingTable.IsIn(real, range))
                {
                    return reader.Refuse(this, $"{Range}, not {given}");
                }

                value = new NumberOrSetting(real, null);
                return true;
            case ConstantKind.Text:
                value = reader.ReadSetting(this, given.Text, SettingType.Number, range) is { } setting
                    ? new NumberOrSetting(null, setting)
                    : null;
                return value is not null;
            default:
                return reader.Refuse(this, $"a number {Range}, or the name of a setting, not {given}");
        }
    }

    public override ArgumentData? Describe(object? value) => value switch
    {
        NumberOrSetting { Value: { } number } => ArgumentData.Number(number),
        NumberOrSetting { Setting: { } setting } => ArgumentData.Setting(setting.Name),
        _ => null,
    };
}

/// <summary>A number that an argument gives, as such or by a setting.</summary>
/// <param name="Value">The number; null if the constructor is given it.</param>
/// <param name="Setting">The setting; null if the number is known.</param>
internal sealed record NumberOrSetting(double? Value, SettingName? Setting);

/// <summary>An activation, or the name of a setting that gives one.</summary>
internal sealed class ActivationArgument(string name, string byDefault) : AttributeArgument<ActivationOrSetting>(name)
{
    public override string Accepts => "activation or setting";

    public override string Default => byDefault;

    public override bool TryBind(ArgumentReader reader, out object? value)
    {
        value = new ActivationOrSetting(byDefault, null);
        switch (reader.Given(this))
        {
            case null:
                return true;
            case { Kind: ConstantKind.Enum } given:
                value = new ActivationOrSetting(given.Text, null);
                return true;
            case { Kind: ConstantKind.Text } given:
                value = reader.ReadSetting(this, given.Text, SettingType.Activation, SettingRange.Any) is { } setting
                    ? new ActivationOrSetting(null, setting)
                    : null;
                return value is not null;
            case { } given:
                return reader.Refuse(this, $"an Activation such as Activation.Gelu, or the name of a setting, not {given}");
        }
    }

    public override ArgumentData? Describe(object? value) => value switch
    {
        ActivationOrSetting { Name: { } member } => ArgumentData.Choice(member),
        ActivationOrSetting { Setting: { } setting } => ArgumentData.Setting(setting.Name),
        _ => null,
    };
}

/// <summary>An activation that an argument gives, as such or by a setting.</summary>
/// <param name="Name">The member of the enumeration; null if the constructor is given it.</param>
/// <param name="Setting">The setting; null if the activation is known.</param>
internal sealed record ActivationOrSetting(string? Name, SettingName? Setting);
