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
/// Low-rank adapters on linear layers of a model (LoRA, Hu et al. 2021): a projection then computes <c>W x + scaling B A dropout(x)</c>,
/// and only A and B train. Fresh adapters change nothing, since B is 0. It is a module of the adapters alone: <c>parameters()</c> are what
/// trains, and the keys of its <c>state_dict</c> are the projection's path and <c>lora_A.weight</c> <c>(r, in)</c> or <c>lora_B.weight</c>
/// <c>(out, r)</c>.
/// </summary>
/// <remarks>
/// The class that <c>[Lora&lt;TModel&gt;]</c> generates has one and moves it along; it can be used by itself on any module, and is then
/// moved beside it. While it lives, the model's own parameters are frozen. Disposing it takes the adapters off again, and leaves in the
/// weights what is merged there.
/// </remarks>
public sealed partial class LoraAdapters : nn.Module
{
    private static readonly ConditionalWeakTable<nn.Module, LoraAdapters> _adapted = [];

    private readonly nn.Module _model;
    private readonly List<(string Path, LoraAdapter Adapter)> _adapters = [];
    private readonly HashSet<string> _frozen;
    private bool _isEnabled = true;

    /// <summary>Puts fresh adapters on a model, and freezes its parameters.</summary>
    /// <param name="model">The model, which stays the caller's. Adapters take the types and devices of their projections.</param>
    /// <param name="options">The rank, the scale, the dropout and the targets.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number of <paramref name="options"/> is out of its range, or the rank is not below
    /// the width of a target.</exception>
    /// <exception cref="ArgumentException">A target names no linear layer; the message says which there are.</exception>
    /// <exception cref="InvalidOperationException">A target has adapters already.</exception>
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

    /// <summary>What the adapters are like.</summary>
    public LoraOptions Options { get; }

    /// <summary>The adapted projections, by their paths in the model.</summary>
    public IReadOnlyList<string> Projections => [.. _adapters.Select(pair => pair.Path)];

    /// <summary>The number of elements of all A and B: what trains.</summary>
    public long TrainableCount => parameters().Sum(parameter => parameter.numel());

    /// <summary>Whether what the adapters add is part of the model's own weights at the moment.</summary>
    public bool IsMerged { get; private set; }

    /// <summary>Whether the adapters add anything. Off, the model computes what it did without them.</summary>
    /// <exception cref="InvalidOperationException">They are switched off while they are merged.</exception>
    public bool Enabled
    {
        get => _isEnabled;
        set => _isEnabled = value || !IsMerged ? value
            : throw new InvalidOperationException(
                "The adapters are merged into the weights, where they cannot be switched off: call Unmerge() first.");
    }

    /// <summary>
    /// Adds what the adapters give to the model's weights, <c>W + scaling B A</c>: the model computes the same as before, as fast as
    /// without adapters, and its weights can be saved for programs that know of no adapters. Nothing if that is done already.
    /// </summary>
    /// <exception cref="InvalidOperationException">The adapters are switched off.</exception>
    public void Merge()
    {
        if (!_isEnabled)
        {
            throw new InvalidOperationException(
                "The adapters are switched off, so that merging would change what the model computes: set Enabled = true first.");
        }

        if (!IsMerged)
        {
            _adapters.ForEach(pair => pair.Adapter.AddToWeights(1));
            IsMerged = true;
        }
    }

    /// <summary>
    /// Takes out of the weights what <see cref="Merge"/> added; they are what they were up to rounding. Nothing if nothing is merged.
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
            "The adapters are merged into the weights, so that nothing would train: call Unmerge() first, or eval().");

    // What was frozen before stays so. A model that was disposed first has nothing left to set.
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
                    nameof(options), options.Rank, $"The rank must be below both widths of what it adapts, but '{path}' of "
                        + $"{model.GetName()} leads from {width} to {other} features.");
            }

            if (_adapted.TryGetValue(linear, out _))
            {
                throw new InvalidOperationException($"'{path}' of {model.GetName()} has adapters already: dispose them first.");
            }
        }

        return found;
    }

    /// <summary>The adapters that are on layers of a model.</summary>
    internal static IReadOnlyList<LoraAdapters> On(nn.Module model)
        => [.. Linears(model).Select(pair => _adapted.TryGetValue(pair.Linear, out var adapters) ? adapters : null).OfType<LoraAdapters>()
            .Distinct()];

    /// <summary>Every linear layer of a model, each once, by its path.</summary>
    internal static List<(string Path, Linear Linear)> Linears(nn.Module model) =>
        [.. model.named_modules().Where(pair => pair.module is Linear).Select(pair => (pair.name, (Linear)pair.module))
            .DistinctBy(pair => pair.Item2)];

    /// <summary>
    /// Whether a target means a projection: its path, or the last parts of it. A <c>*</c> stands for the number of a copy.
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

    /// <summary>Modules named as in the model, down to the adapters.</summary>
    internal static IEnumerable<(string Name, nn.Module Module)> Tree(
        IReadOnlyList<(string[] Path, nn.Module Adapter)> adapters, int depth) =>
        adapters.GroupBy(pair => pair.Path[depth]).Select(group => group.First().Path.Length == depth + 1
            ? (group.Key, group.First().Adapter)
            : (group.Key, new Stage(group.Key, [.. Tree([.. group], depth + 1)])));
}
