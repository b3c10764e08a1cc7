using System.Collections.Generic;

namespace ModelGen.Inference;

/// <summary>What a declared model takes and returns. A file is compared with it.</summary>
/// <param name="Model">The name of the model's class.</param>
/// <param name="Inputs">The inputs, in the order of the declaration.</param>
/// <param name="Outputs">The outputs, in the order of the declaration.</param>
/// <param name="Sizes">The sizes that the constructor of the model takes.</param>
public sealed record ExportedInterface(
    string Model, IReadOnlyList<ExportedPort> Inputs, IReadOnlyList<ExportedPort> Outputs, IReadOnlyList<string> Sizes);

/// <summary>An input or output of a declared model.</summary>
/// <param name="Name">The name.</param>
/// <param name="Shape">The declared shape: <c>(B, T, D)</c>.</param>
/// <param name="Type">The declared element type: <c>Float</c>, <c>Int64</c> or <c>Bool</c>.</param>
/// <param name="IsOptional">Whether a call may leave it out, if the file was exported without it.</param>
public sealed record ExportedPort(string Name, string Shape, string Type, bool IsOptional = false);
