using ModelGen.Generator.Parse;

namespace ModelGen.Generator;

/// <summary>The names of the pipeline's steps, by which tests see what an edit recomputes.</summary>
internal static class TrackingNames
{
    /// <summary>A class becomes a <see cref="Declarations.Declaration"/>.</summary>
    public const string Parse = nameof(Parse);

    /// <summary>All declarations become the names of the blocks that are decoded step by step.</summary>
    public const string DecodedBlocks = nameof(DecodedBlocks);

    /// <summary>A declaration learns whether it is one of them.</summary>
    public const string Decode = nameof(Decode);

    /// <summary>A declaration becomes the text of its generated part: bind, infer, plan and emit.</summary>
    public const string Write = nameof(Write);
}
