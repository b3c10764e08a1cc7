using System;
using System.Collections.Generic;
using System.Linq;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ModelGen.Training;

/// <summary>
/// The exponential moving average of a module's parameters over the steps of a run (Polyak and Juditsky 1992). Buffers are not averaged.
/// </summary>
internal sealed class WeightAverage : IDisposable
{
    private readonly List<(Parameter Parameter, Tensor Average)> _weights;
    private readonly Scalar _decay;
    private readonly Scalar _rest;

    /// <summary>Begins with the current weights.</summary>
    public WeightAverage(nn.Module module, double decay)
    {
        _decay = decay.ToScalar();
        _rest = (1 - decay).ToScalar();
        _weights = [.. module.parameters().DistinctBy(parameter => parameter.Handle).Select(parameter => (parameter, Copy(parameter)))];
    }

    /// <summary>Moves the average towards the current weights: <c>decay·average + (1 − decay)·weight</c>.</summary>
    public void Update()
    {
        using var quiet = no_grad();
        foreach (var (parameter, average) in _weights)
        {
            average.mul_(_decay).add_(parameter, _rest);
        }
    }

    /// <summary>Takes the current weights for the average.</summary>
    public void Reset()
    {
        using var quiet = no_grad();
        foreach (var (parameter, average) in _weights)
        {
            average.copy_(parameter);
        }
    }

    /// <summary>Exchanges the weights and the average; twice is as if nothing had happened.</summary>
    public void Swap()
    {
        using var quiet = no_grad();
        foreach (var (parameter, average) in _weights)
        {
            using var weight = Copy(parameter);
            parameter.copy_(average);
            average.copy_(weight);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _weights.ForEach(weight => weight.Average.Dispose());
        _decay.Dispose();
        _rest.Dispose();
    }

    /// <summary>Copies a tensor without its history; no dispose scope owns the copy.</summary>
    public static Tensor Copy(Tensor tensor)
    {
        using var detached = tensor.detach();
        return detached.clone().DetachFromDisposeScope();
    }
}
