namespace ModelGen.Generator.Shapes;

/// <summary>What is known of a comparison of dimensions.</summary>
internal enum Truth
{
    /// <summary>It holds for every assignment that satisfies the facts.</summary>
    Proved,

    /// <summary>It fails for every assignment that satisfies the facts.</summary>
    Refuted,

    /// <summary>Neither was shown. The generated code checks it at run time.</summary>
    Open,
}
