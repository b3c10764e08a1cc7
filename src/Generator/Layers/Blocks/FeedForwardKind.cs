using System.Collections.Generic;
using System.Collections.Immutable;
using ModelGen.Generator.Arguments;
using ModelGen.Generator.Bind;
using ModelGen.Generator.Kinds;
using ModelGen.Generator.Shapes;
using ModelGen.Generator.Signatures;

namespace ModelGen.Generator.Layers;

/// <summary>The feed-forward part of a transformer, plain or gated.</summary>
internal sealed class FeedForwardKind : LayerKind
{
    private static readonly NumberOrSettingArgument Dropout = new("Dropout", 0, SettingRange.Share);

    public static readonly ImmutableArray<LayerKind> Family = ImmutableArray.Create<LayerKind>(
        new FeedForwardKind("FeedForward", inner: ["linear1"], outer: "linear2", activation: "Relu", bias: true),
        new FeedForwardKind("GatedFeedForward", inner: ["gate", "up"], outer: "down", activation: "Silu", bias: false));

    // The linear layers to the hidden features, and the one back.
    private readonly string[] _inner;
    private readonly string _outer;
    private readonly ActivationArgument _activation;
    private readonly FlagArgument _bias;

    private FeedForwardKind(string name, string[] inner, string outer, string activation, bool bias)
    {
        Name = name;
        _inner = inner;
        _outer = outer;
        _activation = new ActivationArgument("Activation", activation);
        _bias = new FlagArgument("Bias", bias);
        Arguments = [CommonArguments.Hidden, Dropout, _activation, _bias, .. CommonArguments.OfWeights];
    }

    public override string Name { get; }

    public override IReadOnlyList<AttributeArgument> Arguments { get; }

    public override LayerTraits Traits => LayerTraits.OneType | LayerTraits.Pointwise;

    public override TimeFlow AlongTime(TimeContext context) => context.OverLast();

    public override void Infer(LayerContext context)
    {
        var hidden = context.Get(CommonArguments.Hidden);
        var dropout = context.Get(Dropout);
        var activation = context.Get(_activation);
        if (!context.TakesOne() || !context.RequireRankAtLeast(context.Input, 1, "..., D", "give it at least one axis"))
        {
            return;
        }

        var input = context.Input;
        var width = input.Shape.Last;
        var bias = context.Get(_bias);
        var feedForward = context.Module(
            $"global::ModelGen.Layers.{Name}",
            $"new global::ModelGen.Layers.{Name}({width}, {hidden}, {activation}, dropout: {dropout}, bias: "
                + $"{bias}, device: device, dtype: dtype)");
        context.Parameters(((_inner.Length + 1) * width * hidden) + (bias ? (_inner.Length * hidden) + width : Dim.Zero));
        foreach (var name in _inner)
        {
            context.Projection(name, width, hidden);
        }

        context.Projection(_outer, hidden, width);
        context.Output(input.Shape, ElementType.Float, $"{feedForward}.call({input})");
    }
}
