using System.Globalization;
using System.Linq;
using Microsoft.CodeAnalysis.CSharp;

namespace ModelGen.Generator.Declarations;

internal enum ConstantKind
{
    Null,
    Integer,
    Real,
    Boolean,
    Text,
    Enum,
    Array,

    /// <summary>A constant that no argument accepts: a type, a character, an integer beyond 64 bits.</summary>
    Other,
}

/// <summary>The value of an attribute's argument.</summary>
internal readonly record struct Constant(
    ConstantKind Kind,
    long Integer = 0,
    double Real = 0,
    string Text = "",
    EquatableArray<Constant> Items = default)
{
    /// <summary>The value as C# writes it, on one line.</summary>
    public override string ToString() => Kind switch
    {
        ConstantKind.Null => "null",
        ConstantKind.Integer => Integer.ToString(CultureInfo.InvariantCulture),
        ConstantKind.Real => Real.ToString("R", CultureInfo.InvariantCulture),
        ConstantKind.Boolean => Integer != 0 ? "true" : "false",
        ConstantKind.Text => Literals.Of(Text),
        ConstantKind.Array => string.Join(", ", Items.Select(item => item.ToString())),
        _ => Text,
    };
}
