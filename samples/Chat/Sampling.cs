namespace Chat;

/// <summary>How answers are sampled.</summary>
/// <param name="Temperature">The divisor of the scores; 0 always takes the most likely token.</param>
/// <param name="TopK">The number of most likely tokens to sample from; 0 for all.</param>
/// <param name="TopP">The total probability of the smallest set of most likely tokens to sample from.</param>
/// <param name="MaximumTokens">The maximum number of tokens per answer.</param>
/// <param name="Seed">The seed of the random numbers.</param>
internal sealed record Sampling(double Temperature, int TopK, double TopP, int MaximumTokens, int Seed);
