using System.Collections.Generic;

namespace ModelGen.Checkpoints;

/// <summary>A <see cref="NameRule"/> with values for its placeholders.</summary>
/// <param name="Module">The names in the module.</param>
/// <param name="Checkpoint">The names in the checkpoint, including the prefix.</param>
/// <param name="Axis">The axis along which both sides are concatenated.</param>
/// <param name="Transpose">Whether matrices are transposed in the checkpoint.</param>
/// <param name="Common">Whether the single tensor of the checkpoint is the value of each tensor of the module.</param>
/// <param name="Ratio">The relative sizes of the checkpoint's tensors along the axis; equal if <c>null</c>.</param>
internal sealed record NameGroup(
    IReadOnlyList<string> Module, IReadOnlyList<string> Checkpoint, int Axis, bool Transpose, bool Common, IReadOnlyList<long>? Ratio);
