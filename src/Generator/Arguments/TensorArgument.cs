namespace ModelGen.Generator.Arguments;

/// <summary>
/// The name of a stage, an input, a layer or a port, or of several in an array. What it names is resolved once all stages are known.
/// </summary>
internal sealed class TensorArgument(string name) : AttributeArgument(name)
{
    public override string Accepts => "tensor";

    /// <summary>Whether it says which elements others attend to.</summary>
    public bool IsMask { get; init; }

    /// <summary>Whether it names a layer for its weights, and not for its result.</summary>
    public bool IsOfWeights { get; init; }

    public override bool TryBind(ArgumentReader reader, out object? value)
    {
        value = null;
        return true;
    }
}
