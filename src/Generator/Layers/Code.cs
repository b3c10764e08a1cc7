using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Globalization;
using ModelGen.Generator.Bind;
using ModelGen.Generator.Infer;
using ModelGen.Generator.Shapes;

namespace ModelGen.Generator.Layers;

internal enum CodePartKind
{
    Text,
    Value,
    Dim,
    Module,
    Setting,
}

/// <summary>A piece of an expression: fixed text, a tensor's local, a dimension, a module's field, or a setting.</summary>
/// <param name="Kind">Which of them.</param>
/// <param name="Content">The text, the dimension, the module's field or the setting.</param>
/// <param name="Value">The tensor's number.</param>
internal readonly record struct CodePart(CodePartKind Kind, object? Content, int Value = 0)
{
    public string Text => Content as string ?? string.Empty;

    public Dim? Dim => Content as Dim;

    public ModuleField? Module => Content as ModuleField;

    public SettingName? Setting => Content as SettingName;
}

/// <summary>
/// An expression of the generated code whose tensors, dimensions and modules are still open: the plan names the locals and fields, and
/// decides whether a symbol is a constructor's parameter, a field, or a local of <c>forward</c>.
/// </summary>
internal sealed record Code(EquatableArray<CodePart> Parts)
{
    /// <summary>The factor that <c>add</c> takes for its second summand; left out, it would be a number that can be collected while it is read.</summary>
    public const string One = "global::ModelGen.Scalars.One";

    /// <summary>
    /// Reads an interpolated string. Values, dimensions, modules and other code stay open; numbers and booleans become literals; strings are text.
    /// </summary>
    public static Code Of(FormattableString text)
    {
        var parts = ImmutableArray.CreateBuilder<CodePart>((2 * text.ArgumentCount) + 1);
        var format = text.Format;
        var start = 0;
        for (var i = 0; i < format.Length; i++)
        {
            if ((format[i] is '{' or '}') && i + 1 < format.Length && format[i + 1] == format[i])
            {
                AddText(parts, format.Substring(start, i + 1 - start));
                start = ++i + 1;
            }
            else if (format[i] == '{')
            {
                AddText(parts, format.Substring(start, i - start));
                var end = format.IndexOf('}', i);
                Add(parts, text.GetArgument(int.Parse(format.Substring(i + 1, end - i - 1), CultureInfo.InvariantCulture)));
                i = end;
                start = end + 1;
            }
        }

        AddText(parts, format.Substring(start));
        return new Code(parts.Count == parts.Capacity ? parts.MoveToImmutable() : parts.ToImmutable());
    }

    public IEnumerable<int> Values
    {
        get
        {
            foreach (var part in Parts)
            {
                if (part.Kind == CodePartKind.Value)
                {
                    yield return part.Value;
                }
            }
        }
    }

    public IEnumerable<string> Symbols
    {
        get
        {
            foreach (var part in Parts)
            {
                if (part.Kind == CodePartKind.Dim)
                {
                    foreach (var symbol in part.Dim!.Symbols)
                    {
                        yield return symbol;
                    }
                }
            }
        }
    }

    private static void AddText(ImmutableArray<CodePart>.Builder parts, string text)
    {
        if (text.Length > 0)
        {
            parts.Add(new CodePart(CodePartKind.Text, text));
        }
    }

    private static void Add(ImmutableArray<CodePart>.Builder parts, object? argument)
    {
        switch (argument)
        {
            case null:
                AddText(parts, "null");
                break;
            case Value value:
                parts.Add(new CodePart(CodePartKind.Value, null, value.Id));
                break;
            case Dim dim:
                parts.Add(new CodePart(CodePartKind.Dim, dim));
                break;
            case ModuleField module:
                parts.Add(new CodePart(CodePartKind.Module, module));
                break;
            case SettingName setting:
                parts.Add(new CodePart(CodePartKind.Setting, setting));
                break;
            case Number number:
                parts.AddRange(number.Code.Parts);
                break;
            case Code code:
                parts.AddRange(code.Parts);
                break;
            case bool flag:
                AddText(parts, flag ? "true" : "false");
                break;
            case double number:
                AddText(parts, Literal(number));
                break;
            case IFormattable number:
                AddText(parts, number.ToString(null, CultureInfo.InvariantCulture));
                break;
            default:
                AddText(parts, argument.ToString());
                break;
        }
    }

    /// <summary>A number as C# writes it.</summary>
    public static string Literal(double number)
    {
        // Padding with minus infinity, for a mask, is no mistake.
        if (double.IsNaN(number) || double.IsInfinity(number))
        {
            return double.IsNaN(number) ? "double.NaN" : number > 0 ? "double.PositiveInfinity" : "double.NegativeInfinity";
        }

        var text = number.ToString("R", CultureInfo.InvariantCulture);
        return text.IndexOfAny(new[] { '.', 'E', 'e' }) < 0 ? text + ".0" : text;
    }
}
