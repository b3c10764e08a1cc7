using System;
using System.Collections.Generic;
using System.Linq;

namespace ModelGen.Layers;

/// <summary>The options of rotary positional encoding (RoFormer, Su et al. 2021, arXiv:2104.09864).</summary>
public sealed record RotaryOptions
{
    /// <summary>The base of the angles: at position t, pair i of d rotated features is rotated by <c>t / Base^(2i/d)</c>.</summary>
    public double Base { get; init; } = 10000;

    /// <summary>The number of leading features of each head that are rotated, an even number; all of them when null.</summary>
    public long? Dim { get; init; }

    /// <summary>Which features are rotated as a pair.</summary>
    public RotaryStyle Style { get; init; } = RotaryStyle.Halves;

    /// <summary>How the angles are scaled for sequences longer than those seen in training.</summary>
    public RotaryScaling Scaling { get; init; } = RotaryScaling.None;

    /// <summary>The ratio of the extended sequence length to the sequence length in training, at least 1.</summary>
    public double Factor { get; init; } = 1;

    /// <summary>The sequence length in training, for <see cref="RotaryScaling.Yarn"/> and <see cref="RotaryScaling.Llama3"/>.</summary>
    public long Context { get; init; } = 1;

    /// <summary>Llama 3: the number of rotations within <see cref="Context"/> below which a pair is slowed by the whole factor.</summary>
    public double LowFrequency { get; init; } = 1;

    /// <summary>Llama 3: the number of rotations within <see cref="Context"/> above which a pair is not scaled.</summary>
    public double HighFrequency { get; init; } = 4;

    /// <summary>YaRN: the number of rotations within <see cref="Context"/> above which a pair is not scaled.</summary>
    public double BetaFast { get; init; } = 32;

    /// <summary>YaRN: the number of rotations within <see cref="Context"/> below which a pair is slowed by the whole factor.</summary>
    public double BetaSlow { get; init; } = 1;

    /// <summary>
    /// YaRN and LongRoPE: the factor by which cosines and sines are multiplied; with YaRN <c>0.1 ln(Factor) + 1</c> when null, otherwise 1.
    /// </summary>
    public double? AttentionFactor { get; init; }

    /// <summary>
    /// LongRoPE (Ding et al. 2024, arXiv:2402.13753): the number by which the angle of each pair is divided in sequences of at most
    /// <see cref="Context"/> positions; null without LongRoPE.
    /// </summary>
    public IReadOnlyList<double>? ShortFactors { get; init; }

    /// <summary>LongRoPE: the number by which the angle of each pair is divided in longer sequences.</summary>
    public IReadOnlyList<double>? LongFactors { get; init; }

    /// <summary>Returns the factor by which cosines and sines are multiplied.</summary>
    public double Magnitude() => Scaling == RotaryScaling.Yarn ? AttentionFactor ?? ((0.1 * Math.Log(Factor)) + 1)
        : ShortFactors is null ? 1 : AttentionFactor ?? 1;

    /// <summary>Computes the angle by which each pair is rotated from one position to the next.</summary>
    /// <param name="dim">The number of rotated features d.</param>
    /// <param name="factors">The numbers by which the angles are divided; 1 when null.</param>
    /// <returns>The <c>d/2</c> angles in radians, the largest first.</returns>
    /// <remarks>
    /// As <c>modeling_rope_utils</c> of Hugging Face's transformers: linear (Chen et al. 2023, arXiv:2306.15595), NTK-aware with a fixed
    /// factor, YaRN (Peng et al. 2023, arXiv:2309.00071) and Llama 3.1 (arXiv:2407.21783).
    /// </remarks>
    public double[] Frequencies(long dim, IReadOnlyList<double>? factors = null)
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
            } / (factors?[pair] ?? 1);
        }

        return frequencies;
    }

    internal void Check(string layer, long dim)
    {
        var pairs = dim / 2;
        Require(
            (ShortFactors is null) == (LongFactors is null) && (ShortFactors?.Count ?? pairs) == pairs
                && (LongFactors?.Count ?? pairs) == pairs,
            nameof(LongFactors), LongFactors?.Count ?? 0, $"{pairs} numbers, as many as {nameof(ShortFactors)}");
        Require(
            (ShortFactors ?? []).Concat(LongFactors ?? []).All(factor => factor > 0 && double.IsFinite(factor)), nameof(ShortFactors), 0,
            "above 0, as all long factors");
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
                    name, value, FormattableString.Invariant($"{layer}: the rotary option {name} must be {requirement}, got {value}."));
            }
        }
    }

    // Interpolates between the frequency divided by the factor (share 0) and the unscaled frequency (share 1).
    private double Blended(double frequency, double share) => ((1 - share) * frequency / Factor) + (share * frequency);

    // 0 up to the pair with BetaFast rotations within the context, 1 from the pair with BetaSlow rotations on, and linear between them.
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
