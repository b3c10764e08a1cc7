using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ModelGen.Generator.Tests;

/// <summary>A generator and the analyzer that goes with it. The harness's own tests bring their own.</summary>
internal sealed record Tools(IIncrementalGenerator Generator, DiagnosticAnalyzer? Analyzer = null)
{
    /// <summary>ModelGen's own, fresh: no state may pass from one test to the next.</summary>
    public static Tools Default => new(new ModelGenerator(), new ModelAnalyzer());
}
