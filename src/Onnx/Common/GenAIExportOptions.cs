using System.Collections.Generic;

namespace ModelGen.Onnx;

/// <summary>How a language model is exported for ONNX Runtime GenAI.</summary>
public sealed record GenAIExportOptions
{
    /// <summary>The version of ONNX's operators, as in <see cref="OnnxExportOptions.Opset"/>.</summary>
    public int Opset { get; init; } = 17;

    /// <summary>
    /// The maximum sequence length, prompt included: memory for keys and values of that length is allocated. The model's own maximum if
    /// null; required for a model without one.
    /// </summary>
    public int? MaximumLength { get; init; }

    /// <summary>The id that begins a sequence; the first of <see cref="StopIds"/> if null.</summary>
    public long? BeginId { get; init; }

    /// <summary>The ids that end a sequence, at least one.</summary>
    public required IReadOnlyList<long> StopIds { get; init; }

    /// <summary>The id that pads shorter sequences; the first of <see cref="StopIds"/> if null.</summary>
    public long? PadId { get; init; }

    /// <summary>
    /// A folder with the files of a tokenizer in Hugging Face's formats, such as <c>tokenizer.json</c> and <c>tokenizer_config.json</c>,
    /// which are copied; null for none.
    /// </summary>
    public string? Tokenizer { get; init; }

    /// <summary>How the weights are stored and computed with, as in <see cref="OnnxExportOptions.Weights"/>.</summary>
    public WeightType Weights { get; init; }

    /// <summary>What is quantised, as in <see cref="OnnxExportOptions.Quantization"/>.</summary>
    public QuantizationOptions? Quantization { get; init; }

    /// <summary>As in <see cref="OnnxExportOptions.ExternalDataFrom"/>.</summary>
    public long ExternalDataFrom { get; init; } = 1L << 30;

    /// <summary>As in <see cref="OnnxExportOptions.WeightsFrom"/>.</summary>
    public string? WeightsFrom { get; init; }
}
