using TorchSharp;
using static TorchSharp.torch;

namespace ModelGen;

/// <summary>A number that a tensor holds.</summary>
internal static class HostScalar
{
    /// <summary>
    /// As <see cref="Tensor.item{T}"/>, which on an accelerator leaves its copy on the host to the finalizer (TorchSharp 0.107).
    /// </summary>
    /// <param name="tensor">One element, on any device.</param>
    /// <typeparam name="T">Its type.</typeparam>
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
