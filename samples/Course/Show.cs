using System;
using System.Globalization;
using System.Linq;
using static TorchSharp.torch;

namespace Course;

/// <summary>How results are printed.</summary>
internal static class Show
{
    private const double Tolerance = 1e-5;

    /// <summary>Returns the sizes of a tensor, such as <c>(4, 20, 128)</c>.</summary>
    public static string Shape(Tensor tensor) => $"({string.Join(", ", tensor.shape)})";

    /// <summary>Returns whether two tensors agree, up to the rounding of single precision.</summary>
    public static string Agreement(Tensor first, Tensor second) =>
        AreEqual(first, second) ? "equal" : $"different, by up to {(first - second).abs().max().item<float>():F2}";

    /// <summary>Whether two tensors have the same shape and differ by at most 1e-5.</summary>
    public static bool AreEqual(Tensor first, Tensor second) =>
        first.shape.SequenceEqual(second.shape) && (first - second).abs().max().item<float>() <= Tolerance;

    /// <summary>Returns the number of parameters of a model.</summary>
    public static long Parameters(nn.Module model) => model.parameters().Sum(parameter => parameter.numel());

    /// <summary>Returns values with a number of decimals, separated by spaces.</summary>
    /// <param name="values">The values of any shape.</param>
    /// <param name="format">The format of each, with its width.</param>
    public static string Row(Tensor values, string format = "{0,6:F2}") => string.Join(' ', values.to(float32).data<float>()
        .Select(value => string.Format(CultureInfo.InvariantCulture, format, value)));
}
