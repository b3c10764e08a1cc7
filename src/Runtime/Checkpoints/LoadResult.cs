using System.Collections.Generic;

namespace ModelGen;

/// <summary>What a load that need not be strict left alone.</summary>
/// <param name="Missing">The module's tensors that the file does not have; they keep their values.</param>
/// <param name="Unexpected">The file's tensors that the module has no use for.</param>
public sealed record LoadResult(IReadOnlyList<string> Missing, IReadOnlyList<string> Unexpected);
