using System;
using System.Collections.Generic;
using ModelGen.Generator.Arguments;

namespace ModelGen.Generator.Bind;

/// <summary>What a kind of loss declares of itself: its attribute's name and its arguments.</summary>
internal abstract class LossDescription
{
    /// <summary>The attribute's name without "Attribute".</summary>
    public abstract string Name { get; }

    /// <summary>Every argument that it takes.</summary>
    public abstract IReadOnlyList<AttributeArgument> Arguments { get; }

    /// <summary>
    /// The arguments that name the outputs it compares, in order. They may be left out where the model has as many outputs.
    /// </summary>
    public abstract IReadOnlyList<OutputArgument> Outputs { get; }

    /// <summary>What it compares the outputs with, each a parameter of <c>Loss</c>.</summary>
    public abstract IReadOnlyList<LossTarget> Targets { get; }
}

/// <summary>What a loss compares an output with. Its shape and type follow from the output.</summary>
/// <param name="Name">The parameter of <c>Loss</c>.</param>
internal sealed record LossTarget(string Name)
{
    /// <summary>The target of a loss that has only one.</summary>
    public static readonly IReadOnlyList<LossTarget> Only = [new LossTarget("target")];
}

/// <summary>Finds the kinds that attributes are, by the attributes' names.</summary>
/// <param name="Layer">The kind of layer.</param>
/// <param name="Loss">The kind of loss.</param>
internal sealed record KindFinder(Func<string, LayerDescription?> Layer, Func<string, LossDescription?> Loss);
