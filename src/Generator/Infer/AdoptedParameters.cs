using System.Collections.Generic;
using ModelGen.Generator.Declarations;

namespace ModelGen.Generator.Infer;

/// <summary>
/// The parameters of blocks that become parameters of the model, because nothing gives them a value and the declaration does not name
/// them.
/// </summary>
internal sealed class AdoptedParameters
{
    private readonly Dictionary<string, Adoption> _adopted = new();

    /// <summary>The first block in the source whose parameter a symbol is, and a number that grows along the block's parameters.</summary>
    public sealed record Adoption(Site Block, int Number);

    /// <summary>Where a symbol becomes a parameter; null if it is none of these parameters.</summary>
    public Adoption? Find(string symbol) => _adopted.TryGetValue(symbol, out var adoption) ? adoption : null;

    /// <summary>Adds the parameter of a block.</summary>
    public void Add(string symbol, Site block)
    {
        if (!_adopted.TryGetValue(symbol, out var first) || block.Ordinal < first.Block.Ordinal)
        {
            _adopted[symbol] = new Adoption(block, _adopted.Count);
        }
    }
}
