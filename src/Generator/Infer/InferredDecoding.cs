using System.Collections.Generic;
using System.Collections.Immutable;
using ModelGen.Generator.Kinds;
using ModelGen.Generator.Shapes;
using ModelGen.Generator.Signatures;

namespace ModelGen.Generator.Infer;

/// <summary>
/// A proof that every position of the output depends on positions up to it, as the steps that compute a piece of the sequence.
/// </summary>
internal sealed class InferredDecoding
{
    /// <summary>The input that is decoded.</summary>
    public required Value Positions { get; init; }

    /// <summary>
    /// The axis of the positions in each input, from the end; <see cref="SignatureFlow"/> is the value for inputs without this axis.
    /// </summary>
    public required ImmutableArray<int> InputAxes { get; init; }

    public required Value Output { get; init; }

    /// <summary>The axis of the positions in the output, from the end.</summary>
    public required int OutputAxis { get; init; }

    /// <summary>The layers in order.</summary>
    public required ImmutableArray<DecodingLayer> Layers { get; init; }

    /// <summary>The expressions that create what the layers remember, in the order of their layers.</summary>
    public required ImmutableArray<Code> States { get; init; }

    /// <summary>The limits on the number of positions.</summary>
    public required ImmutableArray<Dim> Maxima { get; init; }

    /// <summary>Whether it is a language model: ids go in, scores of each id come out.</summary>
    public bool IsLanguageModel { get; init; }
}

/// <summary>How a layer takes part in a step.</summary>
internal enum DecodingRole
{
    /// <summary>It does not depend on the positions.</summary>
    Independent,

    /// <summary>Each position is computed from the same position alone.</summary>
    Pointwise,

    /// <summary>Each position depends on its index or on earlier positions.</summary>
    Ordered,
}

/// <summary>A layer of a decoding and its statements for a piece of the sequence.</summary>
internal sealed record DecodingLayer(InferredLayer Layer, ImmutableArray<Step> Steps, DecodingRole Role);

/// <summary>How a model decodes along one axis of its first input, or why it does not.</summary>
/// <param name="Axis">The axis, from the end.</param>
/// <param name="Decoding">The proof, if there is one.</param>
/// <param name="Obstacle">What is in its way otherwise.</param>
internal sealed record BlockDecoding(int Axis, InferredDecoding? Decoding, Obstacle? Obstacle);
