using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using ModelGen.Onnx.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace ModelGen.Onnx.Inference;

/// <summary>The step of a language model in ONNX Runtime. It keeps nothing between calls.</summary>
internal sealed class StepSession : IDisposable
{
    private readonly WeightedSession _session;
    private readonly string[] _inputs;
    private readonly string[] _outputs;

    /// <summary>Creates the step of a model.</summary>
    /// <param name="session">The session, owned by this object.</param>
    /// <param name="vocabulary">The number of ids.</param>
    /// <param name="maximumLength">The maximum sequence length; null if there is no limit.</param>
    public StepSession(WeightedSession session, long vocabulary, long? maximumLength)
    {
        (_session, Vocabulary, MaximumLength) = (session, vocabulary, maximumLength);

        // The ids, the mask, the first position and the conditions, and then the states in the order of the outputs behind the scores.
        _inputs = [.. session.Session.InputNames];
        _outputs = [.. session.Session.OutputNames];
        States = [.. _inputs.Skip(_inputs.Length - (_outputs.Length - 1)).Select(name =>
            new StepState([.. session.Session.InputMetadata[name].Dimensions.Select(size => size < 0 ? (long?)null : size)]))];
        ShortContexts = session.Session.ModelMetadata.CustomMetadataMap.TryGetValue(DecodingGraph.ShortContextsKey, out var contexts)
            ? [.. contexts.Split(',').Select(text => long.Parse(text, CultureInfo.InvariantCulture))]
            : [];
        ScoreType = TypeOf(session.Session.OutputMetadata[_outputs[0]]);
        StateType = _outputs.Length == 1 ? ScoreType : TypeOf(session.Session.OutputMetadata[_outputs[1]]);

        static ScalarType TypeOf(NodeMetadata tensor) =>
            tensor.ElementDataType == TensorElementType.Float16 ? ScalarType.Float16 : ScalarType.Float32;
    }

    public long Vocabulary { get; }

    public long? MaximumLength { get; }

    /// <summary>The lengths up to which LongRoPE takes a sequence for a short one.</summary>
    public IReadOnlyList<long> ShortContexts { get; }

    /// <summary>The element type of the scores.</summary>
    public ScalarType ScoreType { get; }

    /// <summary>The element type of the states.</summary>
    public ScalarType StateType { get; }

    /// <summary>The states; null in its sizes are the rows and the capacity.</summary>
    public IReadOnlyList<StepState> States { get; }

    /// <summary>Computes a step.</summary>
    /// <param name="ids">The ids <c>(B, T)</c>.</param>
    /// <param name="mask">1 for ids and 0 for padding, <c>(B, S)</c>.</param>
    /// <param name="from">The first position whose scores are wanted, <c>(1)</c>.</param>
    /// <param name="conditions">What the step takes over from the conditions.</param>
    /// <param name="scores">Receives the scores.</param>
    /// <param name="states">The states before the step.</param>
    /// <param name="next">Receive the states after the step; null for those that are written in place.</param>
    public void Run(
        Tensor ids, Tensor mask, Tensor from, IReadOnlyList<Tensor> conditions, Tensor scores, IReadOnlyList<OrtValue> states,
        IReadOnlyList<Tensor?> next)
    {
        using var views = new TensorViews();
        OrtValue[] inputs = [views.Of(ids), views.Of(mask), views.Of(from), .. conditions.Select(views.Of), .. states];
        OrtValue[] outputs = [views.Of(scores), .. next.Select((tensor, i) => tensor is null ? states[i] : views.Of(tensor))];
        _session.Run(_inputs, inputs, _outputs, outputs);
    }

    public void Dispose() => _session.Dispose();
}

/// <summary>The tensor of a layer that keeps a state.</summary>
/// <param name="Sizes">The sizes; null for the rows and the capacity.</param>
internal sealed record StepState(IReadOnlyList<long?> Sizes)
{
    /// <summary>
    /// Whether it is the state <c>(layers, B, H)</c> of a recurrent layer; otherwise it holds keys or values <c>(B, heads, S, d)</c>.
    /// </summary>
    public bool IsRecurrent => Sizes.Count == 3;

    /// <summary>The axis of the rows.</summary>
    public int RowAxis => IsRecurrent ? 1 : 0;
}
