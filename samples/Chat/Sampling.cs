namespace Chat;

/// <summary>How answers are drawn.</summary>
/// <param name="Temperature">What scores are divided by; with 0 the likeliest token is always taken.</param>
/// <param name="TopK">How many of the likeliest tokens are drawn from; with 0 all are.</param>
/// <param name="TopP">Draws from the fewest tokens whose probabilities add up to it.</param>
/// <param name="MaximumTokens">The longest answer.</param>
/// <param name="Seed">The same seed draws the same answers.</param>
internal sealed record Sampling(double Temperature, int TopK, double TopP, int MaximumTokens, int Seed);
