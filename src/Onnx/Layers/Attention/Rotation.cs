using ModelGen.Layers;
using ModelGen.Onnx.Graph;
using ModelGen.Onnx.Scopes;

namespace ModelGen.Onnx.Layers;

/// <summary>Rotary positions: rotates pairs of features of queries and keys by angles that grow with the position.</summary>
internal sealed class Rotation
{
    private readonly GraphBuilder _graph;
    private readonly Value _sine;
    private readonly Value _cosine;
    private readonly Value? _positions;
    private readonly long _rotated;
    private readonly bool _isInterleaved;

    /// <summary>Computes the angles.</summary>
    /// <param name="graph">Where the nodes are added.</param>
    /// <param name="options">The options.</param>
    /// <param name="headDim">The features of a head.</param>
    /// <param name="x">The input of the attention <c>(B, T, D)</c>.</param>
    /// <param name="step">The step of a decoding that <paramref name="x"/> belongs to; null for a whole sequence.</param>
    public Rotation(GraphBuilder graph, RotaryOptions options, long headDim, Value x, DecodingStep? step)
    {
        _graph = graph;
        _rotated = options.Dim ?? headDim;
        _isInterleaved = options.Style == RotaryStyle.Interleaved;
        var length = step?.Length ?? graph.SizeOf(x, 1);
        var positions = step?.Positions ?? graph.Range(length);
        (_sine, _cosine) = Positions.SineAndCosine(graph, positions, Turns(options, length));
        if (options.Magnitude() is var magnitude and not 1)
        {
            (_sine, _cosine) = (graph.Multiply(_sine, magnitude), graph.Multiply(_cosine, magnitude));
        }

        if (step is not null)
        {
            if (options.LongFactors is not null)
            {
                step.ShortContexts.Add(options.Context);
            }

            // (B, T, F) beside (B, T, heads, d)
            (_sine, _cosine) = (graph.Unsqueeze(_sine, 2), graph.Unsqueeze(_cosine, 2));
            return;
        }

        _positions = graph.HasAttention ? graph.Expand(graph.Unsqueeze(positions, 0), graph.SizeOf(x, 0), 1) : null;
    }

    /// <summary>The options of a layer; null if it does not rotate.</summary>
    public static RotaryOptions? OptionsOf(LayerContext layer)
    {
        if (layer.Rotary("Rotary") is { } setting)
        {
            return setting;
        }

        return !layer.Flag("Rotary", false) ? null : new RotaryOptions
        {
            Base = layer.Number("RotaryBase", 10000),
            Dim = layer.Has("RotaryDim") ? layer.Constant("RotaryDim") : null,
            Style = layer.Choice("RotaryStyle", RotaryStyle.Halves),
            Scaling = layer.Choice("RotaryScaling", RotaryScaling.None),
            Factor = layer.Number("RotaryFactor", 1),
            Context = layer.Integer("RotaryContext", 1),
            LowFrequency = layer.Number("RotaryLowFrequency", 1),
            HighFrequency = layer.Number("RotaryHighFrequency", 4),
            BetaFast = layer.Number("RotaryBetaFast", 32),
            BetaSlow = layer.Number("RotaryBetaSlow", 1),
            AttentionFactor = layer.Has("RotaryAttentionFactor") ? layer.Number("RotaryAttentionFactor", 1) : null,
        };
    }

    /// <summary>Rotates <c>(B, T, heads*d)</c> by the operator of version 23.</summary>
    public Value ApplyOperator(Value x, long heads) =>
        _graph.RotaryEmbedding(x, _cosine, _sine, _positions!, heads, _rotated, _isInterleaved);

    /// <summary>Rotates <c>(B, heads, T, d)</c>; in the step of a decoding <c>(B, T, heads, d)</c>.</summary>
    public Value Apply(Value x)
    {
        var (half, rest) = (_rotated / 2, x.Sizes[^1]!.Value - _rotated);
        var turned = _isInterleaved ? Interleaved(x) : Halves(_graph.Split(x, -1, rest == 0 ? [half, half] : [half, half, rest]));
        return rest == 0 || !_isInterleaved ? turned : _graph.Concat(-1, turned, _graph.Slice(x, -1, _rotated));
    }

    private Value Halves(Value[] parts)
    {
        var (start, end) = Turned(parts[0], parts[1]);
        return _graph.Concat(-1, [start, end, .. parts[2..]]);
    }

    private Value Interleaved(Value x)
    {
        var (even, odd) = Turned(_graph.Slice(x, -1, 0, _rotated, 2), _graph.Slice(x, -1, 1, _rotated, 2));
        var pairs = _graph.Concat(-1, _graph.Unsqueeze(even, -1), _graph.Unsqueeze(odd, -1));
        return _graph.Reshape(pairs, Size.Same, Size.Same, Size.Same, _rotated);
    }

    private (Value X, Value Y) Turned(Value x, Value y) => (
        _graph.Subtract(_graph.Multiply(x, _cosine), _graph.Multiply(y, _sine)),
        _graph.Add(_graph.Multiply(y, _cosine), _graph.Multiply(x, _sine)));

    // LongRoPE has other angles for sequences beyond its context.
    private Value Turns(RotaryOptions options, Size length)
    {
        var shorter = Positions.Turns(_graph, options.Frequencies(_rotated, options.ShortFactors));
        if (options.LongFactors is not { } factors)
        {
            return shorter;
        }

        var isLong = _graph.Compare("Greater", _graph.Vector(length), _graph.Integers(options.Context));
        return _graph.Where(isLong, Positions.Turns(_graph, options.Frequencies(_rotated, factors)), shorter);
    }
}
