namespace ModelGen.Generator.Shapes;

/// <summary>A comparison of two dimensions; for <see cref="Comparison.Divides"/> the left divides the right.</summary>
internal sealed record DimRelation(Comparison Comparison, Dim Left, Dim Right);

internal enum Comparison
{
    Equal,
    LessOrEqual,
    Divides,
}
