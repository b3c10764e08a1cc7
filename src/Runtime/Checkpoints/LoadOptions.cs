using System.Collections.Generic;

namespace ModelGen;

/// <summary>
/// What <see cref="Checkpoint"/> does when a checkpoint is not exactly what the module has. As it stands, nothing is forgiven.
/// </summary>
public sealed record LoadOptions
{
    /// <summary>How the checkpoint's names and layout relate to the module's; the same names when not given.</summary>
    public NameMap Map { get; init; } = new();

    /// <summary>
    /// Whether every tensor of the module must be in the file and every one of the file in the module, but for those that the lists below
    /// allow. Shapes must be equal in any case.
    /// </summary>
    public bool Strict { get; init; } = true;

    /// <summary>
    /// Names of the module, with placeholders as in <see cref="NameRule"/>, that the file may lack: they keep their values.
    /// </summary>
    public IReadOnlyList<string> AllowMissing { get; init; } = [];

    /// <summary>Names in the file, with placeholders as in <see cref="NameRule"/>, that the module may lack.</summary>
    public IReadOnlyList<string> AllowUnexpected { get; init; } = [];

    /// <summary>
    /// Whether values are converted to the module's element types: among floats, in either direction, and from an integer type to one that
    /// holds all of its values.
    /// </summary>
    public bool ConvertTypes { get; init; } = true;
}
