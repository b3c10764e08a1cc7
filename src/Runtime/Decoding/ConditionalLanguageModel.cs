using System;
using System.Linq;
using ModelGen.Decoding;
using static TorchSharp.torch;

namespace ModelGen;

/// <summary>
/// A language model with what it was given besides ids, such as an encoder's result, computed once. Its batch is that of what was given: as
/// many prompts, or any number if it is 1.
/// </summary>
public sealed class ConditionalLanguageModel : ILanguageModel, IDisposable
{
    private readonly nn.Module _module;
    private readonly Func<ModelState> _newState;
    private readonly LanguageModelStep _step;
    private readonly GivenTensor[] _given;
    private readonly WeightStamp _stamp;

    /// <summary>The language model. The generated code calls this.</summary>
    /// <param name="module">The model.</param>
    /// <param name="vocabulary">The number of ids.</param>
    /// <param name="maximumLength">How many positions a sequence may have.</param>
    /// <param name="newState">What its layers remember before the first position.</param>
    /// <param name="step">Its step.</param>
    /// <param name="given">What it was given; owned by this.</param>
    public ConditionalLanguageModel(
        nn.Module module, long vocabulary, long? maximumLength, Func<ModelState> newState, LanguageModelStep step,
        params GivenTensor[] given)
    {
        _module = module;
        Vocabulary = vocabulary;
        MaximumLength = maximumLength;
        _newState = newState;
        _step = step;
        _given = given;
        _stamp = WeightStamp.Of(module);
        foreach (var one in given)
        {
            one.Tensor?.DetachFromDisposeScope();
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
        foreach (var given in _given)
        {
            given.Tensor?.Dispose();
        }
    }

    /// <summary>It for one of so many prompts.</summary>
    /// <param name="row">The prompt's number.</param>
    /// <param name="count">How many prompts there are.</param>
    /// <returns>The language model, owned by the caller; this one may be disposed before it.</returns>
    internal ConditionalLanguageModel Row(int row, int count)
    {
        CheckRows(count);
        return new ConditionalLanguageModel(
            _module, Vocabulary, MaximumLength, _newState, _step, _given.Select(given => given.Row(row)).ToArray());
    }

    // What was given, for each of so many prompts.
    private GivenTensor[] Rows(long count)
    {
        CheckRows(count);
        return _given.Select(given => given.For(count)).ToArray();
    }

    private void CheckRows(long count)
    {
        if (!_stamp.Agrees(WeightStamp.Of(_module)))
        {
            throw new InvalidOperationException(
                $"The weights of {_module.GetName()} have changed since Given, which computed with the earlier ones: call Given again.");
        }

        if (_given.Select(given => given.Rows).FirstOrDefault(rows => rows is not null && rows != count) is { } other)
        {
            throw new ArgumentException(
                $"The model was given {other} rows, but there {(count == 1 ? "is 1 prompt" : $"are {count} prompts")}: give as many of "
                    + "both, or one row for all prompts.");
        }
    }
}
