using System.Collections.Generic;
using System.Linq;
using TorchSharp;
using static TorchSharp.torch;

namespace ModelGen;

/// <summary>
/// The dtype and the device of a model's weights, with which the guards compare its inputs. They are read from one weight at the first
/// call, and again after the model has moved, so that a call that fits reads nothing but its own tensors.
/// </summary>
public sealed class WeightPlacement
{
    private readonly nn.Module _model;
    private Reference? _reference;

    /// <summary>The placement of a model's weights.</summary>
    /// <param name="model">The model. It may gain, lose and move weights later.</param>
    public WeightPlacement(nn.Module model)
    {
        _model = model;
    }

    /// <summary>Reads the weights again at the next call, because they have moved.</summary>
    public void Reset() => _reference = null;

    /// <summary>
    /// Whether a tensor has the device and, if asked, the dtype of weights of the model. A model that is spread over several has weights of
    /// each.
    /// </summary>
    /// <param name="tensor">The tensor.</param>
    /// <param name="dtype">Its dtype.</param>
    /// <param name="comparesTypes">Whether the dtype counts.</param>
    internal bool Accepts(Tensor tensor, ScalarType dtype, bool comparesTypes)
        => _reference is { Weight.IsInvalid: false } reference && reference.Fits(tensor, dtype, comparesTypes)
            || Search(tensor, dtype, comparesTypes);

    /// <summary>The weight that an input is compared with in messages; <c>null</c> if the model has none.</summary>
    internal Tensor? Weight => Weights().FirstOrDefault();

    // A single number may be on the CPU wherever the weights are.
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

    // A part of the model that moves alone replaces its weights and disposes them.
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
