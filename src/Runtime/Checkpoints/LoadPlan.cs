using System;
using System.Collections.Generic;
using System.Linq;
using TorchSharp;
using static TorchSharp.torch;

namespace ModelGen.Checkpoints;

/// <summary>The assignment of a file's tensors to those of a module, which is checked completely before anything is copied.</summary>
internal sealed class LoadPlan
{
    private const string BatchCounter = "num_batches_tracked";

    private readonly List<NameGroup> _groups = [];
    private readonly List<string> _missing = [];
    private readonly List<string> _mismatched = [];
    private readonly CheckpointFile _file;
    private readonly LoadOptions _options;

    /// <summary>Creates and checks the plan.</summary>
    /// <param name="module">The module, which may be on the meta device.</param>
    /// <param name="file">The checkpoint.</param>
    /// <param name="options">How names and layouts correspond, and what may be missing, unexpected or converted.</param>
    /// <exception cref="CheckpointMismatchException">The checkpoint does not match the module.</exception>
    /// <exception cref="ArgumentException">The name map or a pattern cannot be applied.</exception>
    public LoadPlan(nn.Module module, CheckpointFile file, LoadOptions options)
    {
        _file = file;
        _options = options;
        options.Map.Check();
        var state = module.state_dict();
        var (prefix, groups) = Prefixed(state.Keys);
        var used = new HashSet<string>(StringComparer.Ordinal);
        var keptOfModule = new List<string>();
        var allowMissing = options.AllowMissing.Select(pattern => new NamePattern(pattern)).ToArray();
        foreach (var group in groups)
        {
            used.UnionWith(group.Checkpoint);
            var absent = group.Checkpoint.Where(name => file.Find(name) is null).ToArray();
            if (absent.Length == 0)
            {
                if (Fits(group, state))
                {
                    _groups.Add(group);
                }
            }
            else if (!options.Strict
                || group.Module.All(name => allowMissing.Any(pattern => pattern.Matches(name)) || IsCounter(name, state)))
            {
                keptOfModule.AddRange(group.Module);
            }
            else
            {
                _missing.AddRange(absent);
            }
        }

        var allowUnexpected = options.AllowUnexpected.Select(pattern => new NamePattern(pattern)).ToArray();
        var unused = file.Tensors.Select(tensor => tensor.Name).Where(name => !used.Contains(name) && !options.Map.Ignores(name, prefix))
            .ToArray();
        var unexpected = options.Strict ? unused.Where(name => !allowUnexpected.Any(pattern => pattern.Matches(name))).ToArray() : [];
        if (_missing.Count + unexpected.Length + _mismatched.Count > 0)
        {
            throw new CheckpointMismatchException(file.Path, module.GetName(), [.. _missing.Distinct()], unexpected, _mismatched);
        }

        Result = new LoadResult(keptOfModule, unused);
    }

    /// <summary>The tensors that the load does not change or use.</summary>
    public LoadResult Result { get; }

    /// <summary>Copies the values.</summary>
    /// <param name="module">The module, with the names and shapes for which the plan was made.</param>
    /// <exception cref="CheckpointException">A file was truncated after it was opened, or reading failed.</exception>
    public void Execute(nn.Module module)
    {
        using var quiet = no_grad();
        var state = module.state_dict();
        foreach (var group in _groups)
        {
            var destinations = group.Module.Select(name => state[name]).ToArray();
            var sources = group.Checkpoint.Select(name => _file[name]).ToArray();
            if (destinations.Length == 1 && sources.Length == 1 && !(group.Transpose && sources[0].Shape.Count == 2))
            {
                Copy(sources[0], destinations[0]);
            }
            else
            {
                Copy(sources, destinations, group);
            }
        }
    }

    private static void Copy(CheckpointTensor source, Tensor destination)
    {
        if (destination.dtype == source.Type && destination.device_type == DeviceType.CPU && destination.is_contiguous())
        {
            source.ReadInto(destination);

            // Increments PyTorch's version counter, which the write to the tensor's memory bypasses.
            using var flat = destination.view(-1);
            using var nothing = flat.narrow(0, 0, 0);
            using var counted = nothing.zero_();
            return;
        }

        using var read = source.Read();
        destination.copy_(read);
    }

    private static void Copy(CheckpointTensor[] sources, Tensor[] destinations, NameGroup group)
    {
        using var scope = NewDisposeScope();
        var parts = sources.Select(source => source.Read()).Select(read => group.Transpose && read.dim() == 2 ? read.t() : read).ToArray();
        var whole = parts.Length == 1 ? parts[0] : cat(parts, group.Axis);
        long start = 0;
        foreach (var destination in destinations)
        {
            if (group.Common)
            {
                destination.copy_(whole);
                continue;
            }

            var size = destinations.Length == 1 ? whole.size(group.Axis) : destination.size(group.Axis);
            destination.copy_(whole.narrow(group.Axis, start, size));
            start += size;
        }
    }

    // PyTorch keeps the counter of the module, too, when a checkpoint of PyTorch before 0.4.1 has none (torch.nn.modules.batchnorm).
    private static bool IsCounter(string name, IReadOnlyDictionary<string, Tensor> state)
        => (name == BatchCounter || name.EndsWith("." + BatchCounter, StringComparison.Ordinal))
            && state.TryGetValue(name, out var counter)
            && counter.dim() == 0;

    // The first of the prefixes under which most names are found.
    private (string Prefix, IReadOnlyList<NameGroup> Groups) Prefixed(IReadOnlyCollection<string> names)
        => _options.Map.Prefixes
            .Select(prefix => (prefix, groups: _options.Map.Groups(names, prefix)))
            .MaxBy(candidate => candidate.groups.Sum(group => group.Checkpoint.Count(name => _file.Find(name) is not null)));

    private bool Fits(NameGroup group, IReadOnlyDictionary<string, Tensor> state)
    {
        var lacking = group.Module.FirstOrDefault(name => !state.ContainsKey(name));
        if (lacking is not null)
        {
            return Refuse(
                $"'{CheckpointException.Shown(group.Checkpoint[0])}' holds several tensors of the module, which has no '{lacking}'");
        }

        var destinations = group.Module.Select(name => (Name: name, Shape: state[name].shape, Type: state[name].dtype)).ToArray();
        var sources = group.Checkpoint.Select(name => _file[name]).ToArray();
        var types = destinations.SelectMany(destination => sources, (destination, source) => (destination, source))
            .Where(pair => _options.ConvertTypes
                ? !ElementType.Converts(pair.source.Type, pair.destination.Type)
                : pair.source.Type != pair.destination.Type).ToArray();
        if (types.Length > 0)
        {
            var (destination, source) = types[0];
            return Refuse(
                $"'{destination.Name}' is {destination.Type}, '{CheckpointException.Shown(source.Name)}' in the file is {source.Type}");
        }

        long[][] parts = [.. destinations.Select(destination => destination.Shape)];
        var needed = !group.Common
            ? Concatenated(parts, group.Axis)
            : Array.TrueForAll(parts, part => part.SequenceEqual(parts[0])) ? parts[0] : null;
        var given = Concatenated([.. sources.Select(Untransposed)], group.Axis);
        if (needed is not null && given is not null && needed.SequenceEqual(given))
        {
            return true;
        }

        var names = destinations.Select(destination => destination.Name);
        var shapes = destinations.Select(destination => Shown(destination.Shape));
        var wanted = group.Common
            ? $"'{string.Join("', '", names)}' {string.Join(", ", shapes)}"
            : $"'{string.Join("' + '", names)}' {string.Join(" + ", shapes)}";
        var found = $"'{string.Join("' + '", sources.Select(source => CheckpointException.Shown(source.Name)))}' "
            + string.Join(" + ", sources.Select(source => Shown(source.Shape)));
        return Refuse($"{wanted} from {found}{(group.Transpose ? ", transposed" : string.Empty)}");

        long[] Untransposed(CheckpointTensor source) =>
            group.Transpose && source.Shape.Count == 2 ? [source.Shape[1], source.Shape[0]] : [.. source.Shape];
    }

    private bool Refuse(string sentence)
    {
        _mismatched.Add(sentence);
        return false;
    }

    // The shape of the concatenation, or null if the shapes do not match.
    private static long[]? Concatenated(IReadOnlyList<long[]> shapes, int axis)
    {
        var whole = shapes[0].ToArray();
        if (shapes.Count == 1)
        {
            return whole;
        }

        foreach (var shape in shapes.Skip(1))
        {
            if (axis >= whole.Length
                || shape.Length != whole.Length
                || Enumerable.Range(0, shape.Length).Any(other => other != axis && shape[other] != whole[other]))
            {
                return null;
            }

            whole[axis] += shape[axis];
        }

        return whole;
    }

    private static string Shown(IEnumerable<long> shape) => $"({string.Join(", ", shape)})";
}
