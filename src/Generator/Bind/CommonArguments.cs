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
    public static readonly FlagArgument When = new(Declarations.Vocabulary.When.Name, byDefault: true);

    /// <summary>The port that the next layer continues from.</summary>
    public static readonly TextArgument Port = new("Port");

    /// <summary>Another layer whose weights a layer uses.</summary>
    public static readonly TensorArgument Shared = new("Shared") { IsOfWeights = true };

    /// <summary>The second and further tensors that a block or a method is given.</summary>
    public static readonly TensorArgument Inputs = new("Inputs");

    /// <summary>The axis that a layer selects from, or combines.</summary>
    public static readonly AxisArgument Axis = new("Axis", 0);

    /// <summary>The axis that a layer works along, mostly the last.</summary>
    public static readonly AxisArgument LastAxis = new("Axis", -1);

    /// <summary>The first axis that a Flatten joins; null keeps the batch.</summary>
    public static readonly AxisArgument StartAxis = new("StartAxis", null);

    /// <summary>An axis of size 1 that a layer adds or removes.</summary>
    public static readonly AxisArgument SingleAxis = new("axis", 0);

    /// <summary>Whether a learned bias is added.</summary>
    public static readonly FlagArgument Bias = new("Bias", byDefault: true);

    /// <summary>Whether a broadcast may enlarge both tensors.</summary>
    public static readonly FlagArgument Broadcast = new("Broadcast", byDefault: false);

    /// <summary>The features of the result.</summary>
    public static readonly SizeArgument Features = new("features");

    /// <summary>The channels of the result.</summary>
    public static readonly SizeArgument Channels = new(Declarations.Vocabulary.Channels.Name);

    /// <summary>The hidden features.</summary>
    public static readonly SizeArgument Hidden = new(Declarations.Vocabulary.Hidden.Name);

    /// <summary>How many ids an embedding has a vector for.</summary>
    public static readonly SizeArgument Vocabulary = new("vocabulary");

    /// <summary>How weights are initialized.</summary>
    public static readonly ChoiceArgument Init = new("Init", "Default");

    public static readonly NumberArgument InitStd = new("InitStd", 0.02, NumberRange.Positive);

    /// <summary>Those of every layer with weights.</summary>
    public static readonly IReadOnlyList<AttributeArgument> OfWeights = [Init, InitStd, Shared];

    /// <summary>Those of every layer.</summary>
    public static readonly IReadOnlyList<AttributeArgument> OfLayers = [Name, When];
}
