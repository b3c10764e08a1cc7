using System.Collections.Generic;
using System.Linq;
using ModelGen.Generator.Declarations;
using ModelGen.Generator.Diagnostics;
using ModelGen.Generator.Kinds;
using ModelGen.Generator.Shapes;
using ModelGen.Generator.Symbols;

namespace ModelGen.Generator.Infer;

/// <summary>
/// Finds, for an IDE only, the comparisons that are left to run time although one statement about a symbol would prove them.
/// </summary>
internal static class OpenComparisons
{
    public static void Report(Declaration declaration, SymbolTable symbols, IReadOnlyList<Requirement> requirements, ProblemSink problems)
    {
        // The search costs many proofs, and only the analyzer shows what it finds.
        if (!problems.IsHeard)
        {
            return;
        }

        foreach (var requirement in requirements.Where(requirement => !requirement.IsOfEmptyAxis))
        {
            if (FactRepair.Find(declaration, symbols, requirement.Relation) is var (repair, fact))
            {
                problems.Report(new Problem(
                    Descriptors.OpenComparison,
                    requirement.Site,
                    $"{char.ToUpperInvariant(requirement.Message[0])}{requirement.Message.Substring(1)}, which is checked at run time: "
                        + $"if {fact} in every use, state it with [Dim] to have it proved.")
                {
                    Repairs = [repair],
                });
            }
        }
    }
}
