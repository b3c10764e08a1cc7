using System.Collections.Immutable;
using System.Linq;
using ModelGen.Generator.Declarations;
using ModelGen.Generator.Signatures;

namespace ModelGen.Generator.Layers;

/// <summary>A block of several outputs has a port for each, named as the output.</summary>
internal static class BlockPorts
{
    /// <summary>The ports, the first of which is the layer's own result; empty if there is only one output.</summary>
    public static ImmutableArray<string> Of(BlockReference? block)
    {
        // Known before any shape is, since names are resolved first.
        var names = block switch
        {
            { Declaration: { } declaration } => declaration.Stages.Where(stage => stage.Attributes.Any(use => use.Kind == "Output"))
                .Select(stage => stage.Name).ToImmutableArray(),
            { Signature: { } text } => SignatureText.Read(block.DisplayName, text)?.Outputs.Select(output => output.Name).ToImmutableArray()
                ?? ImmutableArray<string>.Empty,
            _ => ImmutableArray<string>.Empty,
        };
        return names.Length > 1 ? names : ImmutableArray<string>.Empty;
    }
}
