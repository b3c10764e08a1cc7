using System.Collections.Generic;

namespace ModelGen;

/// <summary>The tensors that a load that is not strict did not change or use.</summary>
/// <param name="Missing">The tensors of the module that are missing in the file; they keep their values.</param>
/// <param name="Unexpected">The tensors of the file that the module does not use.</param>
public sealed record LoadResult(IReadOnlyList<string> Missing, IReadOnlyList<string> Unexpected);
