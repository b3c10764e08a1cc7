using ModelGen.Generator.Declarations;
using ModelGen.Generator.Kinds;

namespace ModelGen.Generator.Plan;

/// <summary>How a model is decoded step by step.</summary>
/// <param name="States">The expressions that create what its layers remember.</param>
/// <param name="Inputs">The parameters of <c>Step</c>: what is decoded first.</param>
/// <param name="OutputShape">The result's shape, for people.</param>
/// <param name="Step">The statements of <c>Step</c>.</param>
/// <param name="LanguageModel">What it is as a language model, if it is one.</param>
internal sealed record DecodingPlan(
    EquatableArray<string> States,
    EquatableArray<InputPlan> Inputs,
    string OutputShape,
    EquatableArray<Statement> Step,
    LanguageModelPlan? LanguageModel)
{
    /// <summary>The field of the model to which decoding is delegated; empty if the model decodes itself.</summary>
    public string PassedTo { get; init; } = string.Empty;
}

/// <summary>A model from ids to the scores of each id.</summary>
/// <param name="Vocabulary">The number of ids.</param>
/// <param name="Maxima">The limits on the number of positions.</param>
/// <param name="Conditions">The parameters of <c>ConditionOn</c>: the inputs besides the ids; empty if there are none.</param>
/// <param name="Begin">The statements of <c>ConditionOn</c>.</param>
/// <param name="Results">The conditions that <c>ConditionOn</c> passes to the steps, each a tensor that they own or null.</param>
internal sealed record LanguageModelPlan(
    string Vocabulary,
    EquatableArray<string> Maxima,
    EquatableArray<InputPlan> Conditions,
    EquatableArray<Statement> Begin,
    EquatableArray<string> Results);
