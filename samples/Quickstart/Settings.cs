namespace Quickstart;

/// <summary>What the command line asks for.</summary>
/// <param name="Text">A file or folder, or <c>null</c> for this repository.</param>
/// <param name="Output">The folder for weights and plot.</param>
/// <param name="Budget">How long each model is trained.</param>
/// <param name="Sampling">How text is generated.</param>
internal sealed record Settings(string? Text, string Output, Budget Budget, Sampling Sampling)
{
    /// <summary>The seed of everything random.</summary>
    public int Seed => Sampling.Seed;
}
