namespace ModelGen.Models;

/// <summary>A layer of BERT: attention over all that is not padding and two linear layers, each followed by its norm (post-LN).</summary>
[Model]
[Dim("D", MultipleOf = "heads")]
public partial class BertLayer
{
    [Input("B", "T", "D")]
    private Stage x;

    /// <summary>True for keys to ignore.</summary>
    [Input("B", "T", Type = DType.Bool, Optional = true)]
    private Stage padding;

    [From(nameof(x))]
    [TransformerEncoderLayer("heads", "hidden", Activation = Activation.Gelu, Eps = 1e-12, KeyPaddingMask = nameof(padding), InitStd = 0.02, Init = Init.Normal)]
    private Stage layer;
}
