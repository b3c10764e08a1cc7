using ModelGen;
using static TorchSharp.torch;

namespace Memory;

/// <summary>Two layers of a simple recurrent network (Elman 1990) with tanh.</summary>
[Model]
[Input("B", "T", "D")]
[Rnn("hidden", NumLayers = 2)]                       // (B, T, hidden)
public partial class RnnCore;

/// <summary>Two layers of a simple recurrent network with ReLU, whose states have no limit.</summary>
[Model]
[Input("B", "T", "D")]
[Rnn("hidden", NumLayers = 2, Nonlinearity = Nonlinearity.Relu)]
public partial class ReluCore;

/// <summary>Two layers of long short-term memory (Hochreiter and Schmidhuber 1997).</summary>
[Model]
[Input("B", "T", "D")]
[Lstm("hidden", NumLayers = 2)]
public partial class LstmCore;

/// <summary>Two layers of gated recurrent units (Cho et al. 2014).</summary>
[Model]
[Input("B", "T", "D")]
[Gru("hidden", NumLayers = 2)]
public partial class GruCore;

/// <summary>One Transformer block (Vaswani et al. 2017), whose positions see those before them.</summary>
[Model]
[Input("B", "T", "D")]
[SinusoidalPositions, TransformerEncoderLayer(4, "4*D", Dropout = 0, NormFirst = true, Causal = true)]
public partial class TransformerCore;

/// <summary>Recalls the first token of a sequence after the last one, with <see cref="RnnCore"/>.</summary>
[Model]
[Input("B", "T", Type = DType.Int64)]
[Embedding("tokens", "inputs"), Block<RnnCore>]      // (B, T, hidden)
[Select(Axis = 1, Index = -1), Linear("classes")]    // (B, classes)
public partial class RnnRecall : IRecallModel
{
    /// <inheritdoc/>
    public Tensor Embed(Tensor tokens) => _embedding.call(tokens);

    /// <inheritdoc/>
    public Tensor Read(Tensor vectors) => _block.call(vectors);
}

/// <summary>Recalls the first token of a sequence after the last one, with <see cref="ReluCore"/>.</summary>
[Model]
[Input("B", "T", Type = DType.Int64)]
[Embedding("tokens", "inputs"), Block<ReluCore>, Select(Axis = 1, Index = -1), Linear("classes")]
public partial class ReluRecall : IRecallModel
{
    /// <inheritdoc/>
    public Tensor Embed(Tensor tokens) => _embedding.call(tokens);

    /// <inheritdoc/>
    public Tensor Read(Tensor vectors) => _block.call(vectors);
}

/// <summary>Recalls the first token of a sequence after the last one, with <see cref="LstmCore"/>.</summary>
[Model]
[Input("B", "T", Type = DType.Int64)]
[Embedding("tokens", "inputs"), Block<LstmCore>, Select(Axis = 1, Index = -1), Linear("classes")]
public partial class LstmRecall : IRecallModel
{
    /// <inheritdoc/>
    public Tensor Embed(Tensor tokens) => _embedding.call(tokens);

    /// <inheritdoc/>
    public Tensor Read(Tensor vectors) => _block.call(vectors);
}

/// <summary>Recalls the first token of a sequence after the last one, with <see cref="GruCore"/>.</summary>
[Model]
[Input("B", "T", Type = DType.Int64)]
[Embedding("tokens", "inputs"), Block<GruCore>, Select(Axis = 1, Index = -1), Linear("classes")]
public partial class GruRecall : IRecallModel
{
    /// <inheritdoc/>
    public Tensor Embed(Tensor tokens) => _embedding.call(tokens);

    /// <inheritdoc/>
    public Tensor Read(Tensor vectors) => _block.call(vectors);
}

/// <summary>Recalls the first token of a sequence after the last one, with <see cref="TransformerCore"/>.</summary>
[Model]
[Input("B", "T", Type = DType.Int64)]
[Embedding("tokens", "inputs"), Block<TransformerCore>, Select(Axis = 1, Index = -1), Linear("classes")]
public partial class TransformerRecall : IRecallModel
{
    /// <inheritdoc/>
    public Tensor Embed(Tensor tokens) => _embedding.call(tokens);

    /// <inheritdoc/>
    public Tensor Read(Tensor vectors) => _block.call(vectors);
}

/// <summary>The two parts of a model between which gradients are measured.</summary>
public interface IRecallModel
{
    /// <summary>Converts tokens <c>(B, T)</c> to vectors <c>(B, T, inputs)</c>.</summary>
    Tensor Embed(Tensor tokens);

    /// <summary>Reads vectors <c>(B, T, inputs)</c> and returns the output of each step, <c>(B, T, hidden)</c>.</summary>
    Tensor Read(Tensor vectors);
}
