using System;
using System.Linq;
using ModelGen.Decoding;
using static TorchSharp.torch;

namespace ModelGen;

/// <summary>
/// A language model bound to its conditions, such as an encoder's output that is computed once. If the conditions have batch size 1, they
/// apply to any number of prompts; otherwise the number of prompts must equal their batch size.
/// </summary>
public sealed class ConditionalLanguageModel : ILanguageModel, IDisposable
{
    private readonly nn.Module _module;
    private readonly Func<ModelState> _newState;
    private readonly LanguageModelStep _step;
    private readonly ConditionTensor[] _conditions;
    private readonly WeightStamp _stamp;

    /// <summary>Creates the language model. Called by generated code.</summary>
    /// <param name="module">The model.</param>
    /// <param name="vocabulary">The number of ids.</param>
    /// <param name="maximumLength">The maximum sequence length; null if there is no limit.</param>
    /// <param name="newState">Creates the state of the layers before the first position.</param>
    /// <param name="step">Computes the scores of the next positions.</param>
    /// <param name="conditions">The conditions; owned by the language model.</param>
    public ConditionalLanguageModel(
        nn.Module module, long vocabulary, long? maximumLength, Func<ModelState> newState, LanguageModelStep step,
        params ConditionTensor[] conditions)
    {
        _module = module;
        Vocabulary = vocabulary;
        MaximumLength = maximumLength;
        _newState = newState;
        _step = step;
        _conditions = conditions;
        _stamp = WeightStamp.Of(module);
        foreach (var condition in conditions)
        {
            condition.Tensor?.DetachFromDisposeScope();
        }
    }

    /// <inheritdoc/>
    public long Vocabulary { get; }

    /// <inheritdoc/>
    public long? MaximumLength { get; }

    /// <inheritdoc/>
    public DecodingState NewDecoding() => new(this, _module, _newState(), _step, Rows);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var condition in _conditions)
        {
            condition.Tensor?.Dispose();
        }
    }

    /// <summary>Returns the language model for one prompt of a batch.</summary>
    /// <param name="row">The index of the prompt.</param>
    /// <param name="count">The number of prompts.</param>
    /// <returns>The language model, owned by the caller. It remains valid when this one is disposed.</returns>
    internal ConditionalLanguageModel Row(int row, int count)
    {
        CheckRows(count);
        return new ConditionalLanguageModel(
            _module, Vocabulary, MaximumLength, _newState, _step, _conditions.Select(condition => condition.Row(row)).ToArray());
    }

    // The conditions for a number of prompts.
    private ConditionTensor[] Rows(long count)
    {
        CheckRows(count);
        return _conditions.Select(condition => condition.For(count)).ToArray();
    }

    private void CheckRows(long count)
    {
        if (!_stamp.Agrees(WeightStamp.Of(_module)))
        {
            throw new InvalidOperationException(
                $"The weights of {_module.GetName()} have changed since ConditionOn, which used the earlier ones: call ConditionOn again.");
        }

        if (_conditions.Select(condition => condition.Rows).FirstOrDefault(rows => rows is not null && rows != count) is { } other)
        {
            throw new ArgumentException(
                $"The batch size of the conditions is {other}, but there {(count == 1 ? "is 1 prompt" : $"are {count} prompts")}: give as "
                    + "many prompts as conditions, or conditions of batch size 1 for all prompts.");
        }
    }
}
