using ModelGen.Generator.Declarations;
using ModelGen.Generator.Shapes;

namespace ModelGen.Generator.Kinds;

/// <summary>A condition on dimensions that must hold at run time.</summary>
/// <param name="Condition">A boolean expression.</param>
/// <param name="Message">What to say when it does not.</param>
/// <param name="Relation">The comparison, so that a model using this one as a block can decide it.</param>
/// <param name="Site">The layer that asks for it.</param>
/// <param name="IsOfEmptyAxis">Whether it fails for an empty axis alone, so that nothing has to be stated of the symbol.</param>
/// <param name="IsOfDivisor">Whether other conditions and sizes are divided by what is compared, so that this comes before them.</param>
internal sealed record Requirement(
    Code Condition, string Message, DimRelation Relation, Site Site, bool IsOfEmptyAxis = false, bool IsOfDivisor = false);
