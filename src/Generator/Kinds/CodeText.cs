using System;
using System.Globalization;
using System.Runtime.CompilerServices;
using ModelGen.Generator.Arguments;
using ModelGen.Generator.Shapes;
using ModelGen.Generator.Signatures;

namespace ModelGen.Generator.Kinds;

/// <summary>The interpolated string handler of <see cref="Code"/>, which collects the pieces of the string.</summary>
[InterpolatedStringHandler]
internal sealed class CodeText
{
    private CodePart[] _parts;
    private int _count;

    /// <summary>Begins a text with this number of arguments.</summary>
    public CodeText(int literalLength, int formattedCount)
    {
        _ = literalLength;
        _parts = new CodePart[(2 * formattedCount) + 1];
    }

    public void AppendLiteral(string text) => Add(text);

    public void AppendFormatted(string? text) => Add(text ?? "null");

    public void AppendFormatted(Value? value) => Add(value is null ? CodePart.Null : new CodePart(CodePartKind.Value, null, value.Id));

    public void AppendFormatted(Dim? dim) => Add(dim is null ? CodePart.Null : new CodePart(CodePartKind.Dim, dim));

    public void AppendFormatted(ModuleField module) => Add(new CodePart(CodePartKind.Module, module));

    public void AppendFormatted(SettingName setting) => Add(new CodePart(CodePartKind.Setting, setting));

    public void AppendFormatted(NumberOrSetting number)
    {
        if (number.Setting is { } setting)
        {
            AppendFormatted(setting);
        }
        else
        {
            AppendFormatted(number.Value!.Value);
        }
    }

    public void AppendFormatted(ActivationOrSetting activation)
    {
        if (activation.Setting is { } setting)
        {
            AppendFormatted(setting);
        }
        else
        {
            Add("global::ModelGen.Activation." + activation.Name);
        }
    }

    public void AppendFormatted(Code? code)
    {
        if (code is null)
        {
            Add(CodePart.Null);
            return;
        }

        foreach (var part in code.Parts)
        {
            Add(part);
        }
    }

    public void AppendFormatted(bool flag) => Add(flag ? "true" : "false");

    public void AppendFormatted(double number) => Add(Literals.Of(number));

    public void AppendFormatted(long number) => Add(number.ToString(CultureInfo.InvariantCulture));

    public void AppendFormatted(ElementType element) => Add(element.ToString());

    /// <summary>The pieces in order.</summary>
    public CodePart[] ToParts()
    {
        if (_count < _parts.Length)
        {
            Array.Resize(ref _parts, _count);
        }

        return _parts;
    }

    private void Add(string text)
    {
        if (text.Length > 0)
        {
            Add(new CodePart(CodePartKind.Text, text));
        }
    }

    private void Add(CodePart part)
    {
        if (_count == _parts.Length)
        {
            Array.Resize(ref _parts, Math.Max(4, 2 * _count));
        }

        _parts[_count++] = part;
    }
}
