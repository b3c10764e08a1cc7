using System;
using System.Linq;
using System.Runtime.CompilerServices;
using TorchSharp.Modules;
using Hook = System.Func<
    TorchSharp.torch.nn.Module<TorchSharp.torch.Tensor, TorchSharp.torch.Tensor>, TorchSharp.torch.Tensor, TorchSharp.torch.Tensor,
    TorchSharp.torch.Tensor>;
using Tensor = TorchSharp.torch.Tensor;

namespace ModelGen;

/// <summary>
/// What changes the results of a linear layer of TorchSharp, such as an adapter. TorchSharp calls hooks only where its module computes the
/// result, which <see cref="Products"/> does itself in <see cref="Precision.BFloat16"/>.
/// </summary>
internal static class LinearHooks
{
    private static readonly ConditionalWeakTable<Linear, Hook[]> _hooks = [];
    private static readonly object _changes = new();

    /// <summary>Adds a hook.</summary>
    /// <param name="linear">The layer.</param>
    /// <param name="hook">Is given the layer, its input and its result, which it consumes, and returns the result to use.</param>
    /// <returns>Removes the hook.</returns>
    public static Action Add(Linear linear, Hook hook)
    {
        var remove = linear.register_forward_hook(hook).remove;
        Change(linear, hooks => [.. hooks, hook]);
        return () =>
        {
            remove();
            Change(linear, hooks => [.. hooks.Where(other => other != hook)]);
        };
    }

    /// <summary>Runs the hooks of a layer whose module was not called.</summary>
    /// <param name="linear">The layer.</param>
    /// <param name="x">Its input.</param>
    /// <param name="result">Its result, which is consumed.</param>
    /// <returns>The result to use.</returns>
    public static Tensor Run(Linear linear, Tensor x, Tensor result) =>
        _hooks.TryGetValue(linear, out var hooks) ? hooks.Aggregate(result, (changed, hook) => hook(linear, x, changed)) : result;

    private static void Change(Linear linear, Func<Hook[], Hook[]> change)
    {
        lock (_changes)
        {
            _hooks.AddOrUpdate(linear, change(_hooks.TryGetValue(linear, out var hooks) ? hooks : []));
        }
    }
}
