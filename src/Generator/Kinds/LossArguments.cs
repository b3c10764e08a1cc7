using System.Collections.Generic;
using ModelGen.Generator.Arguments;

namespace ModelGen.Generator.Kinds;

/// <summary>The arguments that many kinds of losses take.</summary>
internal static class LossArguments
{
    /// <summary>How the losses of the items become the result.</summary>
    public static readonly ChoiceArgument Reduction = new("Reduction", "Mean");

    /// <summary>The output that the loss is of.</summary>
    public static readonly OutputArgument Of = new("Of", "output");

    /// <summary>The arguments of every loss of one output.</summary>
    public static readonly IReadOnlyList<AttributeArgument> OfOneOutput = [Reduction, Of];
}
