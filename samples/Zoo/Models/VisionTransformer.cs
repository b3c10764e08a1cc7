using ModelGen;

namespace Zoo;

/// <summary>ViT-B/16 (Dosovitskiy et al. 2020): an image as a sequence of patches of 16x16 after a class token.</summary>
[Model]
[Dim("heads", Default = 12)]
[Dim("D", Default = 768, MultipleOf = "heads")]
[Dim("depth", Default = 12)]
[Input("B", 3, 224, 224)]
[Conv("D", Kernel = 16, Stride = 16), Flatten(StartAxis = 2), Permute(0, 2, 1)]    // (B, 196, D)
[LearnedTokens(1), PositionEmbedding(197, Init = Init.Normal)]                     // (B, 197, D)
[Block<VisionTransformerLayer>("depth")]
[LayerNorm(Eps = 1e-6), Select(Axis = 1, Index = 0), Linear(1000)]
[Output("B", 1000)]
public partial class VisionTransformer;

/// <summary>A pre-LN transformer layer.</summary>
[Model]
[Dim("D", MultipleOf = "heads")]
[Input("B", "T", "D")]
[TransformerEncoderLayer("heads", "4*D", NormFirst = true, Activation = Activation.Gelu, Dropout = 0, Eps = 1e-6)]
public partial class VisionTransformerLayer;
