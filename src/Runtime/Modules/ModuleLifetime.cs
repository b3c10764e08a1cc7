using System;
using TorchSharp;
using static TorchSharp.torch;

namespace ModelGen;

/// <summary>Device placement and dispose scopes of modules that register their components explicitly.</summary>
public static class ModuleLifetime
{
    /// <summary>
    /// Detaches all parameters and buffers, including those of children, from the dispose scope in which they were created, so that a model
    /// built inside <c>NewDisposeScope()</c> outlives it.
    /// </summary>
    /// <param name="module">The module.</param>
    public static void DetachFromDisposeScope(nn.Module module)
    {
        foreach (var parameter in module.parameters())
        {
            parameter.DetachFromDisposeScope();
        }

        foreach (var buffer in module.buffers())
        {
            buffer.DetachFromDisposeScope();
        }
    }

    /// <summary>Moves and converts the immediate children of a module; called by its <c>_toEpilog</c>.</summary>
    /// <param name="module">The parent.</param>
    /// <param name="dtype">The dtype, or <c>null</c> to keep it.</param>
    /// <param name="device">The device, or <c>null</c> to keep it.</param>
    /// <param name="nonBlocking">Whether copies from pinned memory may run asynchronously.</param>
    /// <exception cref="ArgumentNullException">Neither a type nor a device is given.</exception>
    public static void MoveChildren(nn.Module module, ScalarType? dtype, Device? device, bool nonBlocking)
    {
        if (dtype is null && device is null)
        {
            throw new ArgumentNullException(nameof(device), "Either a device or an element type must be given.");
        }

        foreach (var (_, child) in module.named_children())
        {
            if (device is null)
            {
                child.to(dtype!.Value, nonBlocking);
            }
            else if (dtype is null)
            {
                child.to(device.type, device.index, nonBlocking);
            }
            else
            {
                child.to(device, dtype.Value, nonBlocking);
            }
        }
    }

    /// <summary>Moves and converts a module whose constructor takes neither a device nor a dtype.</summary>
    /// <typeparam name="T">The type of the module.</typeparam>
    /// <param name="module">The module.</param>
    /// <param name="device">The device, or <c>null</c> to keep it.</param>
    /// <param name="dtype">The dtype of its floating-point weights, or <c>null</c> to keep it.</param>
    /// <returns><paramref name="module"/>.</returns>
    public static T Moved<T>(T module, Device? device, ScalarType? dtype)
        where T : nn.Module
    {
        if (device is not null)
        {
            module.to(device);
        }

        if (dtype is { } type)
        {
            module.to(type);
        }

        return module;
    }

    /// <summary>
    /// Returns the device of a module's first parameter or buffer. A constructor stores it in <c>_deviceType</c> and <c>_deviceIndex</c>,
    /// because TorchSharp's <c>to(device)</c> and <c>load</c> rely on these fields, whose default is the CPU, and would not move a module
    /// that was created on a GPU.
    /// </summary>
    /// <param name="module">The module.</param>
    /// <returns>The type and index of the device; the CPU if the module has no tensors.</returns>
    public static (DeviceType type, int index) Placement(nn.Module module)
    {
        foreach (var parameter in module.parameters())
        {
            return (parameter.device_type, parameter.device_type == DeviceType.CUDA ? parameter.device_index : -1);
        }

        foreach (var buffer in module.buffers())
        {
            return (buffer.device_type, buffer.device_type == DeviceType.CUDA ? buffer.device_index : -1);
        }

        return (DeviceType.CPU, -1);
    }
}
