using System;
using System.Linq;

namespace Retrieval;

/// <summary>
/// Vectors that lie in clusters, like those of texts: a random center and noise around it. Each follows from its number, so that none has
/// to be kept. Vectors without clusters would be about equally far from each other, and no index could be better than a scan.
/// </summary>
/// <param name="dimensions">The number of dimensions.</param>
/// <param name="seed">The seed.</param>
internal sealed class SyntheticVectors(int dimensions, int seed)
{
    private const int Centers = 1000;
    private const float Noise = 0.7f;

    private readonly float[][] _centers = [.. Enumerable.Range(0, Centers).Select(i => Uniform(new Random(seed * 7919 + i), dimensions))];

    /// <summary>The vector with a number.</summary>
    public float[] Of(long number)
    {
        var random = new Random(HashCode.Combine(seed, number));
        var vector = Uniform(random, dimensions);
        var center = _centers[random.Next(Centers)];
        for (var i = 0; i < dimensions; i++)
        {
            vector[i] = center[i] + Noise * vector[i];
        }

        return vector;
    }

    private static float[] Uniform(Random random, int dimensions) =>
        [.. Enumerable.Range(0, dimensions).Select(_ => random.NextSingle() - 0.5f)];
}
