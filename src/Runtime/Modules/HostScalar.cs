using TorchSharp;
using static TorchSharp.torch;

namespace ModelGen;

/// <summary>Reads scalar tensors.</summary>
internal static class HostScalar
{
    /// <summary>
    /// Reads a scalar as <see cref="Tensor.item{T}"/> does, but disposes the copy on the host that TorchSharp 0.107 leaves to the
    /// finalizer.
    /// </summary>
    /// <param name="tensor">A tensor with one element, on any device.</param>
    /// <typeparam name="T">The element type.</typeparam>
    /// <returns>The element.</returns>
    public static T Read<T>(Tensor tensor)
        where T : unmanaged
    {
        if (tensor.device_type == DeviceType.CPU)
        {
            return tensor.item<T>();
        }

        using var copy = tensor.cpu();
        return copy.item<T>();
    }
}
