using ModelGen.Generator.Arguments;
using ModelGen.Generator.Diagnostics;
using ModelGen.Generator.Kinds;
using ModelGen.Generator.Repairs;
using ModelGen.Generator.Shapes;

namespace ModelGen.Generator.Layers;

/// <summary>The channels of <c>(B, C, ...)</c>, and groups of them of the same size.</summary>
internal static class ChannelGroups
{
    /// <summary>The layer is given one tensor with a channel axis and so many axes or more.</summary>
    public static bool HasChannels(LayerContext context, int least)
    {
        if (!context.TakesOne())
        {
            return false;
        }

        var shape = context.Input.Shape;
        if (!shape.HasLeading && shape.Count >= least)
        {
            return true;
        }

        var axes = least == 2 ? "(B, C) or (B, C, spatial...)" : "(B, C, spatial...)";
        var repair = shape.HasLeading ? "declare every axis instead of \"...\""
            : shape.Count < 2 ? "give it a batch axis and a channel axis"
            : "give it spatial axes after the channels";
        context.Report(
            Descriptors.Rank, context.Use.Site, $"{context.Use} takes {axes}, but {context.Input.Describe()}: {repair}.", context.Input);
        return false;
    }

    /// <summary>The channels that the layer is given divide into the groups.</summary>
    /// <param name="context">The layer.</param>
    /// <param name="groups">The groups.</param>
    /// <param name="argument">The argument that gives them.</param>
    /// <param name="given">The channels that the layer gives, which must divide as well.</param>
    public static bool DivideInput(LayerContext context, Dim groups, SizeArgument argument, Dim? given = null) =>
        context.RequireDivides(groups, context.Input.Shape.Dims[1], () => $"{context.Use} needs channels that divide into {groups} groups",
            () => context.Report(
                Descriptors.Groups,
                context.At(argument),
                $"{context.Use} splits channels into {groups} groups, but {context.Input.Describe()} with {context.Input.Shape.Dims[1]} "
                    + $"channels, which do not divide by {groups}: {Advice(groups, context.Input.Shape.Dims[1])}.",
                context.Input,
                Repair.SetDivisor(context.Use, argument, groups, context.Input.Shape.Dims[1], given ?? context.Input.Shape.Dims[1])));

    /// <summary>The channels that it gives divide into the groups.</summary>
    public static bool DivideOutput(LayerContext context, Dim groups, Dim channels, SizeArgument argument) =>
        context.RequireDivides(groups, channels, () => $"{context.Use} needs channels that divide into {groups} groups",
            () => context.Report(
                Descriptors.Groups,
                context.At(argument),
                $"{context.Use} gives {channels} channels from {groups} groups, which do not divide: {Advice(groups, channels)}.",
                repairs: Repair.SetDivisor(context.Use, argument, groups, channels, context.Input.Shape.Dims[1])));

    private static string Advice(Dim groups, Dim channels)
    {
        if (!groups.TryGetConstant(out var divisor) || !channels.TryGetConstant(out var count))
        {
            return "let the channels be a multiple of the groups";
        }

        var common = System.Numerics.BigInteger.GreatestCommonDivisor(divisor, count);
        return $"choose a divisor of {count}" + (common.IsOne ? string.Empty : $" such as {common}");
    }
}
