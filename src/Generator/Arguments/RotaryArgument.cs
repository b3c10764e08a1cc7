using ModelGen.Generator.Declarations;
using ModelGen.Generator.Signatures;

namespace ModelGen.Generator.Arguments;

/// <summary>Whether there are rotary positions: true, or the name of a setting that says all of them. Null if there are none.</summary>
internal sealed class RotaryArgument(string name) : AttributeArgument<RotaryChoice?>(name)
{
    public override string Accepts => "flag or setting";

    public override string Default => "false";

    public override bool TryBind(ArgumentReader reader, out object? value)
    {
        value = null;
        switch (reader.Given(this))
        {
            case null or { Kind: ConstantKind.Boolean, Integer: 0 }:
                return true;
            case { Kind: ConstantKind.Boolean }:
                value = new RotaryChoice(null);
                return true;
            case { Kind: ConstantKind.Text } given:
                value = reader.ReadSetting(this, given.Text, SettingType.Rotary, SettingRange.Any) is { } setting
                    ? new RotaryChoice(setting)
                    : null;
                return value is not null;
            case { } given:
                return reader.Report(this, $"{Name} of {reader.Use} must be true, or the name of a setting, not {given}.");
        }
    }

    public override ArgumentData? Describe(object? value) => value switch
    {
        RotaryChoice { Setting: { } setting } => ArgumentData.Setting(setting.Name),
        RotaryChoice => ArgumentData.Flag(true),
        _ => null,
    };
}

/// <summary>Rotary positions.</summary>
/// <param name="Setting">The setting that says all of them; null if the other arguments do.</param>
internal sealed record RotaryChoice(SettingName? Setting);
