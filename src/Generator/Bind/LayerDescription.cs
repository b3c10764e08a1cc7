using System.Collections.Generic;
using System.Collections.Immutable;
using ModelGen.Generator.Arguments;
using ModelGen.Generator.Declarations;

namespace ModelGen.Generator.Bind;

/// <summary>What a kind of layer declares of itself: its attribute's name, its arguments and its ports.</summary>
internal abstract class LayerDescription
{
    /// <summary>The attribute's name without "Attribute".</summary>
    public abstract string Name { get; }

    /// <summary>The arguments that it takes, without those that every layer takes.</summary>
    public virtual IReadOnlyList<AttributeArgument> Arguments => [];

    /// <summary>What it is to its neighbours.</summary>
    public virtual LayerTraits Traits => LayerTraits.None;

    /// <summary>The results besides the main one that others may read.</summary>
    /// <param name="use">The layer.</param>
    /// <param name="declaration">The model that it is part of.</param>
    public virtual ImmutableArray<string> Ports(AttributeUse use, Declaration declaration) => ImmutableArray<string>.Empty;
}
