using System;

namespace ModelGen.Layers;

/// <summary>How rotary positions turn the features of each head (RoFormer, Su et al. 2021, arXiv:2104.09864).</summary>
public sealed record RotaryOptions
{
    /// <summary>The base: pair i of d features turns by <c>t / Base^(2i/d)</c>.</summary>
    public double Base { get; init; } = 10000;

    /// <summary>How many features of each head turn, an even number; the first ones, and all when not given.</summary>
    public long? Dim { get; init; }

    /// <summary>Which features make a pair.</summary>
    public RotaryStyle Style { get; init; } = RotaryStyle.Halves;

    /// <summary>How the angles are slowed for sequences longer than those in training.</summary>
    public RotaryScaling Scaling { get; init; } = RotaryScaling.None;

    /// <summary>How many times longer sequences may be; at least 1.</summary>
    public double Factor { get; init; } = 1;

    /// <summary>
    /// The length of the sequences before scaling, for <see cref="RotaryScaling.Yarn"/> and <see cref="RotaryScaling.Llama3"/>.
    /// </summary>
    public long Context { get; init; } = 1;

    /// <summary>Llama 3: pairs that turn fewer times than this within <see cref="Context"/> are slowed by the whole factor.</summary>
    public double LowFrequency { get; init; } = 1;

    /// <summary>Llama 3: pairs that turn more often than this within <see cref="Context"/> keep their speed.</summary>
    public double HighFrequency { get; init; } = 4;

    /// <summary>YaRN: pairs that turn more often than this within <see cref="Context"/> keep their speed.</summary>
    public double BetaFast { get; init; } = 32;

    /// <summary>YaRN: pairs that turn fewer times than this within <see cref="Context"/> are slowed by the whole factor.</summary>
    public double BetaSlow { get; init; } = 1;

    /// <summary>YaRN: what cosines and sines are multiplied by; <c>0.1 ln(Factor) + 1</c> when not given.</summary>
    public double? AttentionFactor { get; init; }

    /// <summary>What cosines and sines are multiplied by.</summary>
    internal double Magnitude => Scaling == RotaryScaling.Yarn ? AttentionFactor ?? ((0.1 * Math.Log(Factor)) + 1) : 1;

    /// <summary>The angle by which each pair turns from one position to the next.</summary>
    /// <param name="dim">d, the features that turn.</param>
    /// <returns><c>d/2</c> angles, the largest first.</returns>
    /// <remarks>
    /// As <c>modeling_rope_utils</c> of Hugging Face's transformers: linear (Chen et al. 2023, arXiv:2306.15595), NTK-aware with a fixed
    /// factor, YaRN (Peng et al. 2023, arXiv:2309.00071) and Llama 3.1 (arXiv:2407.21783).
    /// </remarks>
    internal double[] Frequencies(long dim)
    {
        var rotaryBase = Scaling == RotaryScaling.Ntk ? Base * Math.Pow(Factor, dim / (dim - 2.0)) : Base;
        var frequencies = new double[dim / 2];
        for (var pair = 0; pair < frequencies.Length; pair++)
        {
            var frequency = Math.Pow(rotaryBase, -2.0 * pair / dim);
            frequencies[pair] = Scaling switch
            {
                RotaryScaling.Linear => frequency / Factor,
                RotaryScaling.Yarn => Blended(frequency, 1 - YarnRamp(pair, dim)),
                RotaryScaling.Llama3 => Blended(frequency, Llama3Share(frequency)),
                _ => frequency,
            };
        }

        return frequencies;
    }

    internal void Check(string layer)
    {
        Require(Base > 0 && double.IsFinite(Base), nameof(Base), Base, "above 0");
        Require(Factor >= 1 && double.IsFinite(Factor), nameof(Factor), Factor, "at least 1");
        Require(Context >= 1, nameof(Context), Context, "at least 1");
        Require(Scaling != RotaryScaling.Yarn || Base > 1, nameof(Base), Base, "above 1 with YaRN");
        Require(BetaSlow > 0, nameof(BetaSlow), BetaSlow, "above 0");
        Require(BetaFast > BetaSlow, nameof(BetaFast), BetaFast, $"above BetaSlow, which is {BetaSlow}");
        Require(HighFrequency > LowFrequency, nameof(HighFrequency), HighFrequency, $"above LowFrequency, which is {LowFrequency}");
        Require(AttentionFactor is null or > 0, nameof(AttentionFactor), AttentionFactor ?? 0, "above 0");

        void Require(bool holds, string name, double value, string requirement)
        {
            if (!holds)
            {
                throw new ArgumentOutOfRangeException(
                    name, value,
                    FormattableString.Invariant($"{layer}: {name} of its rotary positions must be {requirement}, got {value}."));
            }
        }
    }

    // From the frequency divided by the factor (share 0) to the frequency itself (share 1).
    private double Blended(double frequency, double share) => ((1 - share) * frequency / Factor) + (share * frequency);

    // 0 up to the pair that turns BetaFast times within the context, 1 from the one that turns BetaSlow times on.
    private double YarnRamp(int pair, long dim)
    {
        var low = Math.Max(Math.Floor(Pair(BetaFast)), 0);
        var high = Math.Min(Math.Ceiling(Pair(BetaSlow)), dim - 1);
        return Math.Clamp((pair - low) / (high == low ? 0.001 : high - low), 0, 1);

        double Pair(double turns) => dim * Math.Log(Context / (turns * 2 * Math.PI)) / (2 * Math.Log(Base));
    }

    private double Llama3Share(double frequency)
    {
        var turns = Context * frequency / (2 * Math.PI);
        return Math.Clamp((turns - LowFrequency) / (HighFrequency - LowFrequency), 0, 1);
    }
}
