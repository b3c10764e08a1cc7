using System.Linq;
using ModelGen.Generator.Kinds;
using ModelGen.Generator.Plan;

namespace ModelGen.Generator.Emit;

/// <summary>
/// Writes what a model is decoded by: its states, its step and, for a language model, the interface that <c>Generate</c> works on.
/// </summary>
internal sealed class DecodingEmitter
{
    private const string Tensor = TypeNames.Tensor;
    private const string Namespace = "global::ModelGen.Decoding.";
    private const string LanguageModel = "global::ModelGen.ILanguageModel";
    private const string ConditionalLanguageModel = "global::ModelGen.IConditionalLanguageModel";

    private readonly ModelPlan _plan;
    private readonly CodeWriter _writer;

    public DecodingEmitter(ModelPlan plan, CodeWriter writer)
    {
        _plan = plan;
        _writer = writer;
    }

    /// <summary>The interface that the class implements besides its base.</summary>
    public static string Interface(ModelPlan plan) =>
        plan.Decoding?.LanguageModel is not { } language ? string.Empty
        : language.Conditions.IsEmpty ? $", {LanguageModel}" : $", {ConditionalLanguageModel}";

    public void Write()
    {
        if (_plan.Decoding is not { } decoding)
        {
            return;
        }

        if (!_plan.HasErrors)
        {
            WriteNewState(decoding);
            WriteStep(decoding);
        }

        if (decoding.LanguageModel is { Conditions.IsEmpty: true } unconditional)
        {
            WriteLimits(LanguageModel, unconditional);
            WriteNewDecoding();
        }
        else if (decoding.LanguageModel is { } conditional)
        {
            WriteLimits(ConditionalLanguageModel, conditional);
            WriteConditionOn(conditional);
        }
    }

    private void WriteNewState(DecodingPlan decoding)
    {
        _writer.Line(
            "/// <summary>Creates the state of the layers for a sequence that is decoded step by step.</summary>");
        _writer.Line("/// <returns>The state, owned by the caller.</returns>");
        if (decoding.PassedTo.Length > 0)
        {
            _writer.Line($"public {Namespace}ModelState NewState() => {decoding.PassedTo}.NewState();");
        }
        else if (decoding.States.Count == 0)
        {
            _writer.Line($"public {Namespace}ModelState NewState() => new();");
        }
        else
        {
            _writer.Line($"public {Namespace}ModelState NewState() => new(");
            using (_writer.Indent())
            {
                for (var i = 0; i < decoding.States.Count; i++)
                {
                    _writer.Line(decoding.States[i] + (i == decoding.States.Count - 1 ? ");" : ","));
                }
            }
        }

        _writer.Line();
    }

    private void WriteStep(DecodingPlan decoding)
    {
        var first = decoding.Inputs[0];
        var isLanguageModel = decoding.LanguageModel is not null;
        _writer.Line("/// <summary>Continues a sequence: returns what <c>forward</c> computes at the next positions.</summary>");
        WriteInput(first);
        _writer.Line("/// <param name=\"state\">The state of the layers after the earlier positions, which these are added to.</param>");
        _writer.Line("/// <param name=\"at\">The indices of the positions in the sequence.</param>");
        foreach (var input in decoding.Inputs.Skip(1))
        {
            WriteInput(input);
        }

        if (isLanguageModel)
        {
            _writer.Line("/// <param name=\"lastOnly\">Whether to compute only the last position.</param>");
        }

        _writer.Line($"/// <returns>{DocumentationText.Formulas(decoding.OutputShape)}, owned by the caller.</returns>");
        var further = string.Concat(decoding.Inputs.Skip(1).Select(Parameter).Select(parameter => ", " + parameter));
        using (_writer.Block($"public {Tensor} Step({Parameter(first)}, {Namespace}ModelState state, "
            + $"{Namespace}Positions at{further}{(isLanguageModel ? ", bool lastOnly = false" : string.Empty)})"))
        {
            StatementEmitter.Write(decoding.Step, _writer);
        }

        _writer.Line();
    }

    private void WriteLimits(string implemented, LanguageModelPlan language)
    {
        _writer.Line($"long {implemented}.Vocabulary => {Unless(language.Vocabulary)};");
        _writer.Line();
        _writer.Line($"long? {implemented}.MaximumLength => {Unless(Maximum(language))};");
        _writer.Line();
    }

    private void WriteNewDecoding()
    {
        _writer.Line("/// <summary>Creates the state of sequences that are decoded step by step.</summary>");
        _writer.Line("/// <returns>The decoding, owned by the caller.</returns>");
        _writer.Line($"public {Namespace}DecodingState NewDecoding() => "
            + $"{Unless("new(this, this, NewState(), (ids, state, at, lastOnly) => Step(ids, state, at, lastOnly))")};");
        _writer.Line();
    }

    private void WriteConditionOn(LanguageModelPlan language)
    {
        _writer.Line("/// <summary>Conditions the model on these inputs. "
            + "Everything that does not depend on the ids is computed here, once.</summary>");
        foreach (var input in language.Conditions)
        {
            WriteInput(input);
        }

        _writer.Line("/// <returns>The language model, owned by the caller; this one must outlive it.</returns>");
        var optional = language.Conditions.Reverse().TakeWhile(input => input.IsOptional).Count();
        var parameters = string.Join(", ", language.Conditions.Select((input, i) => Parameter(input)
            + (i >= language.Conditions.Count - optional ? " = null" : string.Empty)));
        if (!_plan.HasErrors && _plan.Decoding!.PassedTo is { Length: > 0 } other)
        {
            _writer.Line($"public global::ModelGen.ConditionalLanguageModel ConditionOn({parameters}) => "
                + $"{other}.ConditionOn({string.Join(", ", language.Conditions.Select(input => input.Parameter))});");
            _writer.Line();
            return;
        }

        using (_writer.Block($"public global::ModelGen.ConditionalLanguageModel ConditionOn({parameters})"))
        {
            if (_plan.HasErrors)
            {
                _writer.Line(BrokenDeclaration.Throw(_plan) + ";");
                return;
            }

            _writer.Line("using var inference = global::TorchSharp.torch.inference_mode();");
            StatementEmitter.Write(language.Begin, _writer);
            _writer.Line();
            _writer.Line("return new global::ModelGen.ConditionalLanguageModel(");
            using (_writer.Indent())
            {
                _writer.Line($"this, vocabulary: {language.Vocabulary}, maximumLength: "
                    + $"{Maximum(language)}, NewState, (ids, state, at, lastOnly) => Step(ids, state, at, lastOnly),");
                _writer.Line($"{string.Join(", ", language.Results)});");
            }
        }

        _writer.Line();
    }

    // After a mistake only the surface is written, so that the user's own code compiles.
    private string Unless(string code) => _plan.HasErrors ? BrokenDeclaration.Throw(_plan) : code;

    private void WriteInput(InputPlan input) =>
        _writer.Line($"/// <param name=\"{input.Parameter.TrimStart('@')}\">{DocumentationText.Formulas(input.Shape)} of "
            + $"{input.Element}{(input.IsOptional ? ", or null" : string.Empty)}.</param>");

    private static string Parameter(InputPlan input) => $"{Tensor}{(input.IsOptional ? "?" : string.Empty)} {input.Parameter}";

    private static string Maximum(LanguageModelPlan language) => language.Maxima.Count == 0
        ? "null"
        : language.Maxima.Skip(1).Aggregate(language.Maxima[0], (least, next) => $"global::System.Math.Min({least}, {next})");
}
