using static TorchSharp.torch;

namespace ModelGen.Layers;

/// <summary>
/// Normalisation of groups of channels of each item (Wu and He 2018): <c>(B, C)</c> or <c>(B, C, places...)</c> to the same, as
/// <c>torch.nn.GroupNorm</c>.
/// </summary>
public sealed class GroupNormLayer : ChannelNorm
{
    private readonly string _layer;

    /// <summary>The layer: scale 1, shift 0.</summary>
    /// <param name="groups">The number of groups.</param>
    /// <param name="channels">C, the number of channels, a multiple of the groups.</param>
    /// <param name="eps">Added to the variance before the square root.</param>
    /// <param name="affine">Whether a scale and a shift of each channel are learned.</param>
    /// <param name="device">Where everything lives.</param>
    /// <param name="dtype">The element type.</param>
    /// <param name="name">The name of the layer in error messages.</param>
    /// <exception cref="System.ArgumentOutOfRangeException">The channels are not a multiple of the groups.</exception>
    public GroupNormLayer(
        long groups, long channels, double eps = 1e-5, bool affine = true, Device? device = null, ScalarType? dtype = null,
        string name = "GroupNorm")
        : base("GroupNorm", channels, eps, affine, tracks: false, device, dtype)
    {
        Guard.Parameter(groups >= 1, "GroupNorm", nameof(groups), groups, "at least 1");
        Guard.Parameter(channels % groups == 0, "GroupNorm", nameof(channels), channels, $"a multiple of {groups}");
        Groups = groups;
        _layer = name;
    }

    /// <summary>The number of groups.</summary>
    public long Groups { get; }

    /// <summary>Normalises each group of each item by its own statistics.</summary>
    /// <param name="x">The input <c>(B, C)</c> or <c>(B, C, places...)</c>.</param>
    /// <returns>The result, in the same shape.</returns>
    /// <exception cref="ShapeMismatchException">
    /// The second axis is not C, or the batch is one item with a single value per group, of which only the shift would remain. PyTorch
    /// refuses both.
    /// </exception>
    public override Tensor forward(Tensor x)
    {
        Check(x, rank: 2);
        if (x.numel() == Groups)
        {
            throw new ShapeMismatchException(
                $"{_layer}: GroupNorm needs more than one value per group; got {GuardMessages.Shape(x)} for (B, C, ...) in "
                    + $"{Groups} groups: use fewer groups, or a larger map.",
                _layer, "x", expected: "more than one value per group", actual: "1");
        }

        return nn.functional.group_norm(x, Groups, Weight, Bias, Eps);
    }
}
