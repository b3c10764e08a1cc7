using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
using ModelGen.Decoding;

namespace ModelGen;

/// <summary>Lets language models write on.</summary>
public static class Generation
{
    /// <summary>Generates what follows a prompt.</summary>
    /// <param name="model">The model, in evaluation mode.</param>
    /// <param name="prompt">The ids to start from, at least one.</param>
    /// <param name="options">How ids are chosen; drawn by their probabilities when null.</param>
    /// <param name="decoding">A decoding of this model to go on with: where the prompt begins as it does, nothing is computed
    /// again.</param>
    /// <returns>The generated ids, without the prompt.</returns>
    /// <exception cref="ArgumentException">The prompt is empty, too long or has an id outside the vocabulary, or an option is out of its
    /// range.</exception>
    /// <exception cref="InvalidOperationException">The model is in training mode.</exception>
    /// <exception cref="GenerationException">The model's scores are not numbers, or no id is left.</exception>
    public static IReadOnlyList<long> Generate(
        this ILanguageModel model, IReadOnlyList<long> prompt, GenerationOptions? options = null, DecodingState? decoding = null)
        => model.GenerateBatch([prompt], options, decoding)[0];

    /// <summary>Generates what follows each of several prompts, together. Their lengths may differ.</summary>
    /// <param name="model">The model, in evaluation mode.</param>
    /// <param name="prompts">The ids to start from.</param>
    /// <param name="options">How ids are chosen; drawn by their probabilities when null.</param>
    /// <param name="decoding">A decoding of this model to go on with.</param>
    /// <returns>The generated ids of each, without the prompt.</returns>
    /// <inheritdoc cref="Generate" path="/exception"/>
    public static IReadOnlyList<IReadOnlyList<long>> GenerateBatch(
        this ILanguageModel model, IReadOnlyList<IReadOnlyList<long>> prompts, GenerationOptions? options = null,
        DecodingState? decoding = null)
    {
        var chosen = Check(model, options, decoding);
        if (chosen.Beams > 1)
        {
            return prompts.Select((prompt, row) => Search(model, prompt, row, prompts.Count, chosen, decoding)).ToList();
        }

        using var loop = new TokenLoop(model, prompts, chosen, decoding, isOneCall: true);
        while (loop.Next())
        {
        }

        return loop.Generated;
    }

    /// <summary>Generates what follows a prompt, each id as soon as it is chosen.</summary>
    /// <param name="model">The model, in evaluation mode.</param>
    /// <param name="prompt">The ids to start from, at least one.</param>
    /// <param name="options">How ids are chosen; drawn by their probabilities when null.</param>
    /// <param name="decoding">A decoding of this model to go on with.</param>
    /// <returns>The generated ids, without the prompt. Who stops reading stops generating.</returns>
    /// <inheritdoc cref="Generate" path="/exception"/>
    public static IEnumerable<long> Stream(
        this ILanguageModel model, IReadOnlyList<long> prompt, GenerationOptions? options = null, DecodingState? decoding = null)
    {
        var chosen = CheckStream(model, options, decoding);
        return Read();

        IEnumerable<long> Read()
        {
            using var loop = new TokenLoop(model, [prompt], chosen, decoding, isOneCall: false);
            for (var count = 0; loop.Next() && loop.Generated[0].Count > count; count++)
            {
                yield return loop.Generated[0][count];
            }
        }
    }

    /// <summary>Generates what follows a prompt, each id as soon as it is chosen, without holding the caller's thread meanwhile.</summary>
    /// <param name="model">The model, in evaluation mode.</param>
    /// <param name="prompt">The ids to start from, at least one.</param>
    /// <param name="options">How ids are chosen; drawn by their probabilities when null.</param>
    /// <param name="decoding">A decoding of this model to go on with.</param>
    /// <param name="cancellation">Ends it between two ids; the decoding stays usable.</param>
    /// <returns>The generated ids, without the prompt.</returns>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    /// <inheritdoc cref="Generate" path="/exception"/>
    public static IAsyncEnumerable<long> StreamAsync(
        this ILanguageModel model, IReadOnlyList<long> prompt, GenerationOptions? options = null, DecodingState? decoding = null,
        CancellationToken cancellation = default)
    {
        var chosen = CheckStream(model, options, decoding);
        return Read(cancellation);

        async IAsyncEnumerable<long> Read([EnumeratorCancellation] CancellationToken token)
        {
            using var loop = new TokenLoop(model, [prompt], chosen, decoding, isOneCall: false);
            for (var count = 0; await Task.Run(loop.Next, token).ConfigureAwait(false) && loop.Generated[0].Count > count; count++)
            {
                yield return loop.Generated[0][count];
                token.ThrowIfCancellationRequested();
            }
        }
    }

    // The beams of a prompt take the batch, so that what the model was given for several prompts is given for this one alone.
    private static IReadOnlyList<long> Search(
        ILanguageModel model, IReadOnlyList<long> prompt, int row, int count, GenerationOptions options, DecodingState? decoding)
    {
        if (model is not ConditionalLanguageModel conditional || count == 1)
        {
            return BeamSearch.Run(model, prompt, options, decoding);
        }

        using var alone = conditional.Row(row, count);
        return BeamSearch.Run(alone, prompt, options, null);
    }

    private static GenerationOptions CheckStream(ILanguageModel model, GenerationOptions? options, DecodingState? decoding)
    {
        var chosen = Check(model, options, decoding);
        return chosen.Beams == 1
            ? chosen
            : throw new ArgumentException(
                "Beam search knows its sequence only at the end, so it cannot be streamed: call Generate, or set Beams = 1.",
                nameof(options));
    }

    private static GenerationOptions Check(ILanguageModel model, GenerationOptions? options, DecodingState? decoding)
    {
        var chosen = options ?? new GenerationOptions();
        chosen.Check(model.Vocabulary);
        return decoding is null || ReferenceEquals(decoding.Model, model)
            ? chosen
            : throw new ArgumentException(
                "The decoding is one of another model: create it with NewDecoding of this one.", nameof(decoding));
    }
}
