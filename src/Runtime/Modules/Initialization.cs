using System;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ModelGen;

/// <summary>The initialisation schemes of <c>torch.nn.init</c>.</summary>
public static class Initialization
{
    /// <summary>
    /// Initialises every parameter with two or more axes, including those of children; biases and scales keep their values.
    /// </summary>
    /// <param name="layer">The layer.</param>
    /// <param name="scheme">The scheme; <see cref="Init.Default"/> changes nothing.</param>
    /// <param name="std">The standard deviation of <see cref="Init.Normal"/> and <see cref="Init.TruncatedNormal"/>.</param>
    /// <param name="paddingIndex">
    /// The id of an embedding whose vector is set to zero, as in <c>torch.nn.Embedding</c>; negative for none.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">The scheme is not one of <see cref="Init"/>.</exception>
    public static void Apply(nn.Module layer, Init scheme, double std = 0.02, long paddingIndex = -1)
    {
        if (scheme == Init.Default)
        {
            return;
        }

        using var noGradients = no_grad();
        foreach (var parameter in layer.parameters())
        {
            if (parameter.dim() >= 2)
            {
                Fill(parameter, scheme, std);
                if (paddingIndex >= 0)
                {
                    using var padding = parameter.select(0, paddingIndex);
                    padding.zero_().Dispose();
                }
            }
        }
    }

    private static void Fill(Parameter parameter, Init scheme, double std)
    {
        switch (scheme)
        {
            case Init.XavierUniform:
                nn.init.xavier_uniform_(parameter);
                break;
            case Init.XavierNormal:
                // TorchSharp's own xavier_normal_ draws from the uniform distribution.
                var (fanIn, fanOut) = Fans(parameter);
                nn.init.normal_(parameter, 0, Math.Sqrt(2.0 / (fanIn + fanOut)));
                break;
            case Init.KaimingUniform:
                nn.init.kaiming_uniform_(parameter, nonlinearity: nn.init.NonlinearityType.ReLU);
                break;
            case Init.KaimingNormal:
                nn.init.kaiming_normal_(parameter, nonlinearity: nn.init.NonlinearityType.ReLU);
                break;
            case Init.Orthogonal:
                nn.init.orthogonal_(parameter);
                break;
            case Init.Normal:
                nn.init.normal_(parameter, 0, std);
                break;
            case Init.TruncatedNormal:
                TruncatedNormal(parameter, std);
                break;
            case Init.Zeros:
                nn.init.zeros_(parameter);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(scheme), scheme, "Not an initialisation scheme.");
        }
    }

    // Inverse transform sampling, truncated at two standard deviations: erf(√2) is the probability within them. TorchSharp's trunc_normal_
    // returns nearly the same number everywhere when the bounds are small.
    private static void TruncatedNormal(Parameter parameter, double std)
    {
        const double Within = 0.95449973610364158;
        parameter.uniform_(-Within, Within).erfinv_().mul_(Scalars.Of(std * Math.Sqrt(2)))
            .clamp_(Scalars.Of(-2 * std), Scalars.Of(2 * std));
    }

    // The first two axes are (out, in), all others the receptive field, as in torch.nn.init.
    private static (long fanIn, long fanOut) Fans(Tensor weight)
    {
        var field = weight.numel() / Math.Max(1, weight.size(0) * weight.size(1));
        return (weight.size(1) * field, weight.size(0) * field);
    }
}
