using System;

namespace ModelGen.Generator.Shapes;

/// <summary>
/// A dimension exceeds one of the limits in <see cref="Dim"/>, which no reasonable declaration reaches. Raised by the operators of
/// <see cref="Dim"/>, by <see cref="Dim.Substitute"/> and by <see cref="Dim.FloorDiv"/>, <see cref="Dim.Mod"/>,
/// <see cref="Dim.Min(Dim, Dim)"/> and <see cref="Dim.Max(Dim, Dim)"/>; the caller turns it into a diagnostic. <see cref="Facts"/>
/// and <see cref="DimExpression"/> never throw it.
/// </summary>
internal sealed class DimLimitException : Exception
{
    /// <summary>Says which limit was passed, as a sentence fragment: "the dimension has more than 256 terms".</summary>
    public DimLimitException(string message)
        : base(message)
    {
    }
}
