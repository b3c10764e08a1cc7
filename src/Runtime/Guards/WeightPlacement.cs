using System.Collections.Generic;
using System.Linq;
using TorchSharp;
using static TorchSharp.torch;

namespace ModelGen;

/// <summary>
/// The dtype and device of a model's weights, with which guards compare inputs. They are cached from one weight, so that a valid call reads
/// only its own tensors.
/// </summary>
public sealed class WeightPlacement
{
    private readonly nn.Module _model;
    private Reference? _reference;

    /// <summary>Creates an empty cache for a model.</summary>
    /// <param name="model">The model. Its weights may be added, removed and moved later.</param>
    public WeightPlacement(nn.Module model)
    {
        _model = model;
    }

    /// <summary>Clears the cache; called after the weights have moved.</summary>
    public void Reset() => _reference = null;

    /// <summary>
    /// Returns whether a tensor has the device and, if compared, the dtype of one of the model's weights. The weights of a model can be on
    /// several devices.
    /// </summary>
    /// <param name="tensor">The tensor.</param>
    /// <param name="dtype">Its dtype.</param>
    /// <param name="comparesTypes">Whether dtypes are compared.</param>
    internal bool Accepts(Tensor tensor, ScalarType dtype, bool comparesTypes)
        => _reference is { Weight.IsInvalid: false } reference && reference.Fits(tensor, dtype, comparesTypes)
            || Search(tensor, dtype, comparesTypes);

    /// <summary>The weight that error messages refer to; <c>null</c> if the model has none.</summary>
    internal Tensor? Weight => Weights().FirstOrDefault();

    // A scalar may be on the CPU although the weights are not.
    private bool Search(Tensor tensor, ScalarType dtype, bool comparesTypes)
    {
        if (tensor.dim() == 0)
        {
            return true;
        }

        var isEmpty = true;
        foreach (var weight in Weights())
        {
            var candidate = new Reference(weight);
            if (candidate.Fits(tensor, dtype, comparesTypes))
            {
                _reference = candidate;
                return true;
            }

            isEmpty = false;
        }

        return isEmpty;
    }

    private IEnumerable<Tensor> Weights() => _model.parameters().Concat(_model.buffers()).Where(weight => weight.is_floating_point());

    // A submodule that is moved by itself replaces its weights and disposes the old ones.
    private sealed class Reference(Tensor weight)
    {
        private readonly ScalarType _dtype = weight.dtype;
        private readonly DeviceType _deviceType = weight.device_type;
        private readonly int _deviceIndex = weight.device_index;

        public Tensor Weight { get; } = weight;

        public bool Fits(Tensor tensor, ScalarType dtype, bool comparesTypes)
            => (dtype == _dtype || !comparesTypes)
                && tensor.device_type == _deviceType
                && (_deviceType != DeviceType.CUDA || tensor.device_index == _deviceIndex);
    }
}
