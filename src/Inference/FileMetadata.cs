namespace ModelGen.Inference;

/// <summary>The metadata by which a file says which declaration it was exported from.</summary>
internal static class FileMetadata
{
    /// <summary>The producer of the file.</summary>
    public const string Producer = "ModelGen";

    /// <summary>The key of the version of these metadata.</summary>
    public const string FormatKey = "modelgen.format";

    /// <summary>The version of these metadata. A reader refuses a file with a larger one.</summary>
    public const int Format = 1;

    /// <summary>The layers as text.</summary>
    public const string Declaration = "modelgen.declaration";

    /// <summary>How the weights are stored, if not as they are in the model.</summary>
    public const string Weights = "modelgen.weights";

    /// <summary>The start of the keys of the sizes that the constructor of the model was given; the symbol follows.</summary>
    public const string Size = "modelgen.size.";

    /// <summary>The start of the keys of the inputs, declared as <c>(B, T) Int64</c>; the name follows.</summary>
    public const string Input = "modelgen.input.";

    /// <summary>The start of the keys of the outputs, declared as <c>(B, T) Float</c>; the name follows.</summary>
    public const string Output = "modelgen.output.";

    /// <summary>The start of the keys of the limits of the inputs by the model's positions; the name of the input follows.</summary>
    public const string Positions = "modelgen.positions.";
}
