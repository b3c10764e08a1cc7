using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using ModelGen.Generator.Arguments;
using ModelGen.Generator.Bind;
using ModelGen.Generator.Diagnostics;
using ModelGen.Generator.Kinds;
using ModelGen.Generator.Repairs;
using ModelGen.Generator.Shapes;

namespace ModelGen.Generator.Layers;

internal sealed class PadKind : LayerKind
{
    private static readonly NumberArgument Value = new("Value", 0, NumberRange.Any);
    private static readonly ChoiceArgument Mode = new("Mode", "Zeros");
    private static readonly AxisSizesArgument PaddingSizes = new("padding", byDefault: 0, least: 0);
    private static readonly AxisSizesArgument Before = new("Before", byDefault: null, least: 0);
    private static readonly AxisSizesArgument After = new("After", byDefault: null, least: 0);

    public override string Name => "Pad";

    public override IReadOnlyList<AttributeArgument> Arguments { get; } = [PaddingSizes, Before, After, Mode, Value];

    public override LayerTraits Traits => LayerTraits.Spatial;

    public override void Infer(LayerContext context)
    {
        if (Spatial.Axes(context) is not { } axes
            || context.PerAxis(PaddingSizes, axes) is not { } both
            || context.PerAxis(Before, axes, otherwise: both) is not { } before
            || context.PerAxis(After, axes, otherwise: both) is not { } after)
        {
            return;
        }

        var padding = new Padding(before, after);
        var mode = context.Get(Mode);
        if (mode != Mode.Default && context.Has(Value))
        {
            context.Report(
                Descriptors.NoEffect,
                context.At(Value),
                $"{context.Use} pads with elements of the feature map, so Value has no effect: remove Value or Mode.",
                repairs: Repair.RemoveArgument(context.Use, Value));
        }

        if ((mode == Mode.Default || Spatial.RequireChannels(context)) && padding.Around(context, mode) is { } shape)
        {
            context.Windows = Enumerable.Range(0, axes)
                .Select(axis => new Window(1, 1, padding.Before[axis], padding.After[axis])).ToImmutableArray();
            context.Output(shape, ElementType.Float, $"{padding.Apply(context.Input, mode, context.Get(Value))}");
        }
    }
}
