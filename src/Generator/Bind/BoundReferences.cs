using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using ModelGen.Generator.Arguments;

namespace ModelGen.Generator.Bind;

/// <summary>The tensors that a layer's arguments name, in order. A name that does not resolve, which was reported, is null.</summary>
internal sealed class BoundReferences
{
    public static readonly BoundReferences None = new(ImmutableArray<(TensorArgument, ImmutableArray<Reference?>)>.Empty);

    private readonly ImmutableArray<(TensorArgument Argument, ImmutableArray<Reference?> References)> _named;

    public BoundReferences(ImmutableArray<(TensorArgument Argument, ImmutableArray<Reference?> References)> named) => _named = named;

    /// <summary>What all arguments name.</summary>
    public IEnumerable<Reference?> All => _named.SelectMany(one => one.References);

    /// <summary>The arguments that are given.</summary>
    public IEnumerable<TensorArgument> Arguments => _named.Select(one => one.Argument);

    /// <summary>What an argument names; empty if it is not given.</summary>
    public ImmutableArray<Reference?> Of(TensorArgument argument)
    {
        foreach (var one in _named)
        {
            if (ReferenceEquals(one.Argument, argument))
            {
                return one.References;
            }
        }

        return ImmutableArray<Reference?>.Empty;
    }

    /// <summary>The first tensor that an argument names; null if there is none.</summary>
    public Reference? First(TensorArgument argument) => Of(argument) is [var first, ..] ? first : null;
}
