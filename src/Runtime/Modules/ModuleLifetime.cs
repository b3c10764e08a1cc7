using System;
using TorchSharp;
using static TorchSharp.torch;

namespace ModelGen;

/// <summary>What a module that registers its components explicitly does for them.</summary>
public static class ModuleLifetime
{
    /// <summary>
    /// Takes all parameters and buffers, those of children included, out of whatever dispose scope they were created in, so that a
    /// model built inside a <c>NewDisposeScope()</c> outlives it.
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

    /// <summary>
    /// Moves and converts the immediate children: the part of <c>to(...)</c> that a module's <c>_toEpilog</c> owes to them.
    /// </summary>
    /// <param name="module">The parent.</param>
    /// <param name="dtype">The element type, or <c>null</c> to keep it.</param>
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

    /// <summary>Moves and converts a module that was created without being told where.</summary>
    /// <typeparam name="T">The module's type.</typeparam>
    /// <param name="module">The module.</param>
    /// <param name="device">The device, or <c>null</c> to keep it.</param>
    /// <param name="dtype">The element type of its floating-point weights, or <c>null</c> to keep it.</param>
    /// <returns><paramref name="module"/>.</returns>
    public static T Placed<T>(T module, Device? device, ScalarType? dtype)
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
    /// Where a module's first parameter or buffer lives. A module's constructor stores it in <c>_deviceType</c> and <c>_deviceIndex</c>:
    /// TorchSharp's <c>to(device)</c> and <c>load</c> trust these fields, which otherwise say CPU, and would leave a module constructed on
    /// a GPU where it is.
    /// </summary>
    /// <param name="module">The module.</param>
    /// <returns>The device's type and index; the CPU if there is nothing to place.</returns>
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
