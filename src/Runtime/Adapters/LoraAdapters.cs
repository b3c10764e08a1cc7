using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using ModelGen.Adapters;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ModelGen;

/// <summary>
/// Low-rank adapters on linear layers of a model (LoRA, Hu et al. 2021): an adapted projection computes
/// <c>W x + scaling B A dropout(x)</c>, and only A and B are trained. New adapters do not change the model's results, because B is zero.
/// The module contains only the adapters: <c>parameters()</c> are the trainable ones, and the keys of <c>state_dict</c> are the path of the
/// projection followed by <c>lora_A.weight</c> <c>(r, in)</c> or <c>lora_B.weight</c> <c>(out, r)</c>.
/// </summary>
/// <remarks>
/// The class that <c>[Lora&lt;TModel&gt;]</c> generates contains an instance and moves it with the model. It can also be used directly with
/// any module, and must then be moved separately. Until it is disposed, the parameters of the model are frozen. Disposing detaches the
/// adapters; merged weights stay merged.
/// </remarks>
public sealed partial class LoraAdapters : nn.Module
{
    private static readonly ConditionalWeakTable<nn.Module, LoraAdapters> _adapted = [];

    private readonly nn.Module _model;
    private readonly List<(string Path, LoraAdapter Adapter)> _adapters = [];
    private readonly HashSet<string> _frozen;
    private bool _isEnabled = true;

    /// <summary>Attaches new adapters to a model and freezes its parameters.</summary>
    /// <param name="model">The model, which the adapters do not own. Adapters take the dtypes and devices of their projections.</param>
    /// <param name="options">The rank, the scale, the dropout probability and the targets.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// An option is out of range, or the rank is not below the input and output features of a target.
    /// </exception>
    /// <exception cref="ArgumentException">A target matches no linear layer; the message lists the linear layers.</exception>
    /// <exception cref="InvalidOperationException">A target already has an adapter.</exception>
    public LoraAdapters(nn.Module model, LoraOptions options)
        : base(nameof(LoraAdapters))
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(options);
        options.Check();
        _model = model;
        Options = options;
        var targets = Targets(model, options);
        foreach (var (path, linear) in targets)
        {
            _adapters.Add((path, new LoraAdapter(linear, options, IsActive)));
            _adapted.Add(linear, this);
        }

        foreach (var (name, child) in Tree([.. _adapters.Select(pair => (pair.Path.Split('.'), (nn.Module)pair.Adapter))], 0))
        {
            register_module(name, child);
        }

        _frozen = [.. model.named_parameters().Where(pair => pair.parameter.requires_grad).Select(pair => pair.name)];
        SetTrainable(false);
        (_deviceType, _deviceIndex) = ModuleLifetime.Placement(this);
    }

    /// <summary>The options of the adapters.</summary>
    public LoraOptions Options { get; }

    /// <summary>The paths of the adapted projections in the model.</summary>
    public IReadOnlyList<string> Projections => [.. _adapters.Select(pair => pair.Path)];

    /// <summary>The number of trainable parameters, the elements of all A and B.</summary>
    public long TrainableCount => parameters().Sum(parameter => parameter.numel());

    /// <summary>Whether the adapters are merged into the weights of the model.</summary>
    public bool IsMerged { get; private set; }

    /// <summary>Whether the adapters are enabled. Without them the model computes what it computed before they were attached.</summary>
    /// <exception cref="InvalidOperationException">The adapters are disabled while they are merged.</exception>
    public bool Enabled
    {
        get => _isEnabled;
        set => _isEnabled = value || !IsMerged ? value
            : throw new InvalidOperationException(
                "The adapters are merged into the weights and cannot be disabled: call Unmerge() first.");
    }

    /// <summary>
    /// Merges the adapters into the weights of the model, <c>W + scaling B A</c>: the model computes the same without their cost, and its
    /// weights can be saved for programs that do not support adapters. Does nothing if they are merged.
    /// </summary>
    /// <exception cref="InvalidOperationException">The adapters are disabled.</exception>
    public void Merge()
    {
        if (!_isEnabled)
        {
            throw new InvalidOperationException(
                "The adapters are disabled, so merging would change what the model computes: set Enabled = true first.");
        }

        if (!IsMerged)
        {
            _adapters.ForEach(pair => pair.Adapter.AddToWeights(1));
            IsMerged = true;
        }
    }

    /// <summary>
    /// Subtracts from the weights what <see cref="Merge"/> added, which restores them up to rounding. Does nothing if the adapters are not
    /// merged.
    /// </summary>
    public void Unmerge()
    {
        if (IsMerged)
        {
            _adapters.ForEach(pair => pair.Adapter.AddToWeights(-1));
            IsMerged = false;
        }
    }

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

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            foreach (var (_, adapter) in _adapters)
            {
                _adapted.Remove(adapter.Projection);
            }

            SetTrainable(true);
        }

        base.Dispose(disposing);
    }

    private Dictionary<string, (Tensor A, Tensor B)> Matrices() => _adapters.ToDictionary(pair => pair.Path, pair => pair.Adapter.Matrices);

    private bool IsActive(bool training) =>
        !IsMerged ? _isEnabled
        : !training || !is_grad_enabled() ? false
        : throw new InvalidOperationException(
            "The adapters are merged into the weights, so nothing would be trained: call Unmerge() or eval() first.");

    // Parameters that were frozen before stay frozen. A model that was disposed earlier has nothing to restore.
    private void SetTrainable(bool value)
    {
        foreach (var (name, parameter) in _model.named_parameters())
        {
            if (_frozen.Contains(name) && !parameter.IsInvalid)
            {
                parameter.requires_grad = value;
            }
        }
    }

    private static List<(string Path, Linear Linear)> Targets(nn.Module model, LoraOptions options)
    {
        var linears = Linears(model);
        var found = linears.Where(pair => options.Targets.Any(target => Matches(pair.Path, target))).ToList();
        var unknown = options.Targets.Where(target => !linears.Exists(pair => Matches(pair.Path, target))).ToList();
        if (unknown.Count > 0)
        {
            var names = linears.Select(pair => $"'{pair.Path[(pair.Path.LastIndexOf('.') + 1)..]}'").Distinct().ToList();
            throw new ArgumentException(
                $"{model.GetName()} has no linear layer '{string.Join("', '", unknown)}' to adapt: "
                    + $"{(names.Count == 0 ? "it has no linear layer." : $"there are {string.Join(", ", names)}.")}",
                nameof(options));
        }

        foreach (var (path, linear) in found)
        {
            var (width, other) = (linear.weight.size(1), linear.weight.size(0));
            if (options.Rank >= Math.Min(width, other))
            {
                throw new ArgumentOutOfRangeException(
                    nameof(options), options.Rank,
                    $"The rank must be below the input and output features of a projection, but '{path}' of {model.GetName()} has {width} "
                        + $"and {other}.");
            }

            if (_adapted.TryGetValue(linear, out _))
            {
                throw new InvalidOperationException($"'{path}' of {model.GetName()} already has an adapter: dispose it first.");
            }
        }

        return found;
    }

    /// <summary>
    /// Returns what the adapter of a linear layer adds to its weights, <c>scaling B A</c> <c>(out, in)</c>, for programs that compute the
    /// layer themselves.
    /// </summary>
    /// <param name="projection">The linear layer.</param>
    /// <returns>
    /// The matrix, owned by the caller; <c>null</c> if the layer has no adapter, or one that is disabled or merged into the weights.
    /// </returns>
    public static Tensor? ChangeOf(nn.Module projection)
    {
        ArgumentNullException.ThrowIfNull(projection);
        return projection is Linear linear && _adapted.TryGetValue(linear, out var adapters)
            && adapters is { Enabled: true, IsMerged: false }
            ? adapters._adapters.Find(pair => pair.Adapter.Projection == linear).Adapter.Change()
            : null;
    }

    /// <summary>Returns the adapters that are attached to layers of a model.</summary>
    internal static IReadOnlyList<LoraAdapters> On(nn.Module model)
        => [.. Linears(model).Select(pair => _adapted.TryGetValue(pair.Linear, out var adapters) ? adapters : null).OfType<LoraAdapters>()
            .Distinct()];

    /// <summary>Returns the linear layers of a model by their paths, each layer once.</summary>
    internal static List<(string Path, Linear Linear)> Linears(nn.Module model) =>
        [.. model.named_modules().Where(pair => pair.module is Linear).Select(pair => (pair.name, (Linear)pair.module))
            .DistinctBy(pair => pair.Item2)];

    /// <summary>
    /// Returns whether a target matches a projection: its path or the last parts of it, where <c>*</c> matches the number of a copy.
    /// </summary>
    internal static bool Matches(string path, string target)
    {
        if (!target.Contains('*'))
        {
            return path == target || path.EndsWith("." + target, StringComparison.Ordinal);
        }

        var (parts, names) = (path.Split('.'), target.Split('.'));
        return names.Length <= parts.Length
            && names.Zip(parts.Skip(parts.Length - names.Length))
                .All(pair => pair.First == pair.Second || (pair.First == "*" && pair.Second.All(char.IsAsciiDigit)));
    }

    /// <summary>Creates the modules between the root and the adapters, with the names of the model.</summary>
    internal static IEnumerable<(string Name, nn.Module Module)> Tree(
        IReadOnlyList<(string[] Path, nn.Module Adapter)> adapters, int depth) =>
        adapters.GroupBy(pair => pair.Path[depth]).Select(group => group.First().Path.Length == depth + 1
            ? (group.Key, group.First().Adapter)
            : (group.Key, new Stage(group.Key, [.. Tree([.. group], depth + 1)])));
}
