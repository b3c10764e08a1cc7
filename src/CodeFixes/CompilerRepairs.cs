using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using ModelGen.Generator;
using ModelGen.Generator.Diagnostics;
using ModelGen.Generator.Repairs;

namespace ModelGen.CodeFixes;

/// <summary>Repairs of what the analyzer leaves to the compiler to tell: <c>nameof</c> of a stage that does not exist.</summary>
internal static class CompilerRepairs
{
    /// <summary>The compiler's diagnostic for a name that does not exist.</summary>
    public const string UnknownName = "CS0103";

    /// <summary>What the analyzer would have offered at the same place.</summary>
    public static IEnumerable<Repair> Of(Diagnostic diagnostic, INamedTypeSymbol model, Locator locator, CancellationToken cancellation) =>
        ModelAnalyzer.Problems(model, cancellation)
            .Where(problem => locator.IsToldByCompiler(problem) && locator.Find(problem.Site).SourceSpan.Contains(diagnostic.Location.SourceSpan))
            .SelectMany(problem => problem.Repairs);
}
