using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;

namespace ModelGen.Generator.Suppressors;

/// <summary>The diagnostics of other analyzers and the compiler that do not apply to stages, and why.</summary>
internal static class Suppressions
{
    private const string Assigned = "The generated constructor assigns every stage, or will once the declaration has no errors";
    private const string Registered = "The generated constructor registers every stage, "
        + "and a module disposes the modules that it registers";
    private const string ByDesign = "The field of a stage is its declaration, and its name is a part of the state_dict keys";

    /// <summary>All of them, by the identifier of what they suppress.</summary>
    public static readonly ImmutableDictionary<string, SuppressionDescriptor> All = new[]
    {
        Of("MGS001", "CS0169", Assigned),
        Of("MGS002", "CS0414", Assigned),
        Of("MGS003", "CS0649", Assigned),
        Of("MGS004", "CS8618", Assigned),
        Of("MGS005", "CA1823", Assigned),
        Of("MGS006", "IDE0051", Assigned),
        Of("MGS007", "IDE0052", Assigned),
        Of("MGS008", "CA2213", Registered),
        Of("MGS009", "CA1051", ByDesign),
        Of("MGS010", "IDE0040", ByDesign),
        Of("MGS011", "IDE0044", ByDesign),
        Of("MGS012", "IDE1006", ByDesign),
    }.ToImmutableDictionary(descriptor => descriptor.SuppressedDiagnosticId);

    private static SuppressionDescriptor Of(string id, string suppressed, string reason) => new(id, suppressed, reason);
}
