using System.Collections.Generic;

namespace ModelGen;

/// <summary>How <see cref="Checkpoint"/> loads a checkpoint; the defaults require an exact match.</summary>
public sealed record LoadOptions
{
    /// <summary>How the names and layout of the checkpoint correspond to those of the module; equal names by default.</summary>
    public NameMap Map { get; init; } = new();

    /// <summary>
    /// The state dict in a file of <c>torch.save</c> that has several, such as <c>state_dict</c> or, nested, <c>ema.model</c>; only used
    /// when the file is opened. By default the only one.
    /// </summary>
    public string? Entry { get; init; }

    /// <summary>
    /// Whether every tensor of the module must be in the file and every tensor of the file in the module, except those in
    /// <see cref="AllowMissing"/> and <see cref="AllowUnexpected"/>. Shapes must match in any case.
    /// </summary>
    public bool Strict { get; init; } = true;

    /// <summary>
    /// Names of the module, with placeholders as in <see cref="NameRule"/>, that may be missing in the file; these tensors keep their
    /// values.
    /// </summary>
    public IReadOnlyList<string> AllowMissing { get; init; } = [];

    /// <summary>Names in the file, with placeholders as in <see cref="NameRule"/>, that may be missing in the module.</summary>
    public IReadOnlyList<string> AllowUnexpected { get; init; } = [];

    /// <summary>
    /// Whether values are converted to the dtypes of the module: between floating-point dtypes, and from an integer dtype to one that can
    /// represent all of its values.
    /// </summary>
    public bool ConvertTypes { get; init; } = true;
}
