using System.Collections.Generic;
using System.Linq;
using ModelGen.Generator.Declarations;

namespace ModelGen.Generator.Plan;

/// <summary>Names that a generated class has in any case.</summary>
internal static class ReservedNames
{
    /// <summary>Members that <c>forward</c> and <c>Loss</c> call, which neither a parameter nor a local may hide.</summary>
    public static readonly string[] Members = ["training", "call", "forward"];

    /// <summary>Fields of <c>torch.nn.Module</c>.</summary>
    public static readonly string[] Fields =
        ["_deviceType", "_deviceIndex", "_internal_params", "_internal_buffers", "_internal_submodules", "_toEpilog"];

    /// <summary>The names that no field of a class can have: its own, and those of its type parameters.</summary>
    public static IEnumerable<string> Of(TypeShell type) => type.TypeParameters.Length == 0
        ? [type.Name]
        : type.TypeParameters.Trim('<', '>')
            .Split([','], System.StringSplitOptions.RemoveEmptyEntries).Select(name => name.Trim()).Prepend(type.Name);
}
