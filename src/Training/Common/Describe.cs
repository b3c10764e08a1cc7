using System.Globalization;
using System.Linq;
using static TorchSharp.torch;

namespace ModelGen.Training;

/// <summary>Values as messages show them.</summary>
internal static class Describe
{
    /// <summary>A tensor's shape, such as <c>(4, 1)</c> or <c>(4,)</c>.</summary>
    public static string Shape(Tensor tensor)
    {
        var sizes = string.Join(", ", tensor.shape.Select(size => size.ToString(CultureInfo.InvariantCulture)));
        return tensor.dim() == 1 ? $"({sizes},)" : $"({sizes})";
    }
}
