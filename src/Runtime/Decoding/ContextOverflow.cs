namespace ModelGen;

/// <summary>What generation does when a sequence reaches the model's maximum length.</summary>
public enum ContextOverflow
{
    /// <summary>Generation ends, and a prompt that exceeds the maximum length throws.</summary>
    Stop,

    /// <summary>
    /// Generation continues from the last half of the positions, which are computed again. A prompt that exceeds the maximum length is
    /// truncated on the left.
    /// </summary>
    Slide,
}
