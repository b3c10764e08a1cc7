using static TorchSharp.torch;

namespace ModelGen.Layers;

/// <summary>
/// Group normalisation, of groups of channels of each item: <c>(B, C)</c> or <c>(B, C, spatial...)</c> to the same shape, as
/// <c>torch.nn.GroupNorm</c> (Wu and He 2018).
/// </summary>
public sealed class GroupNormLayer : ChannelNorm
{
    private readonly string _layer;

    /// <summary>Creates the layer with scale 1 and bias 0.</summary>
    /// <param name="groups">The number of groups.</param>
    /// <param name="channels">The number of channels C, a multiple of the number of groups.</param>
    /// <param name="eps">Added to the variance before the square root.</param>
    /// <param name="affine">Whether a scale and a bias per channel are learned.</param>
    /// <param name="device">The device of the parameters.</param>
    /// <param name="dtype">The dtype of the parameters.</param>
    /// <param name="name">The name of the layer in error messages.</param>
    /// <exception cref="System.ArgumentOutOfRangeException">The number of channels is not a multiple of the number of groups.</exception>
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
    /// <param name="x">The input <c>(B, C)</c> or <c>(B, C, spatial...)</c>.</param>
    /// <returns>The result, of the same shape.</returns>
    /// <exception cref="ShapeMismatchException">
    /// The second axis is not C, or the batch has one item with one value per group, which the normalisation would replace by the bias.
    /// PyTorch rejects both.
    /// </exception>
    public override Tensor forward(Tensor x)
    {
        Check(x, rank: 2);
        if (x.numel() == Groups)
        {
            throw new ShapeMismatchException(
                $"{_layer}: GroupNorm needs more than one value per group; got {GuardMessages.Shape(x)} for (B, C, ...) in "
                    + $"{Groups} groups: use fewer groups, or a larger feature map.",
                _layer, "x", expected: "more than one value per group", actual: "1");
        }

        return nn.functional.group_norm(x, Groups, Weight, Bias, Eps);
    }
}
