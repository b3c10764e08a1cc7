namespace Classify;

/// <summary>The settings of the command line.</summary>
/// <param name="Text">A folder, or <c>null</c> for this repository.</param>
/// <param name="Output">The folder for the weights and the plot.</param>
/// <param name="Budget">The budget of the training.</param>
/// <param name="Seed">The seed of all random numbers.</param>
internal sealed record Settings(string? Text, string Output, Budget Budget, int Seed);
