using System.Linq;
using ModelGen.Generator.Shapes;

namespace ModelGen.Generator.Infer;

/// <summary>The description of a stage for messages and comments.</summary>
/// <param name="Shape">Its shape, <c>(B, T, D)</c>.</param>
/// <param name="Element">Its element type; empty for Float.</param>
/// <param name="Parameters">The number of parameters of its layers; null if there are none or a block does not state its count.</param>
internal sealed record StageShape(string Shape, string Element, Dim? Parameters)
{
    /// <summary>The shape of a stage or of an input that is a field; null after a mistake.</summary>
    public static StageShape? Of(InferredModel model, string name)
    {
        if (model.Bound.Inputs.FirstOrDefault(input => input.IsStage && input.Name == name) is { } input)
        {
            return Of(input.Type, Dim.Zero);
        }

        if (model.Bound.Stages.FirstOrDefault(stage => stage.Name == name) is not { } stage
            || !model.StageResults.TryGetValue(stage, out var result))
        {
            return null;
        }

        return Of(result.Type, ParameterCounts.Sum(model.Layers.Where(layer => layer.Bound.StageName == name)));
    }

    /// <summary><c>(B, T, D), 4*D*D + 4*D parameters</c>.</summary>
    public override string ToString() => Shape + OfElement + (ParameterPhrase is { } phrase ? ", " + phrase : string.Empty);

    /// <summary>As a documentation comment states it.</summary>
    public string ToComment() =>
        $"<c>{Shape}</c>{OfElement}{(Parameters is null ? string.Empty : ", " + ParameterCounts.Comment(Parameters))}.";

    /// <summary><c>4*D*D + 4*D parameters</c>.</summary>
    public string? ParameterPhrase => Parameters is null ? null : ParameterCounts.Phrase(Parameters);

    private string OfElement => Element.Length == 0 ? string.Empty : $" of {Element}";

    private static StageShape? Of(TensorType? type, Dim? parameters) => type is null ? null : new StageShape(
        type.ToString(),
        type.Element == ElementType.Float ? string.Empty : type.Element.ToString(),
        parameters == Dim.Zero ? null : parameters);
}
