namespace Classify;

/// <summary>What the command line asks for.</summary>
/// <param name="Text">A folder, or <c>null</c> for this repository.</param>
/// <param name="Output">The folder for weights and plot.</param>
/// <param name="Budget">How long the encoder is trained.</param>
/// <param name="Seed">The seed of everything random.</param>
internal sealed record Settings(string? Text, string Output, Budget Budget, int Seed);
