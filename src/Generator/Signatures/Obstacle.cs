using ModelGen.Generator.Declarations;
using ModelGen.Generator.Repairs;

namespace ModelGen.Generator.Signatures;

/// <summary>What is in the way of decoding step by step.</summary>
/// <param name="Site">The layer, or its argument.</param>
/// <param name="Subject">The layer, for people.</param>
/// <param name="LooksAhead">Whether a position certainly depends on later ones; otherwise it is not known.</param>
/// <param name="How">What the layer does, as the end of a sentence; empty if nothing is known of it.</param>
/// <param name="Repair">What to do instead.</param>
internal sealed record Obstacle(Site Site, string Subject, bool LooksAhead, string How, string Repair);
