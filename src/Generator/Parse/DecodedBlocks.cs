using System.Collections.Generic;
using System.Linq;
using ModelGen.Generator.Declarations;

namespace ModelGen.Generator.Parse;

/// <summary>The models that are decoded step by step because one with <c>[Autoregressive]</c> has them as blocks.</summary>
internal static class DecodedBlocks
{
    public static bool IsAsked(Declaration declaration) => declaration.Attributes.Any(use => use.Kind == "Autoregressive");

    /// <summary>The full names of the blocks of a model and of their blocks in turn, in this compilation.</summary>
    public static EquatableArray<string> Of(Declaration declaration)
    {
        var names = new List<string>();
        var open = new Stack<Declaration>([declaration]);
        while (open.Count > 0)
        {
            foreach (var block in open.Pop().Blocks.Select(block => block.Declaration).OfType<Declaration>())
            {
                if (!names.Contains(block.Type.QualifiedName))
                {
                    names.Add(block.Type.QualifiedName);
                    open.Push(block);
                }
            }
        }

        return names.ToEquatableArray();
    }
}
