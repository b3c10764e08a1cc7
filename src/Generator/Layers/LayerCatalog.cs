using System.Collections.Generic;
using System.Linq;
using ModelGen.Generator.Bind;
using ModelGen.Generator.Kinds;

namespace ModelGen.Generator.Layers;

/// <summary>Every kind of layer, by family. docs/recipes/add-a-layer.md lists what a new one needs.</summary>
internal static class LayerCatalog
{
    public static readonly IReadOnlyList<LayerKind> All =
    [
        // Dense
        new LinearKind(),
        new BilinearKind(),
        new EmbeddingKind(),
        new PositionEmbeddingKind(),
        new SinusoidalPositionsKind(),
        new LearnedTokensKind(),
        new TiedLinearKind(),

        // Recurrent
        .. RecurrentKind.Family,

        // Attention
        new MultiHeadAttentionKind(),
        new ScaledDotProductAttentionKind(),

        // Blocks
        .. FeedForwardKind.Family,
        .. TransformerLayerKind.Family,
        new BlockKind(),

        // Escape
        new ApplyKind(),
        new ModuleKind(),

        // Normalization
        new LayerNormKind(),
        .. ChannelNormKind.Family,
        new GroupNormKind(),
        new RmsNormKind(),
        new NormalizeKind(),
        new LocalResponseNormKind(),

        // Convolution
        new ConvKind(),
        new ConvTransposeKind(),
        new PadKind(),

        // Pooling
        .. PoolKind.Family,
        new AdaptiveAvgPoolKind(),
        new GlobalAvgPoolKind(),
        new UpsampleKind(),
        new PixelShuffleKind(),
        new AdaptiveMaxPoolKind(),

        // Activations
        .. ActivationKind.Family,
        .. SoftmaxKind.Family,
        new GluKind(),
        new PReluKind(),
        new SeluKind(),

        // Reshaping
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

        // Joining
        new ResidualKind(),
        .. ElementwiseKind.Family,
        new ConcatKind(),
        new StackStagesKind(),
        new MatMulKind(),
        new EinsumKind(),

        // Regularization
        new DropoutKind(),
        new Dropout2dKind(),
        new DropPathKind(),
    ];

    private static readonly Dictionary<string, LayerKind> ByName = All.ToDictionary(kind => kind.Name);

    /// <summary>The kind that a description is of.</summary>
    public static LayerKind Of(LayerDescription kind) => (LayerKind)kind;

    public static LayerKind? Find(string name) => ByName.TryGetValue(name, out var kind) ? kind : null;
}
