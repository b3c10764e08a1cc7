using System;
using System.Collections.Generic;

namespace ModelGen.Onnx;

/// <summary>How a model is exported.</summary>
public sealed record OnnxExportOptions
{
    /// <summary>
    /// The version of ONNX's operators: 17, which every runtime since 2022 reads, or 23 with the operators Attention, RMSNormalization and
    /// RotaryEmbedding, which runtimes compute by kernels of their own.
    /// </summary>
    public int Opset { get; init; } = 17;

    /// <summary>The optional inputs that the exported model takes; it takes no others. They are required then.</summary>
    public IReadOnlyCollection<string> OptionalInputs { get; init; } = [];

    /// <summary>The number of axes that a leading <c>"..."</c> of an input stands for.</summary>
    public int LeadingAxes { get; init; } = 1;

    /// <summary>
    /// Whether the model computes its declared loss as well: it takes the targets after its inputs and has a further output <c>loss</c>.
    /// </summary>
    public bool Loss { get; init; }

    /// <summary>
    /// From how many bytes on the weights are stored in a file of their own, <c>NAME.onnx.data</c> beside <c>NAME.onnx</c>. One file holds
    /// at most 2 GiB.
    /// </summary>
    public long ExternalDataFrom { get; init; } = 1L << 30;

    /// <summary>Refuses what makes no sense.</summary>
    internal void Validate()
    {
        if (Opset is not (17 or 23))
        {
            throw new ArgumentException($"{nameof(Opset)} is {Opset}, expected 17 or 23.");
        }

        if (LeadingAxes is < 0 or > 8)
        {
            throw new ArgumentException($"{nameof(LeadingAxes)} is {LeadingAxes}, expected 0 to 8.");
        }

        if (ExternalDataFrom is < 0 or > 1L << 30)
        {
            throw new ArgumentException($"{nameof(ExternalDataFrom)} is {ExternalDataFrom}, expected 0 to 2^30 bytes.");
        }
    }
}
