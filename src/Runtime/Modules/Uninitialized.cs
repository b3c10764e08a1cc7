using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.InteropServices;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ModelGen;

/// <summary>
/// Models whose memory nobody has written to yet, for weights that are about to be loaded: laid out on the meta device, where drawing
/// initial values costs nothing, and then given memory, as PyTorch's <c>to_empty</c> does.
/// </summary>
internal static class Uninitialized
{
    [ThreadStatic]
    private static bool _materializing;

    /// <summary>Creates a model without initial values.</summary>
    /// <typeparam name="T">The model.</typeparam>
    /// <param name="create">Creates it on a device.</param>
    /// <param name="device">Where it is to live.</param>
    /// <param name="willFill">
    /// Whether everything in the model's <c>state_dict</c> is going to be written; the model that it sees has shapes and types and no
    /// values.
    /// </param>
    /// <returns>The model, or <c>null</c> if it has to be created as usual.</returns>
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
            // A constructor that looks at values, which the meta device has not.
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
    /// While a model is given memory: new memory for a tensor on the meta device, instead of the copy that its <c>to</c> would make.
    /// </summary>
    /// <param name="device">Where it is to live.</param>
    /// <param name="parameter">The parameter, which is left to the caller to dispose.</param>
    /// <param name="replacement">The parameter with memory.</param>
    /// <returns>Whether there is a replacement.</returns>
    public static bool Replace(Device? device, Parameter parameter, out Parameter? replacement)
    {
        replacement = _materializing && device is not null ? WithMemory(parameter, device) : null;
        return replacement is not null;
    }

    /// <summary>As for parameters.</summary>
    /// <param name="device">Where it is to live.</param>
    /// <param name="buffer">The buffer, which is left to the caller to dispose.</param>
    /// <param name="replacement">The buffer with memory.</param>
    /// <returns>Whether there is a replacement.</returns>
    public static bool ReplaceBuffer(Device? device, Tensor buffer, out Tensor? replacement)
    {
        replacement = _materializing && device is not null && buffer.device_type == DeviceType.META
            ? empty(buffer.shape, dtype: buffer.dtype, device: device).DetachFromDisposeScope()
            : null;
        return replacement is not null;
    }

    // Layers with parameters of their own must be known to take new ones, every buffer must be one that is loaded, and no two may be one:
    // the values and the sharing of others would be lost.
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

    // TorchSharp's modules() leaves out the module itself.
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

            // The layers of this library ask Replace, the others have their memory already.
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
                // Registering the new one leaves the old one to the finalizer.
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
