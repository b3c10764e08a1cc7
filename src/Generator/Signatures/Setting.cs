using System;

namespace ModelGen.Generator.Signatures;

/// <summary>What a setting is, which follows from where it is used.</summary>
internal enum SettingType
{
    Number,
    Activation,
    Rotary,
}

/// <summary>Which numbers a setting may be.</summary>
[Flags]
internal enum SettingRange
{
    Any = 0,

    /// <summary>Above 0.</summary>
    Positive = 1,

    /// <summary>From 0 to 1.</summary>
    Share = 2,
}

/// <summary>A setting in an expression of the generated code.</summary>
internal sealed record SettingName(string Name);

/// <summary>A parameter of the constructor that is not a size.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">What it is.</param>
/// <param name="Range">Which numbers it may be.</param>
/// <param name="Default">Its default as C# writes it; empty if it must be given.</param>
internal sealed record Setting(string Name, SettingType Type, SettingRange Range, string Default);
