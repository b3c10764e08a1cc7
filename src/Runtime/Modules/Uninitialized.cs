using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.InteropServices;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ModelGen;

/// <summary>
/// Creates models without initial values for weights that are about to be loaded: it constructs the model on the meta device, where
/// initialisation costs nothing, and then allocates its memory, as PyTorch's <c>to_empty</c> does.
/// </summary>
internal static class Uninitialized
{
    [ThreadStatic]
    private static bool _materializing;

    /// <summary>Creates a model without initial values.</summary>
    /// <typeparam name="T">The type of the model.</typeparam>
    /// <param name="create">Creates the model on a device.</param>
    /// <param name="device">The device of the model.</param>
    /// <param name="willFill">
    /// Returns whether every entry of the <c>state_dict</c> of the model, which is on the meta device, will be overwritten.
    /// </param>
    /// <returns>The model, or <c>null</c> if it must be created with initial values.</returns>
    public static T? TryCreate<T>(Func<Device, T> create, Device device, Predicate<T> willFill)
        where T : nn.Module
    {
        T? model = null;
        var isWhole = false;
        try
        {
            model = create(META);
            isWhole = IsMaterializable(model) && willFill(model) && Materialize(model, device);
        }
        catch (Exception cause) when (model is null && cause is ExternalException or NotImplementedException or NotSupportedException)
        {
            // The constructor reads values, which do not exist on the meta device.
        }
        finally
        {
            if (!isWhole)
            {
                model?.Dispose();
            }
        }

        return isWhole ? model : null;
    }

    /// <summary>
    /// Replaces a parameter on the meta device by uninitialised memory while a model is materialised, instead of the copy that <c>to</c>
    /// makes.
    /// </summary>
    /// <param name="device">The device of the model.</param>
    /// <param name="parameter">The parameter, which the caller disposes.</param>
    /// <param name="replacement">The new parameter.</param>
    /// <returns>Whether the parameter was replaced.</returns>
    public static bool Replace(Device? device, Parameter parameter, out Parameter? replacement)
    {
        replacement = _materializing && device is not null ? WithMemory(parameter, device) : null;
        return replacement is not null;
    }

    /// <summary>Replaces a buffer on the meta device by uninitialised memory while a model is materialised.</summary>
    /// <param name="device">The device of the model.</param>
    /// <param name="buffer">The buffer, which the caller disposes.</param>
    /// <param name="replacement">The new buffer.</param>
    /// <returns>Whether the buffer was replaced.</returns>
    public static bool ReplaceBuffer(Device? device, Tensor buffer, out Tensor? replacement)
    {
        replacement = _materializing && device is not null && buffer.device_type == DeviceType.META
            ? empty(buffer.shape, dtype: buffer.dtype, device: device).DetachFromDisposeScope()
            : null;
        return replacement is not null;
    }

    // Requires that layers with parameters of their own are of types whose parameters can be replaced, that every buffer is loaded, and
    // that no tensors are shared: other values and the sharing would be lost.
    private static bool IsMaterializable(nn.Module model)
    {
        var state = model.state_dict();
        var all = model.parameters().Concat(model.buffers()).ToArray();
        return all.Length == state.Count
            && all.All(tensor => tensor.device_type == DeviceType.META)
            && all.Select(tensor => tensor.Handle).Distinct().Count() == all.Length
            && Modules(model).All(module => module is Linear or Embedding or LayerNorm
                || module.GetType().Assembly == typeof(Uninitialized).Assembly
                || (!module.named_parameters(false).Any() && !module.named_buffers(false).Any()));
    }

    // TorchSharp's modules() does not include the module itself.
    private static IEnumerable<nn.Module> Modules(nn.Module model) => model.modules().Prepend(model).Distinct();

    private static bool Materialize(nn.Module model, Device device)
    {
        _materializing = true;
        try
        {
            foreach (var module in Modules(model))
            {
                MaterializeLayer(module, device);
            }

            // The layers of this library call Replace; the others have been materialised above.
            model.to(device);
        }
        finally
        {
            _materializing = false;
        }

        return model.state_dict().Values.All(tensor => tensor.device_type != DeviceType.META);
    }

    private static void MaterializeLayer(nn.Module module, Device device)
    {
        switch (module)
        {
            case Linear linear:
                linear.weight = WithMemory(linear.weight, device) ?? linear.weight;
                if (linear.bias is { } linearBias && WithMemory(linearBias, device) is { } newLinearBias)
                {
                    linear.bias = newLinearBias;
                }

                break;
            case LayerNorm { weight: not null } norm:
                norm.weight = WithMemory(norm.weight, device) ?? norm.weight;
                if (norm.bias is { } normBias && WithMemory(normBias, device) is { } newNormBias)
                {
                    norm.bias = newNormBias;
                }

                break;
            case Embedding embedding:
                // Assigning the new weight leaves the old one to the finalizer.
                using (var old = (Parameter)embedding.state_dict()["weight"])
                {
                    embedding.weight = WithMemory(old, device)!;
                }

                break;
        }
    }

    private static Parameter? WithMemory(Parameter parameter, Device device)
        => parameter.device_type != DeviceType.META
            ? null
            : (Parameter)nn.Parameter(empty(parameter.shape, dtype: parameter.dtype, device: device), parameter.requires_grad)
                .DetachFromDisposeScope();
}
