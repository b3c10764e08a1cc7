using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis.CSharp;
using ModelGen.Generator.Shapes;
using ModelGen.Generator.Signatures;

namespace ModelGen.Generator.Kinds;

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
internal sealed record CodePart(CodePartKind Kind, object? Content, int Value = 0)
{
    /// <summary>What stands for nothing.</summary>
    public static CodePart Null { get; } = new(CodePartKind.Text, "null");

    public string Text => Content as string ?? string.Empty;

    public Dim? Dim => Content as Dim;

    public ModuleField? Module => Content as ModuleField;

    public SettingName? Setting => Content as SettingName;
}

/// <summary>
/// An expression of the generated code whose tensors, dimensions and modules are still open: the plan names the locals and fields, and
/// decides whether a symbol is a constructor's parameter, a field, or a local of <c>forward</c>.
/// </summary>
internal sealed class Code : IEquatable<Code>
{
    /// <summary>
    /// The factor that <c>add</c> takes for its second summand; without it TorchSharp creates a scalar that can be
    /// garbage-collected while it is read.
    /// </summary>
    public const string One = "global::ModelGen.Scalars.One";

    private readonly CodePart[] _parts;
    private int[]? _values;
    private string[]? _symbols;

    private Code(CodePart[] parts) => _parts = parts;

    /// <summary>No code.</summary>
    public static Code Empty { get; } = new([]);

    /// <summary>The pieces in order; never written to.</summary>
    public CodePart[] Parts => _parts;

    /// <summary>The tensors in it, as often as they occur; never written to.</summary>
    public int[] Values => _values ??= CollectValues();

    /// <summary>The symbols of its dimensions, each once; never written to.</summary>
    public string[] Symbols => _symbols ??= CollectSymbols();

    /// <summary>
    /// Reads an interpolated string. Values, dimensions, modules and other code stay open; numbers and booleans
    /// become literals; strings are text.
    /// </summary>
    public static Code Of(CodeText text) => new(text.ToParts());

    /// <summary>The same expression with another piece of fixed text.</summary>
    public Code Replace(string old, string text) =>
        new(Array.ConvertAll(_parts, part => part.Kind == CodePartKind.Text ? part with { Content = part.Text.Replace(old, text) } : part));

    private int[] CollectValues()
    {
        List<int>? values = null;
        foreach (var part in _parts)
        {
            if (part.Kind == CodePartKind.Value)
            {
                (values ??= new()).Add(part.Value);
            }
        }

        return values?.ToArray() ?? [];
    }

    private string[] CollectSymbols()
    {
        List<string>? symbols = null;
        foreach (var part in _parts)
        {
            foreach (var symbol in part.Dim?.Symbols ?? [])
            {
                if (symbols?.Contains(symbol) != true)
                {
                    (symbols ??= new()).Add(symbol);
                }
            }
        }

        return symbols?.ToArray() ?? [];
    }

    public bool Equals(Code? other) => other is not null && _parts.SequenceEqual(other._parts);

    public override bool Equals(object? obj) => Equals(obj as Code);

    public override int GetHashCode() => _parts.Aggregate(17, static (hash, part) => unchecked((hash * 31) + part.GetHashCode()));
}
