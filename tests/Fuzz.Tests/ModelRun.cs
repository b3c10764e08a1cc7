using System;
using System.Linq;
using ModelGen.Runtime.Tests;
using TorchSharp;
using static TorchSharp.torch;

namespace ModelGen.Fuzz.Tests;

/// <summary>Runs a model forward and backward on random sizes.</summary>
internal static class ModelRun
{
    /// <summary>What went wrong, or null.</summary>
    public static string? Fault(RandomSizes drawn)
    {
        try
        {
            using var scope = NewDisposeScope();
            foreach (var mode in new[] { GradientMode.NoGrad, GradientMode.Training })
            {
                using var entered = mode.Enter(drawn.Model);
                if (InMode(drawn) is { } fault)
                {
                    return $"{fault} ({mode}, {drawn})";
                }
            }

            return null;
        }
        catch (Exception e) when (e is not ShapeMismatchException and not ArgumentOutOfRangeException)
        {
            return $"{e.GetType().Name}: {FirstLine(e)} ({drawn})";
        }
    }

    public static string FirstLine(Exception e) => e.Message.Split('\n')[0];

    private static string? InMode(RandomSizes drawn)
    {
        Tensor[] copies = [.. drawn.GivenInputs.Select(input => input.clone())];
        var before = Tensor.TotalCount;
        Tensor[] results = drawn.Call();
        var left = Tensor.TotalCount - before;
        foreach (var (input, copy) in drawn.GivenInputs.Zip(copies))
        {
            if (!input.shape.SequenceEqual(copy.shape) || !input.equal(copy).all().item<bool>())
            {
                return "An input was changed.";
            }
        }

        string[] expected = [.. drawn.Architecture.Outputs.Select(port => Text(drawn.Shape(port.Shape)))];
        string[] actual = [.. results.Select(result => Text(result.shape))];
        if (!expected.SequenceEqual(actual))
        {
            return $"The results are {string.Join(" ", actual)}, not {string.Join(" ", expected)}.";
        }

        foreach (var (result, port) in results.Zip(drawn.Architecture.Outputs))
        {
            var isRight = port.Type switch { DType.Int64 => result.dtype == ScalarType.Int64, DType.Bool =>
                result.dtype == ScalarType.Bool, _ =>
                result.dtype == ScalarType.Float32 };
            if (!isRight)
            {
                return $"'{port.Name}' is of {result.dtype}, not of {port.Type}.";
            }
        }

        // The finalizer may have taken others meanwhile: a second count is exact.
        if (left != results.Length)
        {
            Handles.Settle();
            before = Tensor.TotalCount;
            results = drawn.Call();
            left = Tensor.TotalCount - before;
            if (left != results.Length)
            {
                return $"The call left {left} tensors, not {results.Length}.";
            }
        }

        Tensor[] differentiable = [.. results.Where(result => result.requires_grad)];
        if (drawn.Model.training && differentiable.Length > 0)
        {
            differentiable.Aggregate(zeros(1), (sum, result) => sum + result.sum()).backward();
        }

        if (drawn.Model.training && drawn.Loss() is { requires_grad: true } loss)
        {
            loss.sum().backward();
        }

        return null;
    }

    private static string Text(long[] shape) => $"({string.Join(", ", shape)})";
}
