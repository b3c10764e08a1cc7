using System.Globalization;
using ModelGen.Generator.Shapes;

namespace ModelGen.Generator.Infer;

/// <summary>Counts of parameters as people read them.</summary>
internal static class ParameterText
{
    /// <summary><c>9,408</c>, <c>4*D*D + 4*D</c>.</summary>
    public static string Number(Dim count) => count.TryGetConstant(out var value) ? value.ToString("N0", CultureInfo.InvariantCulture) : count.ToString();

    /// <summary><c>9,408 parameters</c>, <c>1 parameter</c>.</summary>
    public static string Phrase(Dim count) => $"{Number(count)} parameter{(count == Dim.One ? string.Empty : "s")}";
}
