using TorchSharp;

namespace ModelGen.PyTorch.Layers;

/// <summary>
/// The methods of <c>RobertaEmbeddings</c> in the package ModelGen.Models. That package does not refer to this one, because its users
/// need no export, so it cannot implement <see cref="IPyTorchMethods"/>.
/// </summary>
internal sealed class RobertaMethods : IPyTorchMethods
{
    private const string Class = "ModelGen.Models.RobertaEmbeddings";

    /// <summary>The methods of a model, if it is this class.</summary>
    /// <param name="module">The model.</param>
    public static IPyTorchMethods? Of(torch.nn.Module module) => module.GetType().FullName == Class ? new RobertaMethods() : null;

    /// <inheritdoc/>
    public string? Write(string method) => method switch
    {
        "TypesOf" => "return torch.zeros_like(ids)",

        // Ids that are not padding are counted from the left; padding has the position of its id.
        "PositionsOf" => "is_text = (ids != 1).long()\nreturn is_text.cumsum(1) * is_text + 1",
        _ => null,
    };
}
