using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using ModelGen.Generator.Arguments;
using ModelGen.Generator.Bind;
using ModelGen.Generator.Diagnostics;
using ModelGen.Generator.Kinds;
using ModelGen.Generator.Repairs;
using ModelGen.Generator.Shapes;
using ModelGen.Generator.Signatures;

namespace ModelGen.Generator.Layers;

/// <summary>The norms with a mean and a variance per channel: one table row each.</summary>
internal sealed class ChannelNormKind : LayerKind
{
    private static readonly NumberOrSettingArgument Eps = new("Eps", 1e-5, SettingRange.Positive);
    private static readonly NumberArgument Momentum = new("Momentum", 0.1, NumberRange.Share);

    public static readonly ImmutableArray<LayerKind> Family = ImmutableArray.Create<LayerKind>(
        new ChannelNormKind("BatchNorm", isOverBatch: true),
        new ChannelNormKind("InstanceNorm", isOverBatch: false));

    private readonly bool _isOverBatch;
    private readonly FlagArgument _affine;
    private readonly FlagArgument _tracks;

    private ChannelNormKind(string name, bool isOverBatch)
    {
        Name = name;
        _isOverBatch = isOverBatch;
        _affine = new FlagArgument("Affine", byDefault: isOverBatch);
        _tracks = new FlagArgument("TrackRunningStats", byDefault: isOverBatch);
        Arguments = [Eps, Momentum, _affine, _tracks];
    }

    public override string Name { get; }

    public override IReadOnlyList<AttributeArgument> Arguments { get; }

    public override LayerTraits Traits => _isOverBatch ? LayerTraits.BatchNorm | LayerTraits.Spatial : LayerTraits.Spatial;

    // In evaluation mode BatchNorm uses its running mean.
    public override TimeFlow AlongTime(TimeContext context) => _isOverBatch && context.Get(_tracks)
        ? context.Elementwise()
        : new TimeFlow.NonCausal("takes the mean over all positions", "use LayerNorm or RmsNorm, which treat each position independently");

    public override void Infer(LayerContext context)
    {
        var eps = context.Get(Eps);
        var momentum = context.Get(Momentum);
        if (!ChannelGroups.HasChannels(context, _isOverBatch ? 2 : 3) || (!_isOverBatch && !VariesOverPositions(context)))
        {
            return;
        }

        var affine = context.Get(_affine);
        var tracks = context.Get(_tracks);
        if (context.Has(Momentum) && !tracks)
        {
            context.Report(
                Descriptors.NoEffect,
                context.At(Momentum),
                $"{context.Use} keeps no running mean, so Momentum has no effect: set TrackRunningStats = true, or leave Momentum out.",
                repairs: Repair.RemoveArgument(context.Use, Momentum));
        }

        // The running mean over no example cannot be updated.
        var input = context.Input;
        if (tracks && !_isOverBatch && !context.RequireItem(input, 0, "example"))
        {
            return;
        }

        var channels = input.Shape.Dims[1];
        var options = Code.Of(
            $"{(eps.Value == Eps.DefaultValue ? Code.Of($"") : Code.Of($", eps: {eps}"))}{(momentum == Momentum.DefaultValue
                ? Code.Of($"")
                : Code.Of($", momentum: {momentum}"))}");
        var flags = (affine == _isOverBatch ? string.Empty : $", affine: {(affine ? "true" : "false")}")
            + (tracks == _isOverBatch ? string.Empty : $", trackRunningStats: {(tracks ? "true" : "false")}");
        var norm = context.Module(
            $"global::ModelGen.Layers.{Name}Layer",
            $"new global::ModelGen.Layers.{Name}Layer({channels}{options}{flags}, device: device, dtype: "
                + $"dtype{(_isOverBatch ? $", name: {Literals.Of(context.FullName)}" : string.Empty)})");
        context.Parameters(affine ? 2 * channels : Dim.Zero);
        context.Output(input.Shape, ElementType.Float, $"{norm}.call({input})");
    }

    // A single value equals its mean, so the result is 0.
    private static bool VariesOverPositions(LayerContext context)
    {
        var positions = context.Input.Shape.Dims.Skip(Spatial.First).Aggregate(Dim.One, (product, dim) => product * dim);
        return context.RequireAtMost(
            2,
            positions,
            () => $"{context.Use} needs at least 2 spatial positions per channel",
            () => context.Report(
                Descriptors.EmptyFeatureMap,
                context.Use.Site,
                $"{context.Use} subtracts the mean of each channel, but {context.Input.Describe()} with one spatial position per channel, "
                    + "so every value would become 0: remove it, or shrink the feature map less before it.",
                context.Input));
    }
}
