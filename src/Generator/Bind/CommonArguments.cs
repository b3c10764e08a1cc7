using System.Collections.Generic;
using ModelGen.Generator.Arguments;
using ModelGen.Generator.Declarations;
using ModelGen.Generator.Signatures;

namespace ModelGen.Generator.Bind;

/// <summary>The arguments that many kinds take.</summary>
internal static class CommonArguments
{
    /// <summary>The layer's name.</summary>
    public static readonly TextArgument Name = new("Name");

    /// <summary>Whether the layer is there at all.</summary>
    public static readonly FlagArgument When = new(Declarations.Vocabulary.When, byDefault: true);

    /// <summary>The port that the next layer continues from.</summary>
    public static readonly TextArgument Port = new("Port");

    /// <summary>Another layer whose weights a layer uses.</summary>
    public static readonly TensorArgument Shared = new("Shared");

    /// <summary>The second and further tensors that a block or a method is given.</summary>
    public static readonly TensorArgument Inputs = new("Inputs");

    /// <summary>How many ids an embedding has a vector for.</summary>
    public static readonly SizeArgument Vocabulary = new("vocabulary");

    /// <summary>How weights are initialized.</summary>
    public static readonly ChoiceArgument Init = new("Init", "Default");

    public static readonly NumberArgument InitStd = new("InitStd", 0.02, NumberRange.Positive);

    /// <summary>Those of every layer with weights.</summary>
    public static readonly IReadOnlyList<LayerArgument> OfWeights = [Init, InitStd, Shared];

    /// <summary>Those of every layer.</summary>
    public static readonly IReadOnlyList<LayerArgument> OfLayers = [Name, When];
}
