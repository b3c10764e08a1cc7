using System.Collections.Generic;
using System.Linq;
using ModelGen.Onnx.Graph;
using DataType = ModelGen.Onnx.Schema.TensorProto.Types.DataType;

namespace ModelGen.Onnx.Scopes;

/// <summary>
/// The step of a decoding that a graph computes: the positions of the next ids, and the states that layers keep from step to step.
/// Sequences of different lengths are padded on the left. A slot is an index into the padded sequence.
/// </summary>
internal sealed class DecodingStep
{
    /// <summary>The name of the input that marks padding, in all models that run in ONNX Runtime GenAI.</summary>
    public const string MaskName = "attention_mask";

    /// <summary>The name of the input with the first position whose scores are wanted: 0, or -1 for the last.</summary>
    public const string ScoresFromName = "scores_from";

    private readonly GraphBuilder _graph;
    private readonly List<StateTensor> _states = [];
    private readonly long? _rows;

    /// <summary>Creates the step.</summary>
    /// <param name="graph">Where its nodes are added.</param>
    /// <param name="ids">The next ids <c>(B, T)</c> of Int64.</param>
    /// <param name="mask">1 for an id and 0 for padding, <c>(B, S)</c> of Int64: all slots, these ids the last of them.</param>
    /// <param name="scoresFrom">The first position of the step whose scores are wanted, <c>(1)</c> of Int64; null for all.</param>
    public DecodingStep(GraphBuilder graph, Value ids, Value mask, Value? scoresFrom)
    {
        (_graph, ScoresFrom, _rows) = (graph, scoresFrom, ids.Sizes[0]);
        Length = graph.SizeOf(mask, 1);
        var first = graph.Subtract(Length, graph.SizeOf(ids, 1));
        var counted = graph.Node("CumSum", [mask, graph.Integer(1)], DataType.Int64, mask.Sizes);
        var indices = graph.Add(graph.Slice(counted, 1, first), graph.Integer(-1));
        Positions = graph.Binary("Max", indices, graph.Integer(0));
        IsFirst = graph.Compare("Equal", graph.Slice(Positions, 1, 0, 1), graph.Integer(0));
        KeySlots = graph.Range(Length);
        QuerySlots = graph.Slice(KeySlots, 0, first);
        IsId = graph.Cast(mask, DataType.Bool);
        var lastSlot = graph.Cast(graph.Subtract(Length, 1) is { Tensor: { } tensor } ? tensor : graph.Integers(0), DataType.Int32);
        Last = graph.Expand(lastSlot, graph.SizeOf(ids, 0));
        Total = graph.Cast(graph.Scalar(Length), DataType.Int32);
    }

    /// <summary>The number of slots S, with those of this step.</summary>
    public Size Length { get; }

    /// <summary>The position of each id in its own sequence, <c>(B, T)</c> of Int64; 0 for padding.</summary>
    public Value Positions { get; }

    /// <summary>Whether a sequence has no id before this step, <c>(B, 1)</c> of Bool.</summary>
    public Value IsFirst { get; }

    /// <summary>The slots of all keys, <c>(S)</c> of Int64.</summary>
    public Value KeySlots { get; }

    /// <summary>The slots of this step, <c>(T)</c> of Int64.</summary>
    public Value QuerySlots { get; }

    /// <summary>Whether a slot is no padding, <c>(B, S)</c> of Bool.</summary>
    public Value IsId { get; }

    /// <summary>The last slot, <c>(B)</c> of Int32.</summary>
    public Value Last { get; }

    /// <summary>The number of slots as an Int32 without axes.</summary>
    public Value Total { get; }

    /// <summary>The first position of the step whose scores are wanted, <c>(1)</c> of Int64; null for all.</summary>
    public Value? ScoresFrom { get; }

    /// <summary>The lengths up to which LongRoPE takes a sequence for a short one, of all layers that use it.</summary>
    public SortedSet<long> ShortContexts { get; } = [];

    /// <summary>The states, in the order of their layers.</summary>
    public IReadOnlyList<StateTensor> States => _states;

    /// <summary>The keys and values of the earlier positions for one more attention layer, <c>(B, heads, capacity, d)</c>.</summary>
    public (Value Keys, Value Values) KeysAndValues(long heads, long headDim)
    {
        var layer = _states.Count(state => state.Kind == StateKind.Keys);
        return (Add(StateKind.Keys, layer, "key"), Add(StateKind.Values, layer, "value"));

        Value Add(StateKind kind, int layer, string name) => this.Add(new StateTensor(
            kind, $"past_key_values.{layer}.{name}", $"present.{layer}.{name}",
            new Value(string.Empty, _graph.Floats, [_rows, heads, null, headDim])));
    }

    /// <summary>The state <c>(layers, B, H)</c> of one more recurrent layer; 0 for a sequence without earlier positions.</summary>
    /// <param name="layer">The path of the layer.</param>
    /// <param name="name">The name of the state: <c>h</c>, <c>c</c>.</param>
    /// <param name="layers">The number of stacked layers.</param>
    /// <param name="hidden">The number of hidden units.</param>
    /// <param name="initial">The state before the first position; null for 0.</param>
    public Value Recurrent(string layer, string name, long layers, long hidden, Value? initial)
    {
        var past = Add(new StateTensor(
            StateKind.Recurrent, $"past.{layer}.{name}", $"present.{layer}.{name}",
            new Value(string.Empty, _graph.Floats, [layers, _rows, hidden])));
        return _graph.Where(_graph.Unsqueeze(IsFirst, 0), initial ?? _graph.Number(0), past);
    }

    /// <summary>Keeps the states of a layer after the step.</summary>
    /// <param name="present">The states, in the order in which they were added, the last ones so far.</param>
    public void Keep(params Value[] present)
    {
        for (var i = 0; i < present.Length; i++)
        {
            var place = _states.Count - present.Length + i;
            _states[place] = _states[place] with { After = present[i] };
        }
    }

    private Value Add(StateTensor state)
    {
        // A block that runs several times has a state for each run.
        var (past, present) = (_graph.Unique(state.Past), _graph.Unique(state.Present));
        var named = state with { Past = past, Present = present, Before = state.Before with { Name = past } };
        _states.Add(named);
        return named.Before;
    }
}

/// <summary>What a state holds.</summary>
internal enum StateKind
{
    /// <summary>The keys of an attention layer, <c>(B, heads, capacity, d)</c>.</summary>
    Keys,

    /// <summary>The values of an attention layer, of the same shape.</summary>
    Values,

    /// <summary>The hidden or cell state of a recurrent layer, <c>(layers, B, H)</c>.</summary>
    Recurrent,
}

/// <summary>A tensor that a layer keeps from step to step.</summary>
/// <param name="Kind">What it holds.</param>
/// <param name="Past">The name of the input.</param>
/// <param name="Present">The name of the output.</param>
/// <param name="Before">The input.</param>
internal sealed record StateTensor(StateKind Kind, string Past, string Present, Value Before)
{
    /// <summary>The output; null until its layer is exported.</summary>
    public Value? After { get; init; }
}
