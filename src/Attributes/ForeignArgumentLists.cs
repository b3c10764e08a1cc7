using System.ComponentModel;

namespace ModelGen;

// The argument lists of the PyTorch and Keras layers with the same names. Without these constructors the compiler would reject such a list
// before the analyzer could report how to write it here (MG0029). Editors hide them.

public sealed partial class LayerNormAttribute
{
    /// <summary>An argument list of another library; MG0029 reports the equivalent.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public LayerNormAttribute(params object?[] arguments) : this()
    {
    }
}

public sealed partial class BatchNormAttribute
{
    /// <summary>An argument list of another library; MG0029 reports the equivalent.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public BatchNormAttribute(params object?[] arguments) : this()
    {
    }
}

public sealed partial class InstanceNormAttribute
{
    /// <summary>An argument list of another library; MG0029 reports the equivalent.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public InstanceNormAttribute(params object?[] arguments) : this()
    {
    }
}

public sealed partial class RmsNormAttribute
{
    /// <summary>An argument list of another library; MG0029 reports the equivalent.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public RmsNormAttribute(params object?[] arguments) : this()
    {
    }
}

public sealed partial class SoftmaxAttribute
{
    /// <summary>An argument list of another library; MG0029 reports the equivalent.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public SoftmaxAttribute(params object?[] arguments) : this()
    {
    }
}

public sealed partial class LogSoftmaxAttribute
{
    /// <summary>An argument list of another library; MG0029 reports the equivalent.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public LogSoftmaxAttribute(params object?[] arguments) : this()
    {
    }
}

public sealed partial class GluAttribute
{
    /// <summary>An argument list of another library; MG0029 reports the equivalent.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public GluAttribute(params object?[] arguments) : this()
    {
    }
}

public sealed partial class ReluAttribute
{
    /// <summary>An argument list of another library; MG0029 reports the equivalent.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public ReluAttribute(params object?[] arguments) : this()
    {
    }
}

public sealed partial class Relu6Attribute
{
    /// <summary>An argument list of another library; MG0029 reports the equivalent.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public Relu6Attribute(params object?[] arguments) : this()
    {
    }
}

public sealed partial class SiluAttribute
{
    /// <summary>An argument list of another library; MG0029 reports the equivalent.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public SiluAttribute(params object?[] arguments) : this()
    {
    }
}

public sealed partial class MishAttribute
{
    /// <summary>An argument list of another library; MG0029 reports the equivalent.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public MishAttribute(params object?[] arguments) : this()
    {
    }
}

public sealed partial class HardswishAttribute
{
    /// <summary>An argument list of another library; MG0029 reports the equivalent.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public HardswishAttribute(params object?[] arguments) : this()
    {
    }
}

public sealed partial class GeluAttribute
{
    /// <summary>An argument list of another library; MG0029 reports the equivalent.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public GeluAttribute(params object?[] arguments) : this()
    {
    }
}

public sealed partial class LeakyReluAttribute
{
    /// <summary>An argument list of another library; MG0029 reports the equivalent.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public LeakyReluAttribute(params object?[] arguments) : this()
    {
    }
}

public sealed partial class EluAttribute
{
    /// <summary>An argument list of another library; MG0029 reports the equivalent.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public EluAttribute(params object?[] arguments) : this()
    {
    }
}

public sealed partial class SoftplusAttribute
{
    /// <summary>An argument list of another library; MG0029 reports the equivalent.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public SoftplusAttribute(params object?[] arguments) : this()
    {
    }
}

public sealed partial class PReluAttribute
{
    /// <summary>An argument list of another library; MG0029 reports the equivalent.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public PReluAttribute(params object?[] arguments) : this()
    {
    }
}

public sealed partial class FlattenAttribute
{
    /// <summary>An argument list of another library; MG0029 reports the equivalent.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public FlattenAttribute(params object?[] arguments) : this()
    {
    }
}

public sealed partial class SelectAttribute
{
    /// <summary>An argument list of another library; MG0029 reports the equivalent.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public SelectAttribute(params object?[] arguments) : this()
    {
    }
}

public sealed partial class MeanAttribute
{
    /// <summary>An argument list of another library; MG0029 reports the equivalent.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public MeanAttribute(params object?[] arguments) : this()
    {
    }
}

public sealed partial class SumAttribute
{
    /// <summary>An argument list of another library; MG0029 reports the equivalent.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public SumAttribute(params object?[] arguments) : this()
    {
    }
}

public sealed partial class MaxAttribute
{
    /// <summary>An argument list of another library; MG0029 reports the equivalent.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public MaxAttribute(params object?[] arguments) : this()
    {
    }
}

public sealed partial class SliceAttribute
{
    /// <summary>An argument list of another library; MG0029 reports the equivalent.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public SliceAttribute(params object?[] arguments) : this()
    {
    }
}

public sealed partial class SinusoidalPositionsAttribute
{
    /// <summary>An argument list of another library; MG0029 reports the equivalent.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public SinusoidalPositionsAttribute(params object?[] arguments) : this()
    {
    }
}

public sealed partial class LinearAttribute
{
    /// <summary>An argument list of another library; MG0029 reports the equivalent.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public LinearAttribute(params object?[] arguments) : this((object)arguments)
    {
    }
}

public sealed partial class ConvAttribute
{
    /// <summary>An argument list of another library; MG0029 reports the equivalent.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public ConvAttribute(params object?[] arguments) : this((object)arguments)
    {
    }
}

public sealed partial class ConvTransposeAttribute
{
    /// <summary>An argument list of another library; MG0029 reports the equivalent.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public ConvTransposeAttribute(params object?[] arguments) : this((object)arguments)
    {
    }
}

public sealed partial class LstmAttribute
{
    /// <summary>An argument list of another library; MG0029 reports the equivalent.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public LstmAttribute(params object?[] arguments) : this((object)arguments)
    {
    }
}

public sealed partial class GruAttribute
{
    /// <summary>An argument list of another library; MG0029 reports the equivalent.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public GruAttribute(params object?[] arguments) : this((object)arguments)
    {
    }
}

public sealed partial class RnnAttribute
{
    /// <summary>An argument list of another library; MG0029 reports the equivalent.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public RnnAttribute(params object?[] arguments) : this((object)arguments)
    {
    }
}

public sealed partial class MultiHeadAttentionAttribute
{
    /// <summary>An argument list of another library; MG0029 reports the equivalent.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public MultiHeadAttentionAttribute(params object?[] arguments) : this((object)arguments)
    {
    }
}

public sealed partial class GroupNormAttribute
{
    /// <summary>An argument list of another library; MG0029 reports the equivalent.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public GroupNormAttribute(params object?[] arguments) : this((object)arguments)
    {
    }
}

public sealed partial class FeedForwardAttribute
{
    /// <summary>An argument list of another library; MG0029 reports the equivalent.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public FeedForwardAttribute(params object?[] arguments) : this((object)arguments)
    {
    }
}

public sealed partial class GatedFeedForwardAttribute
{
    /// <summary>An argument list of another library; MG0029 reports the equivalent.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public GatedFeedForwardAttribute(params object?[] arguments) : this((object)arguments)
    {
    }
}

public sealed partial class PositionEmbeddingAttribute
{
    /// <summary>An argument list of another library; MG0029 reports the equivalent.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public PositionEmbeddingAttribute(params object?[] arguments) : this((object)arguments)
    {
    }
}

public sealed partial class LearnedTokensAttribute
{
    /// <summary>An argument list of another library; MG0029 reports the equivalent.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public LearnedTokensAttribute(params object?[] arguments) : this((object)arguments)
    {
    }
}

public sealed partial class BilinearAttribute
{
    /// <summary>An argument list of another library; MG0029 reports the equivalent.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public BilinearAttribute(params object?[] arguments) : this((object)arguments)
    {
    }
}

public sealed partial class EmbeddingAttribute
{
    /// <summary>An argument list of another library; MG0029 reports the equivalent.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public EmbeddingAttribute(params object?[] arguments) : this(arguments, arguments)
    {
    }
}

public sealed partial class TransformerEncoderLayerAttribute
{
    /// <summary>An argument list of another library; MG0029 reports the equivalent.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public TransformerEncoderLayerAttribute(params object?[] arguments) : this(arguments, arguments)
    {
    }
}

public sealed partial class TransformerDecoderLayerAttribute
{
    /// <summary>An argument list of another library; MG0029 reports the equivalent.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public TransformerDecoderLayerAttribute(params object?[] arguments) : this(arguments, arguments)
    {
    }
}

public sealed partial class MaxPoolAttribute
{
    /// <summary>An argument list of another library; MG0029 reports the equivalent.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public MaxPoolAttribute(object? first = null, object? second = null, params object?[] arguments) : this((object)arguments)
    {
    }
}

public sealed partial class AvgPoolAttribute
{
    /// <summary>An argument list of another library; MG0029 reports the equivalent.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public AvgPoolAttribute(object? first = null, object? second = null, params object?[] arguments) : this((object)arguments)
    {
    }
}

public sealed partial class AdaptiveAvgPoolAttribute
{
    /// <summary>An argument list of another library; MG0029 reports the equivalent.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public AdaptiveAvgPoolAttribute(object? first = null, object? second = null, params object?[] arguments) : this((object)arguments)
    {
    }
}

public sealed partial class PadAttribute
{
    /// <summary>An argument list of another library; MG0029 reports the equivalent.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public PadAttribute(object first, object second, params object?[] arguments) : this((object)arguments)
    {
    }
}

public sealed partial class DropoutAttribute
{
    /// <summary>An argument list of another library; MG0029 reports the equivalent.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public DropoutAttribute(object first, object second, params object?[] arguments) : this()
    {
    }
}

public sealed partial class Dropout2dAttribute
{
    /// <summary>An argument list of another library; MG0029 reports the equivalent.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public Dropout2dAttribute(object first, object second, params object?[] arguments) : this()
    {
    }
}

public sealed partial class DropPathAttribute
{
    /// <summary>An argument list of another library; MG0029 reports the equivalent.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public DropPathAttribute(object first, object second, params object?[] arguments) => Probability = arguments;
}
