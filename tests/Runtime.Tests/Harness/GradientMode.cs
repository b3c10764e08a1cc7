using System;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace ModelGen.Runtime.Tests;

/// <summary>The ways in which a model is called.</summary>
public enum GradientMode
{
    /// <summary>In training, with gradients.</summary>
    Training,

    /// <summary>In evaluation, with gradients: for saliency, or by oversight.</summary>
    Evaluation,

    /// <summary>In evaluation, under <c>no_grad</c>.</summary>
    NoGrad,

    /// <summary>In evaluation, under <c>inference_mode</c>.</summary>
    Inference,
}

internal static class GradientModes
{
    public static TheoryData<GradientMode> All =>
        [GradientMode.Training, GradientMode.Evaluation, GradientMode.NoGrad, GradientMode.Inference];

    /// <summary>Puts the module and this thread into a mode until the result is disposed.</summary>
    public static IDisposable Enter(this GradientMode mode, nn.Module? module = null)
    {
        module?.train(mode == GradientMode.Training);
        return mode switch
        {
            GradientMode.NoGrad => no_grad(),
            GradientMode.Inference => inference_mode(),
            _ => enable_grad(),
        };
    }
}
