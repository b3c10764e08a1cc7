using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Serialization;
using ModelGen.Checkpoints;

namespace ModelGen;

/// <summary>
/// Which of the module's tensors are which of the checkpoint's: the module's, concatenated along an axis, are the checkpoint's,
/// concatenated along the same axis. One and one is another name, several and one a projection that the checkpoint holds fused, one and
/// several the reverse.
/// </summary>
/// <remarks>
/// In a name <c>{i}</c> stands for one part between dots and <c>{i*}</c> for anything. All names of one side have the same placeholders,
/// and those of the checkpoint's side occur on the module's and the other way round, so that a rule serves for saving as for loading.
/// </remarks>
public sealed class NameRule
{
    /// <summary>A rule, to be filled by an initializer or from JSON.</summary>
    public NameRule()
    {
    }

    /// <summary>Another name.</summary>
    /// <param name="module">The module's name, a key of its <c>state_dict</c>.</param>
    /// <param name="checkpoint">The checkpoint's name.</param>
    public NameRule(string module, string checkpoint)
    {
        Module = [module];
        Checkpoint = [checkpoint];
    }

    /// <summary>The module's names, keys of its <c>state_dict</c>.</summary>
    [JsonRequired]
    public IReadOnlyList<string> Module { get; set; } = [];

    /// <summary>The checkpoint's names, without the prefix of <see cref="NameMap.Prefixes"/>.</summary>
    [JsonRequired]
    public IReadOnlyList<string> Checkpoint { get; set; } = [];

    /// <summary>The axis of the concatenation, as the module has it.</summary>
    public int Axis { get; set; }

    /// <summary>Whether matrices are transposed in the checkpoint, as in the Conv1D of GPT-2; vectors have nothing to transpose.</summary>
    public bool Transpose { get; set; }

    /// <summary>
    /// Whether the checkpoint's one tensor is each of the module's, and not all of them side by side. Saving requires that they are equal.
    /// </summary>
    public bool Common { get; set; }

    /// <summary>Whether the checkpoint's names carry the prefix.</summary>
    public bool Prefixed { get; set; } = true;

    /// <summary>
    /// How much of the axis each of several checkpoint tensors takes, relative to the others; equal parts when not given. Only saving asks:
    /// loading sees the sizes in the file, and sizes of the module's side are those of the module.
    /// </summary>
    public IReadOnlyList<long>? Ratio { get; set; }

    internal IReadOnlyList<NamePattern> ModulePatterns { get; private set; } = [];

    internal IReadOnlyList<NamePattern> CheckpointPatterns { get; private set; } = [];

    /// <summary>Reads the patterns, and refuses a rule that could not be applied in both directions.</summary>
    internal void Check()
    {
        if (Module is null || Checkpoint is null || Module.Count == 0 || Checkpoint.Count == 0 || Axis < 0
            || (Ratio is not null && (Ratio.Count != Checkpoint.Count || Ratio.Any(part => part < 1))))
        {
            throw new ArgumentException($"The rule of '{string.Join("', '", Module ?? [])}' needs names on both sides, an axis counted "
                + "from the front, and as many positive numbers in Ratio as names in Checkpoint.");
        }

        if (Common && Checkpoint.Count > 1)
        {
            throw new ArgumentException($"The rule of '{string.Join("', '", Module)}' says that they are one tensor of the checkpoint, "
                + $"but names {Checkpoint.Count}.");
        }

        ModulePatterns = Module.Select(name => new NamePattern(name)).ToArray();
        CheckpointPatterns = Checkpoint.Select(name => new NamePattern(name)).ToArray();
        var placeholders = ModulePatterns[0].Placeholders;
        var other = ModulePatterns.Concat(CheckpointPatterns).FirstOrDefault(pattern => !pattern.Placeholders.SetEquals(placeholders));
        if (other is not null)
        {
            throw new ArgumentException($"The names '{Module[0]}' and '{other.Text}' of a rule have different placeholders.");
        }
    }
}
