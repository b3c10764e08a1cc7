using System.Collections.Generic;
using ModelGen.Generator.Arguments;
using ModelGen.Generator.Bind;
using ModelGen.Generator.Diagnostics;
using ModelGen.Generator.Kinds;
using ModelGen.Generator.Shapes;

namespace ModelGen.Generator.Layers;

internal sealed class PReluKind : LayerKind
{
    private static readonly SizeArgument NumParameters = new("NumParameters");
    private static readonly NumberArgument InitialSlope = new("InitialSlope", 0.25, NumberRange.Finite);

    public override string Name => "PRelu";

    public override IReadOnlyList<AttributeArgument> Arguments { get; } = [NumParameters, InitialSlope, .. CommonArguments.OfWeights];

    public override LayerTraits Traits => LayerTraits.Activation | LayerTraits.OneType;

    public override TimeFlow AlongTime(TimeContext context) => context.Elementwise();

    public override void Infer(LayerContext context)
    {
        var slopes = context.Find(NumParameters) ?? Dim.One;
        var slope = context.Get(InitialSlope);
        if (!context.TakesOne() || !Fits(context, slopes))
        {
            return;
        }

        var input = context.Input;
        var prelu = context.Module(
            "global::TorchSharp.Modules.PReLU",
            $"global::TorchSharp.torch.nn.PReLU({slopes}, {slope}, device: device, dtype: dtype)");
        context.Parameters(slopes);
        context.Output(input.Shape, ElementType.Float, $"{prelu}.call({input})");
    }

    // As in PyTorch the channels are axis 1.
    private static bool Fits(LayerContext context, Dim slopes)
    {
        var input = context.Input;
        if (slopes == Dim.One)
        {
            return true;
        }

        void Mismatch(string repair) => context.Report(
            Descriptors.Width,
            context.At(NumParameters),
            $"{context.Use} has one slope for each of {slopes} channels along axis 1, but {input.Describe()}: {repair}.",
            input);
        if (input.Shape.HasLeading || input.Shape.Count < 2)
        {
            Mismatch("leave NumParameters out for one slope");
            return false;
        }

        var channels = input.Shape.Dims[1];
        return context.RequireEqual(slopes, channels, () => $"{context.Use} needs {slopes} channels along axis 1",
            () => Mismatch($"set NumParameters = {channels}, or leave it out for one slope"));
    }
}
