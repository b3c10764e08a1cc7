using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Serialization;
using ModelGen.Checkpoints;

namespace ModelGen;

/// <summary>
/// The correspondence of tensors of a module to tensors of a checkpoint: the concatenation of the former along an axis equals the
/// concatenation of the latter. One name on each side renames a tensor; several names in the module describe a projection that is fused in
/// the checkpoint, and several in the checkpoint the reverse.
/// </summary>
/// <remarks>
/// In a name, <c>{i}</c> matches one part between dots and <c>{i*}</c> any text. All names of a rule must have the same placeholders, so
/// that the rule can be used for both loading and saving.
/// </remarks>
public sealed class NameRule
{
    /// <summary>Creates an empty rule, for an object initializer or JSON.</summary>
    public NameRule()
    {
    }

    /// <summary>Creates a rule that renames one tensor.</summary>
    /// <param name="module">The name in the module, a key of its <c>state_dict</c>.</param>
    /// <param name="checkpoint">The name in the checkpoint.</param>
    public NameRule(string module, string checkpoint)
    {
        Module = [module];
        Checkpoint = [checkpoint];
    }

    /// <summary>The names in the module, keys of its <c>state_dict</c>.</summary>
    [JsonRequired]
    public IReadOnlyList<string> Module { get; set; } = [];

    /// <summary>The names in the checkpoint, without the prefix of <see cref="NameMap.Prefixes"/>.</summary>
    [JsonRequired]
    public IReadOnlyList<string> Checkpoint { get; set; } = [];

    /// <summary>The axis of the concatenation, in the layout of the module.</summary>
    public int Axis { get; set; }

    /// <summary>Whether matrices are transposed in the checkpoint, as in the Conv1D of GPT-2; vectors are not affected.</summary>
    public bool Transpose { get; set; }

    /// <summary>
    /// Whether the single tensor of the checkpoint is the value of each tensor of the module, instead of their concatenation. Saving
    /// requires that these are equal.
    /// </summary>
    public bool Common { get; set; }

    /// <summary>Whether the names in the checkpoint have the prefix.</summary>
    public bool Prefixed { get; set; } = true;

    /// <summary>
    /// The relative sizes of the checkpoint's tensors along the axis; equal when null. Only saving uses it, because loading takes the sizes
    /// from the file.
    /// </summary>
    public IReadOnlyList<long>? Ratio { get; set; }

    internal IReadOnlyList<NamePattern> ModulePatterns { get; private set; } = [];

    internal IReadOnlyList<NamePattern> CheckpointPatterns { get; private set; } = [];

    /// <summary>Parses the patterns, and throws if the rule cannot be applied in both directions.</summary>
    internal void Check()
    {
        if (Module is null || Checkpoint is null || Module.Count == 0 || Checkpoint.Count == 0 || Axis < 0
            || (Ratio is not null && (Ratio.Count != Checkpoint.Count || Ratio.Any(part => part < 1))))
        {
            throw new ArgumentException(
                $"The rule for '{string.Join("', '", Module ?? [])}' needs names on both sides, an axis counted from the front, and as "
                    + "many positive numbers in Ratio as names in Checkpoint.");
        }

        if (Common && Checkpoint.Count > 1)
        {
            throw new ArgumentException(
                $"The rule for '{string.Join("', '", Module)}' is common to them, which needs 1 name in Checkpoint, but there are "
                    + $"{Checkpoint.Count}.");
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
