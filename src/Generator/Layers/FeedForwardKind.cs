using System.Collections.Immutable;
using ModelGen.Generator.Infer;
using ModelGen.Generator.Shapes;

namespace ModelGen.Generator.Layers;

/// <summary>The feed-forward part of a transformer, plain or gated.</summary>
internal sealed class FeedForwardKind : LayerKind
{
    public static readonly ImmutableArray<LayerKind> Family = ImmutableArray.Create<LayerKind>(
        new FeedForwardKind("FeedForward", widening: 1, activation: "Relu", bias: true),
        new FeedForwardKind("GatedFeedForward", widening: 2, activation: "Silu", bias: false));

    private readonly int _widening;
    private readonly string _activation;
    private readonly bool _bias;

    private FeedForwardKind(string name, int widening, string activation, bool bias)
    {
        Name = name;
        _widening = widening;
        _activation = activation;
        _bias = bias;
    }

    public override string Name { get; }

    public override TimeFlow AlongTime(TimeContext context) => context.OverLast();

    public override void Infer(LayerContext context)
    {
        var hidden = context.Dimension("hidden");
        var dropout = context.Share("Dropout", 0);
        var activation = context.Activation("Activation", _activation);
        if (hidden is null || dropout is null || activation is null || !context.TakesOne() || !context.RequireRankAtLeast(context.Input, 1, "..., D", "give it at least one axis"))
        {
            return;
        }

        var input = context.Input;
        var width = input.Shape.Last;
        var bias = context.Flag("Bias", _bias);
        var feedForward = context.Module(
            $"global::ModelGen.Layers.{Name}",
            $"new global::ModelGen.Layers.{Name}({width}, {hidden}, {activation}, dropout: {dropout}, bias: {bias}, device: device, dtype: dtype)");
        context.Parameters(((_widening + 1) * width * hidden) + (bias ? (_widening * hidden) + width : Dim.Zero));
        context.Output(input.Shape, ElementType.Float, $"{feedForward}.call({input})");
    }
}
