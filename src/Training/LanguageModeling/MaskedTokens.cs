using System;
using static TorchSharp.torch;

namespace ModelGen.Training;

/// <summary>Masks tokens for training a masked language model (Devlin et al. 2018, section 3.1).</summary>
public static class MaskedTokens
{
    /// <summary>The target of tokens that were not chosen, which <c>CrossEntropyLoss</c> ignores.</summary>
    public const long Ignored = -100;

    /// <summary>
    /// Chooses each token with <paramref name="probability"/> and replaces a share of the chosen ones by the mask and a share by random
    /// tokens; the others remain unchanged. Call it anew for every epoch.
    /// </summary>
    /// <param name="ids">The tokens <c>(...)</c>, Int64, which are not modified.</param>
    /// <param name="vocabulary">The number of ids; valid ids are 0 to <c>vocabulary - 1</c>.</param>
    /// <param name="maskId">The id of the mask token.</param>
    /// <param name="specialIds">Ids that are never chosen, such as padding, separators and the class token.</param>
    /// <param name="probability">The probability of choosing a token.</param>
    /// <param name="maskShare">The share of the chosen tokens that are replaced by the mask.</param>
    /// <param name="randomShare">The share of the chosen tokens that are replaced by a random token.</param>
    /// <param name="generator">The random number generator, on the device of the ids; the default generator when null.</param>
    /// <returns>
    /// The input of the model, and the target: the original id of each chosen token and <see cref="Ignored"/> elsewhere; both <c>(...)</c>,
    /// Int64, owned by the caller.
    /// </returns>
    /// <exception cref="ShapeMismatchException">The ids are not Int64.</exception>
    /// <exception cref="ArgumentOutOfRangeException">
    /// The mask is not in the vocabulary, a probability or share is not from 0 to 1, or the shares add up to more than 1.
    /// </exception>
    public static (Tensor input, Tensor target) Mask(
        Tensor ids,
        long vocabulary,
        long maskId,
        ReadOnlySpan<long> specialIds = default,
        double probability = 0.15,
        double maskShare = 0.8,
        double randomShare = 0.1,
        Generator? generator = null)
    {
        ArgumentNullException.ThrowIfNull(ids);
        Guard.Type(ids, DType.Int64, nameof(MaskedTokens), nameof(ids));
        ArgumentOutOfRangeException.ThrowIfLessThan(vocabulary, 1);
        Require(maskId >= 0 && maskId < vocabulary, nameof(maskId), maskId, $"the mask must be one of the {vocabulary} ids");
        Require(probability is >= 0 and <= 1, nameof(probability), probability, "it must be from 0 to 1");
        Require(maskShare is >= 0 and <= 1, nameof(maskShare), maskShare, "it must be from 0 to 1");
        Require(
            randomShare is >= 0 && randomShare <= 1 - maskShare + 1e-12, nameof(randomShare), randomShare,
            $"it must be from 0 to 1 - maskShare, {1 - maskShare:0.###}");

        using var scope = NewDisposeScope();
        using var _ = no_grad();
        var chosen = Uniform(ids, generator).lt(Scalars.Of(probability));
        foreach (var special in specialIds)
        {
            chosen.logical_and_(ids.ne(Scalars.Of(special)));
        }

        var fate = Uniform(ids, generator);
        var hidden = fate.lt(Scalars.Of(maskShare)).logical_and(chosen);
        var replaced = fate.ge(Scalars.Of(maskShare)).logical_and(fate.lt(Scalars.Of(maskShare + randomShare))).logical_and(chosen);
        var random = randint(0, vocabulary, ids.shape, dtype: ScalarType.Int64, device: ids.device, generator: generator);
        var input = where(replaced, random, ids).masked_fill(hidden, Scalars.Of(maskId));
        var target = ids.masked_fill(chosen.logical_not(), Scalars.Of(Ignored));
        return (input.MoveToOuterDisposeScope(), target.MoveToOuterDisposeScope());
    }

    private static Tensor Uniform(Tensor like, Generator? generator) =>
        rand(like.shape, dtype: ScalarType.Float32, device: like.device, generator: generator);

    private static void Require(bool holds, string parameter, object value, string rule)
    {
        if (!holds)
        {
            throw new ArgumentOutOfRangeException(parameter, value, $"{nameof(MaskedTokens)}: {rule}, got {value}.");
        }
    }
}
