using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using static TorchSharp.torch;

namespace ModelGen;

/// <summary>
/// A named stage of a model's forward pass. It holds the layers of the stage and determines the <c>state_dict</c> keys of their parameters:
/// stage, layer, parameter. The model's <c>forward</c> runs the layers.
/// </summary>
public sealed class Stage : nn.Module
{
    /// <summary>Creates a stage from its layers, in the order in which they run.</summary>
    /// <param name="name">The name of the stage.</param>
    /// <param name="layers">The layers that have parameters or buffers, with the names under which they are registered.</param>
    public Stage(string name, params (string name, nn.Module module)[] layers)
        : base(name)
    {
        foreach (var (layer, module) in layers)
        {
            register_module(layer, module);
        }

        (_deviceType, _deviceIndex) = ModuleLifetime.Placement(this);
    }

    /// <summary>Creates a stage of the copies of a block, named <c>0</c>, <c>1</c>, and so on.</summary>
    /// <param name="name">The name of the block.</param>
    /// <param name="copies">The copies, in the order in which they run.</param>
    /// <returns>The stage that holds them.</returns>
    public static Stage Repeated(string name, IEnumerable<nn.Module> copies)
        => new(name, copies.Select((module, index) => (index.ToString(CultureInfo.InvariantCulture), module)).ToArray());

    /// <summary>Creates the copies of a repeated block.</summary>
    /// <typeparam name="T">The type of the block.</typeparam>
    /// <param name="count">The number of copies, at least 1.</param>
    /// <param name="create">Creates one copy with its own weights.</param>
    /// <returns>The copies.</returns>
    /// <exception cref="System.ArgumentOutOfRangeException">The count is less than 1.</exception>
    public static T[] Copies<T>(long count, System.Func<T> create)
        where T : nn.Module
    {
        System.ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        var copies = new T[count];
        for (var i = 0; i < copies.Length; i++)
        {
            copies[i] = create();
        }

        return copies;
    }

    /// <summary>Returns a layer by its name.</summary>
    /// <param name="layer">The name under which it is registered.</param>
    /// <returns>The layer.</returns>
    /// <exception cref="KeyNotFoundException">The stage has no layer with this name.</exception>
    public nn.Module this[string layer]
        => _internal_submodules.TryGetValue(layer, out var module)
            ? module
            : throw new KeyNotFoundException(
                $"Stage '{GetName()}' has no layer '{layer}'; its layers are {string.Join(", ", named_children().Select(Quoted))}.");

    private static string Quoted((string name, nn.Module module) child) => $"'{child.name}'";

    /// <inheritdoc/>
    protected override void RegisterComponents()
    {
    }

    /// <inheritdoc/>
    protected override void _toEpilog(ScalarType? dtype, Device? device, bool non_blocking)
    {
        ModuleLifetime.MoveChildren(this, dtype, device, non_blocking);
        if (device is not null)
        {
            _deviceType = device.type;
            _deviceIndex = device.index;
        }
    }
}
