using System;
using System.Collections.Generic;
using System.Linq;

namespace ModelGen.Checkpoints;

/// <summary>Finds candidates for layers without a counterpart: of equal shapes, transposed, or fused in the file.</summary>
internal sealed class LayoutHints
{
    private const int MostCandidates = 8;

    private readonly List<string> _sentences = [];

    /// <summary>Compares the layers.</summary>
    /// <param name="module">The layers of the module.</param>
    /// <param name="file">The layers of the file.</param>
    public LayoutHints(IReadOnlyList<LayerFamily> module, IReadOnlyList<LayerFamily> file)
    {
        foreach (var one in file)
        {
            var candidates = module.Where(family => family.Signature == one.Signature).Select(family => $"'{family.Path}'").ToList();
            if (candidates.Count > 0)
            {
                _sentences.Add(
                    $"'{CheckpointException.Shown(one.Path)}' has the shapes of {string.Join(", ", candidates.Take(MostCandidates))}"
                        + $"{(candidates.Count > MostCandidates ? ", …" : string.Empty)}: add the rule for one of them.");
            }
        }

        foreach (var whole in file.Where(family => family.Matrix is not null))
        {
            foreach (var parts in Parts(module.Where(family => family.Matrix is not null && family.Layers.Count == whole.Layers.Count)))
            {
                Compare(parts, whole);
            }
        }
    }

    /// <summary>One sentence per finding.</summary>
    public IReadOnlyList<string> Sentences => _sentences;

    /// <summary>Whether a matrix of the file is transposed.</summary>
    public bool HasTransposed { get; private set; }

    // Single layers, and layers of the same parent that a file may fuse: projections of an attention, gate and up of a feed-forward layer.
    private static IEnumerable<LayerFamily[]> Parts(IEnumerable<LayerFamily> module)
    {
        foreach (var group in module.GroupBy(family => family.Parent, StringComparer.Ordinal))
        {
            var families = group.ToArray();
            foreach (var family in families)
            {
                yield return [family];
            }

            for (var start = 0; start < families.Length; start++)
            {
                for (var count = 2; count <= 3 && start + count <= families.Length; count++)
                {
                    if (!Array.Exists(families[start..(start + count)], family => LayerWords.Of(family.Last).Contains("output")))
                    {
                        yield return families[start..(start + count)];
                    }
                }
            }
        }
    }

    private void Compare(LayerFamily[] parts, LayerFamily whole)
    {
        var rows = parts.Sum(part => part.Matrix![0]);
        var columns = parts[0].Matrix![1];
        var (height, width) = (whole.Matrix![0], whole.Matrix[1]);
        var isTransposed = height == columns && width == rows && height != width;
        var isFused = parts.Length > 1 && height == rows && width == columns;
        if (!Array.TrueForAll(parts, part => part.Matrix![1] == columns) || !(isTransposed || isFused))
        {
            return;
        }

        HasTransposed |= isTransposed;
        var paths = string.Join("', '", parts.Select(part => part.Path));
        var names = string.Join("\", \"", parts.Select(part => part.Path + ".{p}"));
        var state = (parts.Length > 1, isTransposed) switch
        {
            (true, true) => "fused and transposed",
            (true, false) => "fused",
            _ => "transposed",
        };
        _sentences.Add(
            $"'{CheckpointException.Shown(whole.Path)}' ({height}, {width}) may be '{paths}' "
                + $"{state}: new() {{ Module = [\"{names}\"], Checkpoint = [\"{CheckpointException.Shown(whole.Path)}.{{p}}\"]"
                + $"{(isTransposed ? ", Transpose = true" : string.Empty)} }}.");
    }
}
