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

    /// <summary>How the weights are stored and computed with.</summary>
    public WeightType Weights { get; init; }

    /// <summary>What is quantised, for a quantised type of <see cref="Weights"/>; the defaults if null.</summary>
    public QuantizationOptions? Quantization { get; init; }

    /// <summary>
    /// Whether floating-point inputs and outputs keep the type of the model if <see cref="Weights"/> is another one. Otherwise they have
    /// the type in which the file computes: Float16 for <see cref="WeightType.Float16"/>, and Float32 for the others.
    /// </summary>
    public bool KeepPortTypes { get; init; } = true;

    /// <summary>
    /// Whether the model computes the next positions of sequences instead of whole ones. It needs <c>[Autoregressive]</c>. Besides the ids
    /// it takes <c>attention_mask</c> <c>(B, S)</c> of Int64, 1 for each id so far and 0 for padding on the left, and for each layer that
    /// keeps a state the one before these positions; it returns the states after them. Attention keeps keys and values
    /// <c>past_key_values.N.key</c> and <c>.value</c> <c>(B, heads, S, d)</c>, and returns <c>present.N.key</c> and <c>.value</c>. It is
    /// ONNX Runtime's operator GroupQueryAttention, which writes in place where both are the same memory.
    /// </summary>
    public bool Decoding { get; init; }

    /// <summary>
    /// For <see cref="Decoding"/>: whether the model takes an input <c>scores_from</c> <c>(1)</c> of Int64 as well, the first position of
    /// which the scores are wanted: 0 for all of them, -1 for the last.
    /// </summary>
    internal bool ScoresFrom { get; init; }

    /// <summary>
    /// From how many bytes on the weights are stored in a file of their own, <c>NAME.onnx.data</c> beside <c>NAME.onnx</c>. One file holds
    /// at most 2 GiB.
    /// </summary>
    public long ExternalDataFrom { get; init; } = 1L << 30;

    /// <summary>
    /// A checkpoint in safetensors that has the weights already: a file, the index of several files
    /// (<c>model.safetensors.index.json</c>) or a folder with either; null for none. The ONNX file then points to these files instead of
    /// containing weights. They must be in the folder of the ONNX file or below, and unchanged afterwards. Weights that the checkpoint
    /// does not have, such as converted ones, are stored as usual.
    /// </summary>
    public string? WeightsFrom { get; init; }

    /// <summary>Whether the weights are integers.</summary>
    internal bool IsQuantized => Weights is WeightType.Int8Dynamic or WeightType.Int8 or WeightType.Int4;

    /// <summary>Refuses what makes no sense.</summary>
    /// <param name="inMemory">Whether the model is exported to memory instead of a file.</param>
    internal void Validate(bool inMemory = false)
    {
        if (Opset is not (17 or 23))
        {
            throw new ArgumentException($"{nameof(Opset)} is {Opset}, expected 17 or 23.");
        }

        if (Decoding && Loss)
        {
            throw new ArgumentException($"{nameof(Loss)} is true, but {nameof(Decoding)} computes no loss: set one of them to false.");
        }

        if (LeadingAxes is < 0 or > 8)
        {
            throw new ArgumentException($"{nameof(LeadingAxes)} is {LeadingAxes}, expected 0 to 8.");
        }

        if (!Enum.IsDefined(Weights))
        {
            throw new ArgumentException($"{nameof(Weights)} is {(int)Weights}, which is no {nameof(WeightType)}.");
        }

        if (Quantization is not null && !IsQuantized)
        {
            throw new ArgumentException(
                $"{nameof(Quantization)} is set, but {nameof(Weights)} is {Weights}: set {nameof(WeightType.Int8Dynamic)}, "
                + $"{nameof(WeightType.Int8)} or {nameof(WeightType.Int4)}, or leave {nameof(Quantization)} out.");
        }

        if (WeightsFrom is not null && (inMemory || IsQuantized))
        {
            throw new ArgumentException(
                $"{nameof(WeightsFrom)} is '{WeightsFrom}', but "
                + (inMemory ? "only a file can point to another file" : $"{Weights} stores other weights") + ": leave it out.");
        }

        Quantization?.Validate();
        if (ExternalDataFrom is < 0 or > 1L << 30)
        {
            throw new ArgumentException($"{nameof(ExternalDataFrom)} is {ExternalDataFrom}, expected 0 to 2^30 bytes.");
        }
    }
}
