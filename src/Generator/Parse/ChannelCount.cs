using System.Linq;
using ModelGen.Generator.Declarations;

namespace ModelGen.Generator.Parse;

/// <summary>
/// Follows the number of channels from layer to layer while it is written as a number. An argument list that is valid in PyTorch and in
/// Keras is read as the one that fits these channels. Inferred shapes are not available while a declaration is read.
/// </summary>
internal sealed class ChannelCount
{
    /// <summary>The channels before the next layer; null if they are not known.</summary>
    public long? Count { get; private set; }

    public void Forget() => Count = null;

    public void Set(long? count) => Count = count;

    /// <summary>Goes on to what is after an attribute.</summary>
    public void Follow(AttributeUse use)
    {
        switch (use.Kind)
        {
            case "Model" or "Output" or "Dim" or "Setting":
            case "Relu" or "Relu6"
                or "Gelu" or "Silu" or "Mish" or "Elu" or "LeakyRelu" or "PRelu" or "Hardswish" or "Sigmoid" or "Tanh" or "Softplus":
            case "BatchNorm" or "InstanceNorm" or "GroupNorm" or "Dropout" or "Dropout2d" or "DropPath" or "Residual":
            case "MaxPool" or "AvgPool" or "AdaptiveAvgPool" or "Upsample" or "Pad":
                break;
            case "Input":
                Count = use.Find(Vocabulary.Shape)?.Value is { Kind: ConstantKind.Array, Items: { Count: > 2 } items }
                    ? Integer(items[1])
                    : null;
                break;
            case "Conv" or "ConvTranspose":
                Count = use.Find(Vocabulary.Channels) is { } channels ? Integer(channels.Value) : null;
                break;
            default:
                Count = null;
                break;
        }
    }

    private static long? Integer(Constant value) => value.Kind == ConstantKind.Integer ? value.Integer : null;
}
