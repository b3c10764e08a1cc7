using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using TorchSharp;
using static TorchSharp.torch;

namespace ModelGen.Decoding;

/// <summary>
/// A fingerprint of a model's weights that detects states computed with other weights: the identities of the tensors, how often each was
/// changed in place (PyTorch's version counter), and a sample of their values for writes that bypass the counter, as those of
/// <c>module.load</c>.
/// </summary>
internal sealed class WeightStamp
{
    // TorchSharp does not expose Tensor._version. Inference tensors have no version counter.
    private const string Script =
        """
        def versions(weights: List[Tensor]) -> int:
            total = 0
            for weight in weights:
                if not weight.is_inference():
                    total += weight._version()
            return total
        """;

    private const int Samples = 32;

    private static readonly Lazy<jit.CompilationUnit> _script = new(() => jit.compile(Script + "\n"));

    private readonly Tensor[] _weights;
    private readonly long _versions;
    private readonly int _values;

    private WeightStamp(Tensor[] weights, long versions, int values)
    {
        _weights = weights;
        _versions = versions;
        _values = values;
    }

    /// <summary>Computes the fingerprint of the current weights of a module, including its adapters.</summary>
    public static WeightStamp Of(nn.Module module)
    {
        var adapters = LoraAdapters.On(module);
        Tensor[] weights = [.. module.parameters(), .. adapters.SelectMany(one => one.parameters())];
        var values = new HashCode();
        foreach (var weight in weights.Concat(module.buffers()))
        {
            values.Add(RuntimeHelpers.GetHashCode(weight));
            Sample(weight, ref values);
        }

        foreach (var one in adapters)
        {
            values.Add((RuntimeHelpers.GetHashCode(one), one.Enabled, one.IsMerged));
        }

        return new WeightStamp(weights, Versions(weights), values.ToHashCode());
    }

    /// <summary>Returns whether another fingerprint of the module was computed from the same weights.</summary>
    public bool Agrees(WeightStamp other) =>
        _versions == other._versions && _values == other._values && _weights.AsSpan().SequenceEqual(other._weights);

    /// <summary>Returns whether no tensor has been disposed or changed in place since, cheaply enough to be called in every step.</summary>
    public bool IsCurrent() => !Array.Exists(_weights, weight => weight.IsInvalid) && Versions(_weights) == _versions;

    private static long Versions(Tensor[] weights)
    {
        if (weights.Length == 0)
        {
            return 0;
        }

        using var total = (Scalar)_script.Value.invoke("versions", [weights])!;
        return total.ToInt64();
    }

    // Only CPU memory can be written without incrementing the version counter.
    private static void Sample(Tensor weight, ref HashCode values)
    {
        if (weight.device_type != DeviceType.CPU || weight.numel() == 0 || !weight.is_contiguous())
        {
            return;
        }

        var bytes = weight.bytes;
        var step = Math.Max(1, bytes.Length / Samples);
        for (var i = 0; i < bytes.Length; i += step)
        {
            values.AddBytes(bytes.Slice(i, Math.Min(8, bytes.Length - i)));
        }
    }
}
