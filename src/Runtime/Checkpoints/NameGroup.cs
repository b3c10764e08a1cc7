using System.Collections.Generic;

namespace ModelGen.Checkpoints;

/// <summary>A <see cref="NameRule"/> with its placeholders filled in.</summary>
/// <param name="Module">The module's names.</param>
/// <param name="Checkpoint">The checkpoint's names, with the prefix.</param>
/// <param name="Axis">The axis along which both sides are concatenated.</param>
/// <param name="Transpose">Whether matrices are transposed in the checkpoint.</param>
/// <param name="Common">Whether the checkpoint's tensor is each of the module's.</param>
/// <param name="Ratio">How the checkpoint's tensors share the axis; equally if <c>null</c>.</param>
internal sealed record NameGroup(
    IReadOnlyList<string> Module, IReadOnlyList<string> Checkpoint, int Axis, bool Transpose, bool Common, IReadOnlyList<long>? Ratio);
