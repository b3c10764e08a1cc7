using System.Collections.Immutable;
using ModelGen.Generator.Declarations;
using ModelGen.Generator.Signatures;

namespace ModelGen.Generator.Bind;

/// <summary>What a kind of layer declares of itself: its attribute's name, its arguments and its ports.</summary>
internal abstract class LayerDescription
{
    /// <summary>The argument by which a layer with weights names another whose weights it uses.</summary>
    public const string Shared = "Shared";

    /// <summary>The argument by which a layer names the port that the next layer continues from.</summary>
    public const string Port = "Port";

    /// <summary>The attribute's name without "Attribute".</summary>
    public abstract string Name { get; }

    /// <summary>The arguments that name stages or inputs.</summary>
    public virtual ImmutableArray<string> TensorArguments => ImmutableArray<string>.Empty;

    /// <summary>What it is to its neighbours.</summary>
    public virtual LayerTraits Traits => LayerTraits.None;

    /// <summary>The results besides the main one that others may read.</summary>
    /// <param name="use">The layer.</param>
    /// <param name="declaration">The model that it is part of.</param>
    public virtual ImmutableArray<string> Ports(AttributeUse use, Declaration declaration) => ImmutableArray<string>.Empty;
}
