using System;
using System.Linq;
using ModelGen.Decoding;
using TorchSharp;
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
    private readonly Tensor?[] _given;

    /// <summary>The language model. The generated code calls this.</summary>
    /// <param name="module">The model.</param>
    /// <param name="vocabulary">The number of ids.</param>
    /// <param name="maximumLength">How many positions a sequence may have.</param>
    /// <param name="newState">What its layers remember before the first position.</param>
    /// <param name="step">Its step.</param>
    /// <param name="given">What it was given; owned by this.</param>
    public ConditionalLanguageModel(nn.Module module, long vocabulary, long? maximumLength, Func<ModelState> newState, LanguageModelStep step, params Tensor?[] given)
    {
        _module = module;
        Vocabulary = vocabulary;
        MaximumLength = maximumLength;
        _newState = newState;
        _step = step;
        _given = given.Select(tensor => tensor?.DetachFromDisposeScope()).ToArray();
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
        foreach (var tensor in _given)
        {
            tensor?.Dispose();
        }
    }

    // What was given, for each of so many rows.
    private Tensor?[] Rows(long count)
    {
        var other = _given.FirstOrDefault(tensor => tensor is not null && tensor.size(0) != 1 && tensor.size(0) != count);
        if (other is not null)
        {
            throw new ArgumentException($"The model was given {other.size(0)} rows, but there are {count} prompts: give as many of both, or one row for all prompts.");
        }

        return _given.Select(tensor => tensor is null ? null : Row(tensor, count)).ToArray();
    }

    private static Tensor Row(Tensor tensor, long count)
    {
        if (tensor.size(0) == count)
        {
            return tensor.alias().DetachFromDisposeScope();
        }

        var sizes = tensor.shape;
        sizes[0] = count;
        return tensor.expand(sizes).DetachFromDisposeScope();
    }
}
