using System.Collections.Generic;
using System.Linq;
using ModelGen.Generator.Bind;
using ModelGen.Generator.Kinds;

namespace ModelGen.Generator.Layers;

/// <summary>Every kind of layer. A new kind is one file in this folder, one attribute, and one line here.</summary>
internal static class LayerCatalog
{
    public static readonly IReadOnlyList<LayerKind> All =
    [
        // dense, lookup
        new LinearKind(),
        new BilinearKind(),
        new EmbeddingKind(),
        new PositionEmbeddingKind(),
        new SinusoidalPositionsKind(),
        new LearnedTokensKind(),
        new TiedLinearKind(),

        // recurrent
        .. RecurrentKind.Family,

        // attention
        new MultiHeadAttentionKind(),
        new ScaledDotProductAttentionKind(),

        // blocks
        .. FeedForwardKind.Family,
        .. TransformerLayerKind.Family,
        new BlockKind(),

        // escape
        new ApplyKind(),
        new ModuleKind(),

        // norms
        new LayerNormKind(),
        .. ChannelNormKind.Family,
        new GroupNormKind(),
        new RmsNormKind(),
        new NormalizeKind(),

        // convolution
        new ConvKind(),
        new ConvTransposeKind(),
        .. PoolKind.Family,
        new AdaptiveAvgPoolKind(),
        new GlobalAvgPoolKind(),
        new UpsampleKind(),
        new PixelShuffleKind(),
        new PadKind(),

        // activations
        .. ActivationKind.Family,
        .. SoftmaxKind.Family,
        new GluKind(),
        new PReluKind(),

        // shape
        new SelectKind(),
        new SliceKind(),
        .. ReductionKind.Family,
        new FlattenKind(),
        new ReshapeKind(),
        new PermuteKind(),
        new RearrangeKind(),
        new SqueezeKind(),
        new UnsqueezeKind(),
        new RepeatKind(),
        new ExpandKind(),
        new CastKind(),

        // joining
        new ResidualKind(),
        .. ElementwiseKind.Family,
        new ConcatKind(),
        new StackStagesKind(),
        new MatMulKind(),
        new EinsumKind(),

        // regularising
        new DropoutKind(),
        new Dropout2dKind(),
        new DropPathKind(),
    ];

    private static readonly Dictionary<string, LayerKind> ByName = All.ToDictionary(kind => kind.Name);

    /// <summary>The kind that a description is of.</summary>
    public static LayerKind Of(LayerDescription kind) => (LayerKind)kind;

    public static LayerKind? Find(string name) => ByName.TryGetValue(name, out var kind) ? kind : null;
}
