using System;
using ModelGen.Decoding;
using ModelGen.Inference;
using ModelGen.Onnx.Inference;
using static TorchSharp.torch;

namespace ModelGen.Onnx;

/// <summary>
/// A language model that runs in ONNX Runtime. <c>Generate</c>, <c>Stream</c>, beam search and chat clients use it as they use the model.
/// Decodings may run in parallel, each with a decoding state of its own.
/// </summary>
/// <remarks>
/// Large matrices of float32 are read in the model's memory, and other weights are copied. After a change of the weights, open it again: a
/// step throws if matrices that it shares have changed. The model must outlive it. Keys and values stay in one place: a step writes those
/// of its own positions.
/// </remarks>
public sealed class InferenceLanguageModel : ILanguageModel, IDisposable
{
    private readonly nn.Module _module;
    private readonly StepSession _session;

    internal InferenceLanguageModel(ILanguageModel model, InferenceOptions options, OnnxExportOptions export)
    {
        _module = model as nn.Module ?? throw new OnnxExportException(
            $"{model.GetType().Name} is no module: only a class with [Model] and [Autoregressive] runs in ONNX Runtime.");
        var step = export with { Decoding = true, ScoresFrom = true, Loss = false, OptionalInputs = [] };
        _session = new StepSession(Sessions.Open(_module, step, options), model.Vocabulary, model.MaximumLength);
    }

    /// <inheritdoc/>
    public long Vocabulary => _session.Vocabulary;

    /// <inheritdoc/>
    public long? MaximumLength => _session.MaximumLength;

    /// <inheritdoc/>
    public DecodingState NewDecoding() => new(
        this, _module, new ModelState(new SessionStates(_session)),
        (ids, state, at, lastOnly) => state.Layer<SessionStates>(0).Step(ids, at, lastOnly, []));

    /// <summary>Frees the session. Decoding states cannot be continued.</summary>
    public void Dispose() => _session.Dispose();
}
