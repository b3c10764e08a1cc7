using System;
using System.Collections.Generic;
using System.Linq;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ModelGen.Training;

/// <summary>Parameter groups of optimizers.</summary>
public static class ParameterGroups
{
    /// <summary>
    /// Splits the trainable parameters of a module into those that weight decay is applied to, which have two axes or more, and those that
    /// it is not applied to: biases and the
    /// weights of norms.
    /// </summary>
    /// <param name="module">The module.</param>
    /// <returns>The parameters with and without weight decay; one that two layers share is listed once.</returns>
    public static (IReadOnlyList<Parameter> Decayed, IReadOnlyList<Parameter> Undecayed) SplitForDecay(nn.Module module)
    {
        ArgumentNullException.ThrowIfNull(module);
        var parameters = module.parameters().Where(parameter => parameter.requires_grad).DistinctBy(parameter => parameter.Handle)
            .ToLookup(parameter => parameter.dim() >= 2);
        return ([.. parameters[true]], [.. parameters[false]]);
    }

    /// <summary>
    /// AdamW (Loshchilov and Hutter 2019) for all trainable parameters of a module, without weight decay for biases and the weights of
    /// norms.
    /// </summary>
    /// <param name="module">The module.</param>
    /// <param name="learningRate">The learning rate.</param>
    /// <param name="weightDecay">The weight decay of parameters with two axes or more.</param>
    /// <param name="beta1">The decay of the average of the gradients, per step.</param>
    /// <param name="beta2">The decay of the average of their squares, per step.</param>
    /// <returns>The optimizer, which the caller disposes.</returns>
    public static AdamW AdamW(
        nn.Module module, double learningRate = 1e-3, double weightDecay = 0.01, double beta1 = 0.9, double beta2 = 0.999)
    {
        var (decayed, undecayed) = SplitForDecay(module);
        AdamW.ParamGroup[] groups =
        [
            new(decayed, new AdamW.Options { weight_decay = weightDecay }),
            new(undecayed, new AdamW.Options { weight_decay = 0 }),
        ];
        return optim.AdamW(groups.Where(group => group.Parameters.Any()), learningRate, beta1, beta2, weight_decay: weightDecay);
    }
}
