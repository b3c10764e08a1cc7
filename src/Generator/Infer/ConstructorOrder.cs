using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using ModelGen.Generator.Bind;

namespace ModelGen.Generator.Infer;

/// <summary>The order of a constructor's parameters: as they occur, those with defaults last, as C# demands.</summary>
internal static class ConstructorOrder
{
    public static ImmutableArray<string> Sort(IEnumerable<string> parameters, SymbolTable symbols) =>
        parameters.OrderBy(name => symbols.Statement(name)?.Default is null ? 0 : 1).ToImmutableArray();
}
