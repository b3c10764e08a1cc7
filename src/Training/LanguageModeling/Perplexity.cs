using System;
using static TorchSharp.torch;

namespace ModelGen.Training;

/// <summary>
/// How many tokens a language model hesitates between: <c>exp</c> of the mean negative log-likelihood over all batches that were added.
/// </summary>
public sealed class Perplexity
{
    private double _total;

    /// <summary>The number of tokens so far.</summary>
    public long Tokens { get; private set; }

    /// <summary>The mean negative log-likelihood in nats; NaN without tokens.</summary>
    public double Loss => Tokens == 0 ? double.NaN : _total / Tokens;

    /// <summary>The perplexity; NaN without tokens.</summary>
    public double Value => Math.Exp(Loss);

    /// <summary>The mean negative log-likelihood in bits a token; NaN without tokens.</summary>
    public double Bits => Loss / Math.Log(2);

    /// <summary>Adds a batch.</summary>
    /// <param name="loss">Its mean negative log-likelihood in nats, as <c>CrossEntropyLoss</c> gives it.</param>
    /// <param name="tokens">The number of tokens that the mean is over.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number of tokens is negative.</exception>
    public void Add(double loss, long tokens)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(tokens);
        if (tokens > 0)
        {
            _total += loss * tokens;
            Tokens += tokens;
        }
    }

    /// <summary>Adds a batch, counting the tokens of its target.</summary>
    /// <param name="loss">Its mean negative log-likelihood in nats, a scalar.</param>
    /// <param name="target">The target that the loss was computed with, of any shape.</param>
    /// <param name="ignoreIndex">The target that the loss left out.</param>
    /// <exception cref="ArgumentException">The loss is no scalar.</exception>
    public void Add(Tensor loss, Tensor target, long ignoreIndex = MaskedTokens.Ignored)
    {
        ArgumentNullException.ThrowIfNull(loss);
        ArgumentNullException.ThrowIfNull(target);
        if (loss.numel() != 1)
        {
            throw new ArgumentException(
                $"The loss must be the batch's mean, one number, but is {Describe.Shape(loss)}: use LossReduction.Mean.",
                nameof(loss));
        }

        using var counts = target.ne(Scalars.Of(ignoreIndex));
        using var count = counts.sum();
        using var mean = loss.to(ScalarType.Float64);
        Add(HostScalar.Read<double>(mean), HostScalar.Read<long>(count));
    }
}
