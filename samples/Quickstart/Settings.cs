namespace Quickstart;

/// <summary>The settings of the command line.</summary>
/// <param name="Text">A file or folder, or <c>null</c> for this repository.</param>
/// <param name="Output">The folder for the weights and the plot.</param>
/// <param name="Budget">The budget of the training of each model.</param>
/// <param name="Sampling">How text is generated.</param>
internal sealed record Settings(string? Text, string Output, Budget Budget, Sampling Sampling)
{
    /// <summary>The seed of all random numbers.</summary>
    public int Seed => Sampling.Seed;
}
