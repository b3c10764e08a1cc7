using TorchSharp;
using static TorchSharp.torch;

namespace ModelGen.Onnx.Tests;

/// <summary>Weights that are the same in every run: tests beside this one draw from the common generator as well.</summary>
internal static class DrawnWeights
{
    /// <summary>Draws the matrices of a model anew, with a generator of its own.</summary>
    /// <param name="model">The model.</param>
    /// <param name="seed">The seed.</param>
    public static void Draw(nn.Module model, ulong seed)
    {
        using var quiet = no_grad();
        using var generator = new Generator(seed);
        foreach (var weight in model.parameters())
        {
            if (weight.dim() >= 2)
            {
                using var drawn = randn(weight.shape, generator: generator);
                using var scaled = drawn.mul(0.6);
                weight.copy_(scaled);
            }
        }
    }
}
