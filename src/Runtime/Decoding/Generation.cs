using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
using ModelGen.Decoding;

namespace ModelGen;

/// <summary>Generates text with language models.</summary>
public static class Generation
{
    /// <summary>Generates the ids that follow a prompt.</summary>
    /// <param name="model">The model, in evaluation mode.</param>
    /// <param name="prompt">The ids of the prompt, at least one.</param>
    /// <param name="options">How ids are chosen; sampled from the model's probabilities when null.</param>
    /// <param name="decoding">
    /// A decoding state of this model to reuse: a common prefix of its sequence and the prompt is not computed again.
    /// </param>
    /// <returns>The generated ids, without the prompt.</returns>
    /// <exception cref="ArgumentException">
    /// The prompt is empty, too long or has an id outside the vocabulary, or an option is out of range.
    /// </exception>
    /// <exception cref="InvalidOperationException">The model is in training mode.</exception>
    /// <exception cref="GenerationException">The scores contain NaN or infinity, or no id can be chosen.</exception>
    public static IReadOnlyList<long> Generate(
        this ILanguageModel model, IReadOnlyList<long> prompt, GenerationOptions? options = null, DecodingState? decoding = null)
        => model.GenerateBatch([prompt], options, decoding)[0];

    /// <summary>Generates the ids that follow each prompt of a batch; the prompts may differ in length.</summary>
    /// <param name="model">The model, in evaluation mode.</param>
    /// <param name="prompts">The ids of the prompts, at least one per prompt.</param>
    /// <param name="options">How ids are chosen; sampled from the model's probabilities when null.</param>
    /// <param name="decoding">A decoding state of this model to reuse.</param>
    /// <returns>The generated ids for each prompt, without the prompt.</returns>
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

    /// <summary>Generates the ids that follow a prompt and yields each one as soon as it is chosen.</summary>
    /// <param name="model">The model, in evaluation mode.</param>
    /// <param name="prompt">The ids of the prompt, at least one.</param>
    /// <param name="options">How ids are chosen; sampled from the model's probabilities when null.</param>
    /// <param name="decoding">A decoding state of this model to reuse.</param>
    /// <returns>The generated ids, without the prompt. Ending the enumeration ends the generation.</returns>
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

    /// <summary>Generates the ids that follow a prompt on a thread pool thread and yields each one as soon as it is chosen.</summary>
    /// <param name="model">The model, in evaluation mode.</param>
    /// <param name="prompt">The ids of the prompt, at least one.</param>
    /// <param name="options">How ids are chosen; sampled from the model's probabilities when null.</param>
    /// <param name="decoding">A decoding state of this model to reuse.</param>
    /// <param name="cancellation">Cancels the generation between two ids; the decoding state remains usable.</param>
    /// <returns>The generated ids, without the prompt.</returns>
    /// <exception cref="OperationCanceledException">The generation was cancelled.</exception>
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

    // The beams of one prompt form the batch, so the conditions of a batch of prompts are split by prompt.
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
                "Beam search determines its sequence at the end and cannot be streamed: call Generate, or set Beams = 1.",
                nameof(options));
    }

    private static GenerationOptions Check(ILanguageModel model, GenerationOptions? options, DecodingState? decoding)
    {
        var chosen = options ?? new GenerationOptions();
        chosen.Check(model.Vocabulary);
        return decoding is null || ReferenceEquals(decoding.Model, model)
            ? chosen
            : throw new ArgumentException(
                "The decoding state belongs to another model: create it with NewDecoding of this model.", nameof(decoding));
    }
}
