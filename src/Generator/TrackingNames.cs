namespace ModelGen.Generator;

/// <summary>The names of the pipeline's steps, by which tests see what an edit recomputes.</summary>
internal static class TrackingNames
{
    /// <summary>A class becomes a <see cref="Parse.Declaration"/>.</summary>
    public const string Parse = nameof(Parse);

    /// <summary>A declaration becomes a <see cref="Plan.ModelPlan"/>: bind, infer and plan.</summary>
    public const string Plan = nameof(Plan);
}
