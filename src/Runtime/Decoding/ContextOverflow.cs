namespace ModelGen;

/// <summary>What happens when a sequence has as many positions as the model allows.</summary>
public enum ContextOverflow
{
    /// <summary>Generation ends there, and a longer prompt is refused.</summary>
    Stop,

    /// <summary>
    /// The model goes on from the last half of its positions, which are read again; of a longer prompt it reads the last ones.
    /// </summary>
    Slide,
}
