using ModelGen;
using TorchSharp;
using static TorchSharp.torch;

namespace Zoo;

/// <summary>
/// A variational autoencoder of digits (Kingma and Welling 2013), as in PyTorch's example. It returns the inputs of the loss: the logits of
/// each pixel, and the mean and log-variance of the latent code.
/// </summary>
[Model]
[Dim("hidden", Default = 400)]
[Dim("code", Default = 20)]
public partial class Vae
{
    [Input("B", 1, 28, 28)]
    private Stage image;

    [From(nameof(image)), Flatten, Linear("hidden"), Relu]
    private Stage encoded;

    [From(nameof(encoded)), Linear("code"), Output]
    private Stage mean;

    [From(nameof(encoded)), Linear("code"), Output]
    private Stage logVariance;

    [From(nameof(mean)), Apply(nameof(Sample), Inputs = new[] { nameof(logVariance) })]
    private Stage sampled;

    [Linear("hidden"), Relu, Linear(784), Reshape("B", 1, 28, 28), Output]
    private Stage pixels;

    /// <summary>Samples the latent code with the reparameterization trick, so that gradients reach mean and variance.</summary>
    [return: Shape("B", "code")]
    private static Tensor Sample([Shape("B", "code")] Tensor mean, [Shape("B", "code")] Tensor logVariance)
    {
        using var scope = NewDisposeScope();
        return (mean + (randn_like(mean) * (0.5 * logVariance).exp())).MoveToOuterDisposeScope();
    }
}
