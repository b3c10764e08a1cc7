using System;
using System.Collections.Generic;
using System.Linq;
using static TorchSharp.torch;

namespace ModelGen.Training;

/// <summary>Perplexity of a language model: <c>exp</c> of the mean negative log-likelihood over all added batches.</summary>
public sealed class Perplexity : IMetric
{
    private readonly DeviceSum _onDevice = new();
    private double _loss;
    private long _tokens;

    /// <summary>The number of tokens in the added batches.</summary>
    public long Tokens => Sums().Tokens;

    /// <summary>The mean negative log-likelihood in nats per token; NaN without tokens.</summary>
    public double Loss => Sums() is { Tokens: > 0 } sums ? sums.Loss / sums.Tokens : double.NaN;

    /// <summary>The perplexity; NaN without tokens.</summary>
    public double Value => Math.Exp(Loss);

    /// <summary>The mean negative log-likelihood in bits per token; NaN without tokens.</summary>
    public double Bits => Loss / Math.Log(2);

    /// <inheritdoc/>
    public string Name => "perplexity";

    /// <inheritdoc/>
    public bool HigherIsBetter => false;

    /// <summary>Adds a batch.</summary>
    /// <param name="loss">The mean negative log-likelihood in nats, as <c>CrossEntropyLoss</c> returns it.</param>
    /// <param name="tokens">The number of tokens in the mean.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number of tokens is negative.</exception>
    public void Add(double loss, long tokens)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(tokens);
        if (tokens > 0)
        {
            _loss += loss * tokens;
            _tokens += tokens;
        }
    }

    /// <summary>Adds a batch and counts the tokens of its target.</summary>
    /// <param name="loss">The mean negative log-likelihood in nats, a scalar.</param>
    /// <param name="target">The target of the loss, of any shape.</param>
    /// <param name="ignoreIndex">The target value that the loss ignores.</param>
    /// <exception cref="ArgumentException">The loss is not a scalar.</exception>
    public void Add(Tensor loss, Tensor target, long ignoreIndex = MaskedTokens.Ignored)
    {
        ArgumentNullException.ThrowIfNull(loss);
        ArgumentNullException.ThrowIfNull(target);
        if (loss.numel() != 1)
        {
            throw new ArgumentException(
                $"The loss must be a scalar, the mean of the batch, but is {Describe.Shape(loss)}: use LossReduction.Mean.",
                nameof(loss));
        }

        using var quiet = no_grad();
        using var scope = NewDisposeScope();
        var count = target.ne(Scalars.Of(ignoreIndex)).sum().to(ScalarType.Float64);

        // Without tokens the mean is not a number, and adds nothing.
        var total = loss.detach().to(ScalarType.Float64).reshape([]).mul(count).masked_fill(count.eq(Scalars.Of(0.0)), Scalars.Of(0.0));
        _onDevice.Add(stack([total, count]));
    }

    /// <summary>Adds a batch of scores.</summary>
    /// <param name="outputs">The logits of each token <c>(..., C)</c>.</param>
    /// <param name="targets">The tokens <c>(...)</c>, Int64; <see cref="MaskedTokens.Ignored"/> is left out.</param>
    /// <exception cref="TrainingException">The shapes do not fit.</exception>
    void IMetric.Add(Tensor outputs, Tensor targets)
    {
        ArgumentNullException.ThrowIfNull(outputs);
        ArgumentNullException.ThrowIfNull(targets);
        if (!outputs.shape.SkipLast(1).SequenceEqual(targets.shape))
        {
            throw new TrainingException(
                $"Outputs of {Describe.Shape(outputs)} need targets of all axes but the last, but they are {Describe.Shape(targets)}.");
        }

        using var quiet = no_grad();
        using var scope = NewDisposeScope();
        var loss = nn.functional.cross_entropy(
            outputs.reshape(-1, outputs.size(-1)), targets.reshape(-1), ignore_index: MaskedTokens.Ignored, reduction: nn.Reduction.Sum);
        var count = targets.ne(Scalars.Of(MaskedTokens.Ignored)).sum();
        _onDevice.Add(stack([loss.to(ScalarType.Float64), count.to(ScalarType.Float64)]));
    }

    /// <inheritdoc/>
    public double Compute() => Value;

    /// <inheritdoc/>
    public void Reset()
    {
        _onDevice.Reset();
        (_loss, _tokens) = (0, 0);
    }

    /// <inheritdoc/>
    public IMetric CreateEmpty() => new Perplexity();

    /// <inheritdoc/>
    public IReadOnlyList<Tensor> GetState() => Sums() is { Tokens: > 0 } sums ? [tensor(new[] { sums.Loss, sums.Tokens })] : [];

    /// <inheritdoc/>
    public void SetState(IReadOnlyList<Tensor> state)
    {
        Reset();
        _onDevice.SetState(state);
    }

    private (double Loss, long Tokens) Sums() =>
        _onDevice.Read() is [var loss, var tokens] ? (_loss + loss, _tokens + (long)tokens) : (_loss, _tokens);
}
