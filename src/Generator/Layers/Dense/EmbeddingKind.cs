using System.Collections.Generic;
using Microsoft.CodeAnalysis.CSharp;
using ModelGen.Generator.Arguments;
using ModelGen.Generator.Bind;
using ModelGen.Generator.Diagnostics;
using ModelGen.Generator.Kinds;
using ModelGen.Generator.Shapes;

namespace ModelGen.Generator.Layers;

internal sealed class EmbeddingKind : LayerKind
{
    private static readonly FlagArgument CheckIds = new("CheckIds", byDefault: false);
    private static readonly IntegerArgument PaddingIndex = new("PaddingIndex", -1);

    public override string Name => "Embedding";

    public override IReadOnlyList<AttributeArgument> Arguments { get; } =
        [CommonArguments.Vocabulary, CommonArguments.Features, PaddingIndex, CheckIds, .. CommonArguments.OfWeights];

    public override LayerTraits Traits => LayerTraits.FeaturesLast | LayerTraits.OneType | LayerTraits.Embeds;

    public override TimeFlow AlongTime(TimeContext context) => new TimeFlow.Pointwise(context.Axis + 1);

    public override void Infer(LayerContext context)
    {
        var vocabulary = context.Get(CommonArguments.Vocabulary);
        var features = context.Get(CommonArguments.Features);
        var padding = context.Get(PaddingIndex);
        if (!context.TakesOne(ElementType.Int64))
        {
            return;
        }

        if (vocabulary.TryGetConstant(out var ids) && padding >= ids)
        {
            context.Report(
                Descriptors.BadArgument,
                context.At(PaddingIndex),
                $"{context.Use} has ids 0 to {ids - 1}, so {padding} cannot be its PaddingIndex: choose an id below {ids}.");
            return;
        }

        var input = context.Input;
        var paddingIndex = padding < 0 ? "null" : padding.ToString(System.Globalization.CultureInfo.InvariantCulture);
        // The vector of a padding id stays zero, as PyTorch makes it.
        context.InitializeOptions = padding < 0 ? Code.Of($"") : Code.Of($", {padding}");
        var embedding = context.Module(
            "global::TorchSharp.Modules.Embedding",
            $"global::TorchSharp.torch.nn.Embedding({vocabulary}, {features}, padding_idx: {paddingIndex}, device: device, dtype: dtype)");
        context.Parameters(vocabulary * features);
        var shape = new Shape(input.Shape.HasLeading, [.. input.Shape.Dims, features]);
        var name = input.Input is { } declared ? Literals.Of(declared.Name) : "null";
        var place = Code.Of($"{vocabulary}, \"{context.ModelName}\", \"{context.Layer.Path}\", {name}");
        context.Output(shape, ElementType.Float, context.Get(CheckIds)
            ? $"{embedding}.call(global::ModelGen.Guard.Ids({input}, {place}))"
            : (CodeText)$"global::ModelGen.Layers.Lookup.Embedding({embedding}, {input}, {place})");
    }
}
