namespace Memory;

/// <summary>The settings of the command line.</summary>
/// <param name="Output">The folder for the plots.</param>
/// <param name="Inputs">The number of features of a token.</param>
/// <param name="Hidden">The number of features of a state.</param>
/// <param name="Distance">The largest distance that is measured, in steps.</param>
/// <param name="Trained">The largest distance that is trained on, in steps.</param>
/// <param name="Steps">The number of training steps of each model.</param>
/// <param name="BatchSize">The number of sequences of a training step.</param>
/// <param name="Seed">The seed of weights and sequences.</param>
internal sealed record Settings(
    string Output, int Inputs = 128, int Hidden = 256, int Distance = 200, int Trained = 100, int Steps = 200, int BatchSize = 32,
    int Seed = 1)
{
    /// <summary>The distances at which the accuracy is measured.</summary>
    public int[] Distances => [.. System.Array.FindAll([1, 2, 5, 10, 20, 50, 100, 150, 200, 500, 1000], distance => distance <= Distance)];
}
