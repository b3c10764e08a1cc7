using System;
using System.Collections.Generic;
using System.Linq;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ModelGen;

/// <summary>
/// Parameters, buffers and modules in fields that the user's part of a model declares and usually fills in <c>Initialize</c>. Generated
/// code registers them under the names of their fields, as TorchSharp's <c>RegisterComponents</c> does, and moves them with the model.
/// </summary>
public static class UserComponents
{
    /// <summary>Registers the value of a field unless it is null or already registered.</summary>
    /// <param name="model">The model.</param>
    /// <param name="name">The name of the field.</param>
    /// <param name="component">The value: a parameter, a module, or another tensor, which becomes a persistent buffer.</param>
    public static void Register(nn.Module model, string name, object? component)
    {
        switch (component)
        {
            case Parameter parameter when !model.named_parameters(false).Any(known => ReferenceEquals(known.parameter, parameter)):
                model.register_parameter(name, parameter);
                break;
            case Tensor tensor and not Parameter when !model.named_buffers(false).Any(known => ReferenceEquals(known.buffer, tensor)):
                model.register_buffer(name, tensor);
                break;
            case nn.Module module when !model.named_children().Any(known => ReferenceEquals(known.module, module)):
                model.register_module(name, module);
                break;
        }
    }

    /// <summary>
    /// Moves and converts the parameters and buffers of the model itself, without those of children. Only floating-point tensors are
    /// converted.
    /// </summary>
    /// <param name="model">The model.</param>
    /// <param name="dtype">The dtype, or <c>null</c> to keep it.</param>
    /// <param name="device">The device, or <c>null</c> to keep it.</param>
    /// <param name="registerParameter">Replaces the parameter with a name.</param>
    /// <param name="registerBuffer">Replaces the buffer with a name.</param>
    /// <returns>The new tensors by the old ones; disposing it disposes the old ones.</returns>
    public static MovedComponents Move(
        nn.Module model, ScalarType? dtype, Device? device, Action<string, Parameter> registerParameter,
        Action<string, Tensor> registerBuffer)
    {
        var moved = new Dictionary<Tensor, Tensor>(ReferenceEqualityComparer.Instance);
        using var quiet = no_grad();
        foreach (var (name, parameter) in model.named_parameters(false).ToList())
        {
            if (!moved.ContainsKey(parameter) && Moved(parameter, dtype, device) is { } values)
            {
                var replacement = (Parameter)nn.Parameter(values, parameter.requires_grad).DetachFromDisposeScope();
                if (parameter.grad is { } gradient)
                {
                    replacement.grad = Moved(gradient, dtype, device) ?? gradient;
                }

                moved.Add(parameter, replacement);
                registerParameter(name, replacement);
            }
        }

        foreach (var (name, buffer) in model.named_buffers(false).ToList())
        {
            if (!moved.ContainsKey(buffer) && Moved(buffer, dtype, device) is { } values)
            {
                moved.Add(buffer, values.DetachFromDisposeScope());
                registerBuffer(name, values);
            }
        }

        return new MovedComponents(moved);
    }

    /// <summary>Returns the device and dtype of a model's first parameter, for modules that are added to the model.</summary>
    /// <param name="model">The model.</param>
    /// <returns>The device and the dtype; null if the model has no parameters.</returns>
    public static (Device? device, ScalarType? dtype) DeviceAndDtype(nn.Module model)
        => model.parameters().FirstOrDefault() is { } first ? (first.device, first.dtype) : (null, null);

    private static Tensor? Moved(Tensor tensor, ScalarType? dtype, Device? device)
    {
        var type = dtype is { } wanted && tensor.is_floating_point() ? wanted : tensor.dtype;
        var isThere = device is null || (device.type == tensor.device_type && (device.index < 0 || device.index == tensor.device_index));
        return isThere && type == tensor.dtype ? null : tensor.to(type, device ?? tensor.device);
    }
}
