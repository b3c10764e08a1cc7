using System;
using System.Collections.Generic;
using System.Linq;
using ModelGen.Decoding;
using ModelGen.Inference;
using ModelGen.Onnx.Inference;
using ModelGen.Onnx.Models;
using ModelGen.Onnx.Scopes;
using static TorchSharp.torch;

namespace ModelGen.Onnx;

/// <summary>
/// A language model with further inputs, such as an encoder and a decoder, in ONNX Runtime. <see cref="ConditionOn"/> computes once what
/// does not depend on the ids, and returns what <c>Generate</c>, <c>Stream</c> and beam search work on.
/// </summary>
/// <remarks>
/// Large matrices of float32 are read in the model's memory, and other weights are copied. The model must outlive it and keep its weights.
/// </remarks>
public sealed class InferenceConditionalModel : IDisposable
{
    private readonly nn.Module _module;
    private readonly IConditionalLanguageModel _model;
    private readonly InferenceOptions _options;
    private readonly OnnxExportOptions _export;
    private readonly PortShape[] _conditions;
    private readonly WeightPlacement _weights;
    private readonly Dictionary<string, ConditionSession> _sessions = new(StringComparer.Ordinal);
    private bool _isDisposed;

    internal InferenceConditionalModel(IConditionalLanguageModel model, InferenceOptions options, OnnxExportOptions export)
    {
        _module = model as nn.Module ?? throw new OnnxExportException(
            $"{model.GetType().Name} is no module: only a class with [Model] and [Autoregressive] runs in ONNX Runtime.");
        (_model, _options, _export, _weights) = (model, options, export, new WeightPlacement(_module));
        var ids = DecodingGraph.IdsOf(_module);
        var declared = DeclaredModule.DeclarationOf(_module);
        _conditions = [.. declared.Architecture.Inputs.Where(port => port.Name != ids.Name)
            .Select(port => new PortShape(port, declared.Config.Sizes))];

        // A model that cannot be exported is refused here.
        Session([.. _conditions.Where(condition => !condition.Port.Optional).Select(condition => condition.Port)]);
    }

    /// <summary>Computes everything that does not depend on the ids.</summary>
    /// <param name="conditions">
    /// The inputs of the model besides the ids, in the order of the declaration; null for an optional one that is left out, which may be
    /// missing at the end.
    /// </param>
    /// <returns>The language model, owned by the caller; this one must outlive it.</returns>
    /// <exception cref="ArgumentException">The number of inputs is wrong.</exception>
    /// <exception cref="ShapeMismatchException">A tensor does not have the declared shape or type.</exception>
    public ConditionalLanguageModel ConditionOn(params Tensor?[] conditions)
    {
        ArgumentNullException.ThrowIfNull(conditions);
        if (conditions.Length > _conditions.Length)
        {
            throw new ArgumentException(
                $"{_module.GetName()} takes {_conditions.Length} inputs besides the ids, but {conditions.Length} are given.",
                nameof(conditions));
        }

        var known = new Dictionary<string, (long Size, string Input)>(StringComparer.Ordinal);
        List<(PortInfo Port, Tensor Tensor)> given = [];
        for (var i = 0; i < _conditions.Length; i++)
        {
            var tensor = i < conditions.Length ? conditions[i] : null;
            if (tensor is null && _conditions[i].Port.Optional)
            {
                continue;
            }

            _conditions[i].Check(tensor, _module.GetName(), _weights, known);
            given.Add((_conditions[i].Port, tensor!));
        }

        using var quiet = inference_mode();
        var session = Session([.. given.Select(entry => entry.Port)]);
        return new ConditionalLanguageModel(
            _module, _model.Vocabulary, _model.MaximumLength, () => new ModelState(new SessionStates(session.Step)),
            (ids, state, at, lastOnly) => state.Layer<SessionStates>(0).Step(ids, at, lastOnly, session.Passed(state)),
            session.Compute([.. given.Select(entry => entry.Tensor)]));
    }

    /// <summary>Frees the sessions. Language models that <see cref="ConditionOn"/> returned cannot be used any more.</summary>
    public void Dispose()
    {
        lock (_sessions)
        {
            _isDisposed = true;
            foreach (var session in _sessions.Values)
            {
                session.Dispose();
            }

            _sessions.Clear();
        }
    }

    private ConditionSession Session(IReadOnlyList<PortInfo> given)
    {
        var key = string.Join(' ', given.Where(port => port.Optional).Select(port => port.Name));
        lock (_sessions)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, _module.GetName());
            if (!_sessions.TryGetValue(key, out var session))
            {
                session = new ConditionSession(_module, _model, given, _options, _export);
                _sessions.Add(key, session);
            }

            return session;
        }
    }
}
