using System.Collections.Immutable;
using ModelGen.Generator.Infer;

namespace ModelGen.Generator.Layers;

/// <summary>A kind of layer: its attribute's name, its arguments, how shapes flow through it, and the code it becomes.</summary>
internal abstract class LayerKind
{
    /// <summary>The argument by which a layer with weights names another whose weights it uses.</summary>
    public const string Shared = "Shared";

    /// <summary>The argument by which a layer names the port that the next layer continues from.</summary>
    public const string Port = "Port";

    /// <summary>The attribute's name without "Attribute".</summary>
    public abstract string Name { get; }

    /// <summary>The arguments that name stages or inputs.</summary>
    public virtual ImmutableArray<string> TensorArguments => ImmutableArray<string>.Empty;

    /// <summary>The results besides the main one that others may read.</summary>
    public virtual ImmutableArray<string> Ports => ImmutableArray<string>.Empty;

    /// <summary>What it is to its neighbours.</summary>
    public virtual LayerTraits Traits => LayerTraits.None;

    /// <summary>
    /// Checks the arguments and tensors, and gives the result: <see cref="LayerContext.Output"/>, or
    /// <see cref="LayerContext.PassThrough"/>. Returning without either means that a mistake was reported.
    /// </summary>
    public abstract void Infer(LayerContext context);

    /// <summary>
    /// What the layer does along the axis of a sequence that is decoded step by step. A kind that does not say so cannot be decoded.
    /// </summary>
    public virtual TimeFlow AlongTime(TimeContext context) => TimeFlow.Unknown;
}
