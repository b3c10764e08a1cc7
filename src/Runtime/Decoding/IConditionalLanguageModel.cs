namespace ModelGen;

/// <summary>
/// A model that scores each id of its vocabulary as the next one of a sequence, given further inputs such as those of an encoder.
/// <c>[Autoregressive]</c> implements it; the method <c>ConditionOn</c> of the model returns an <see cref="ILanguageModel"/> for inputs.
/// </summary>
public interface IConditionalLanguageModel
{
    /// <summary>The number of ids; valid ids are 0 to <c>Vocabulary - 1</c>.</summary>
    long Vocabulary { get; }

    /// <summary>The maximum sequence length; null if there is no limit.</summary>
    long? MaximumLength { get; }
}
