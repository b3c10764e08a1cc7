using TorchSharp;
using static TorchSharp.torch;

namespace ModelGen.Training;

/// <summary>Numbers that tensors hold.</summary>
internal static class Number
{
    /// <summary>Reads the one element of a tensor of any type, on any device.</summary>
    public static double Read(Tensor tensor)
    {
        switch (tensor.dtype)
        {
            case ScalarType.Float32:
                return HostScalar.Read<float>(tensor);
            case ScalarType.Float64:
                return HostScalar.Read<double>(tensor);
            default:
                using (var converted = tensor.to(ScalarType.Float64))
                {
                    return HostScalar.Read<double>(converted);
                }
        }
    }
}
