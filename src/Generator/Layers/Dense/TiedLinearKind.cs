using System.Collections.Generic;
using System.Linq;
using ModelGen.Generator.Arguments;
using ModelGen.Generator.Bind;
using ModelGen.Generator.Diagnostics;
using ModelGen.Generator.Kinds;
using ModelGen.Generator.Repairs;
using ModelGen.Generator.Shapes;

namespace ModelGen.Generator.Layers;

internal sealed class TiedLinearKind : LayerKind
{
    private static readonly FlagArgument Bias = new("Bias", byDefault: false);
    private static readonly TensorArgument Embedding = new("embedding") { IsOfWeights = true };

    public override string Name => "TiedLinear";

    public override IReadOnlyList<AttributeArgument> Arguments { get; } = [Embedding, Bias];

    public override LayerTraits Traits => LayerTraits.OneType;

    public override TimeFlow AlongTime(TimeContext context) => context.OverLast();

    public override void Infer(LayerContext context)
    {
        if (context.Layer.References.Of(Embedding) is not [var named, ..])
        {
            context.Report(Descriptors.UnknownStage, context.At(Embedding),
                $"{context.Use} shares the weight of an Embedding, so it must name one.");
            return;
        }

        // A name that does not resolve was reported.
        if (named is not { } reference)
        {
            return;
        }

        if (reference.Layer?.Kind is not EmbeddingKind || context.ModuleOf(reference.Layer) is not { } embedding)
        {
            var isUnknown = reference.Layer?.Kind is EmbeddingKind;
            if (!isUnknown)
            {
                var example = context.StageOf(reference)?.Layers.FirstOrDefault(layer => layer.Kind is EmbeddingKind)?.Path
                    ?? "stage.embedding";
                context.Report(
                    Descriptors.UnknownStage,
                    context.At(Embedding),
                    $"{context.Use} shares the weight of an Embedding, so it must name one: write TiedLinear(\"{example}\").");
            }

            return;
        }

        if (!context.TakesOne() || !context.RequireRankAtLeast(context.Input, 1, "..., D", "give it at least one axis"))
        {
            return;
        }

        var input = context.Input;
        var vocabulary = reference.Layer.Arguments.Get(CommonArguments.Vocabulary)!;
        var width = reference.Layer.Arguments.Get(CommonArguments.Features)!;
        var fits = context.RequireEqual(width, input.Shape.Last, () => $"{context.Use} needs the {width} features of {reference.Layer.Use}",
            () => context.Report(
                Descriptors.Width,
                context.Use.Site,
                $"{context.Use} needs the {width} features of {reference.Layer.Use}, but {input.Describe()}: "
                    + $"put Linear({width}) before it, or make the embedding {input.Shape.Last} wide.",
                input,
                Repair.InsertBefore(context.Use, $"Linear({Repair.Written(width)})"),
                Repair.Set(reference.Layer.Use, CommonArguments.Features, input.Shape.Last)));
        if (!fits)
        {
            return;
        }

        CheckVariance(context, reference.Layer, vocabulary, width);
        if (!context.Get(Bias))
        {
            context.Output(input.Shape.WithLast(vocabulary), ElementType.Float,
                $"global::ModelGen.Layers.TiedLinear.Apply({input}, {embedding.Field})");
            return;
        }

        var biased = context.Module(
            "global::ModelGen.Layers.TiedLinear",
            $"new global::ModelGen.Layers.TiedLinear({vocabulary}, device, dtype, {Literals.Of(context.FullName)})");
        context.Parameters(vocabulary);
        context.Output(input.Shape.WithLast(vocabulary), ElementType.Float, $"{biased}.call({input}, {embedding.Field})");
    }

    // PyTorch draws embeddings from N(0, 1), and a product of D such weights with normalized features has a standard deviation of sqrt(D).
    private static void CheckVariance(LayerContext context, BoundLayer embedding, Dim vocabulary, Dim width)
    {
        while (embedding.References.First(CommonArguments.Shared) is { } other
            && (other.Layer ?? other.Stage?.Layers.FirstOrDefault(layer => layer.Kind == embedding.Kind)) is { } owner
            && owner != embedding)
        {
            embedding = owner;
        }

        // Initialize may set the weights, and a method of the user may scale the features, as T5 does.
        var isOwn = context.Declaration.PlainMethods.Contains("Initialize")
            || context.Input.Producer?.Kind.Traits.Has(LayerTraits.OwnCode) == true;
        if (isOwn || !LayerContext.HasDefaultWeights(embedding))
        {
            return;
        }

        context.ReportAbout(
            Descriptors.TiedUnitVariance,
            embedding.Use.Site,
            $"{embedding.Use} starts with weights of N(0, 1), which {context.Use}{{line}} uses for the scores of {vocabulary} classes: "
                + $"they begin with a standard deviation of about sqrt({width}), and the loss far above ln({vocabulary}). "
                + "Set Init = Init.Normal, whose InitStd is 0.02.",
            context.Use.Site,
            Repair.Set(embedding.Use, CommonArguments.Init, "Init.Normal"));
    }
}
