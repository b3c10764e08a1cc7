namespace ModelGen.Generator.Arguments;

/// <summary>
/// The name of a stage, an input, a layer or a port, or of several in an array. What it names is resolved once all stages are known.
/// </summary>
internal sealed class TensorArgument(string name) : AttributeArgument(name)
{
    public override string Accepts => "tensor";

    /// <summary>Whether it says which elements others attend to.</summary>
    public bool IsMask { get; init; }

    public override bool TryBind(ArgumentReader reader, out object? value)
    {
        value = null;
        return true;
    }
}
