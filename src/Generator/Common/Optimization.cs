using System.Runtime.CompilerServices;

namespace ModelGen.Generator;

/// <summary>How the few methods are compiled that run for every piece of text.</summary>
internal static class Optimization
{
    /// <summary>
    /// <c>MethodImplOptions.AggressiveOptimization</c>, which .NET Standard does not name: optimized when first called. A build ends
    /// before the runtime would do so.
    /// </summary>
    public const MethodImplOptions AtOnce = (MethodImplOptions)512;
}
