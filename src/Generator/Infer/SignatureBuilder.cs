using System.Collections.Generic;
using System.Linq;
using ModelGen.Generator.Shapes;
using ModelGen.Generator.Signatures;

namespace ModelGen.Generator.Infer;

/// <summary>Reduces an inferred model to the signature that its use as a block needs.</summary>
internal static class SignatureBuilder
{
    /// <param name="model">The model.</param>
    /// <param name="withFlows">Whether to include how it is decoded as a block, which requires proofs.</param>
    public static Signature Build(InferredModel model, bool withFlows)
    {
        if (model.Adapters is { } adapters)
        {
            return adapters.Signature(model.Bound.Declaration.Type.Name);
        }

        var symbols = model.Bound.Symbols;
        var projections = model.Layers.SelectMany(layer => layer.Projections.Select(projection => projection.Under(layer.Bound.Path)))
            .Take(Projection.MaxListed + 1).ToEquatableArray();
        var areListed = projections.Count <= Projection.MaxListed;
        return new Signature(
            model.Bound.Declaration.Type.Name,
            model.Bound.Inputs
                .Select((input, i) => new Port(input.Name, input.Type, input.IsOptional, model.WeightBindings.ElementAtOrDefault(i)))
                .ToEquatableArray(),
            model.Outputs.Select(output => new Port(output.Name, output.Value?.Type, IsOptional: false)).ToEquatableArray(),
            model.Parameters
                .Select(name => new SignatureParameter(name, symbols.Statement(name)?.Default,
                    symbols.Statement(name)?.Facts ?? new SymbolFacts(name)))
                .ToEquatableArray(),
            Relations(model).ToEquatableArray(),
            ParameterCounts.Sum(model.Layers),
            model.HasErrors,
            withFlows ? model.BlockDecodings.Select(one => Flow(one, model.Bound.Declaration.Type.Title)).ToEquatableArray() : default,
            areListed ? projections : default,
            !areListed || model.Layers.Any(layer => layer.IsOpaque),
            model.Loss is { } loss
                ? new SignatureLoss(
                    loss.Targets.Select((target, i) => new SignatureTarget(i == 0 ? SignatureTarget.First : target.Value.Name,
                        $"{target.Type} of {target.Type.Element}")).ToEquatableArray(),
                    loss.ResultShape,
                    loss.Outputs.Select(output => output.Index).ToEquatableArray())
                : null,
            model.Decoding is { } decoding ? Decoding(decoding) : null,
            model.Settings.ToEquatableArray());
    }

    private static SignatureDecoding Decoding(InferredDecoding decoding) =>
        new(decoding.Positions.Input!.Ordinal, decoding.InputAxes.ToEquatableArray(),
            decoding.Output.Type!.ToString(), decoding.IsLanguageModel);

    private static SignatureFlow Flow(BlockDecoding one, string name) => one.Decoding is { } decoding
        ? new SignatureFlow(one.Axis, decoding.InputAxes.ToEquatableArray(), decoding.OutputAxis, DecodingCheck.NeedsStep(decoding))
        : new SignatureFlow(one.Axis, default, 0, HasState: false, one.Obstacle! with { Subject = $"{one.Obstacle.Subject} in {name}" });

    private static IEnumerable<SignatureRelation> Relations(InferredModel model)
    {
        foreach (var requirement in model.Requirements)
        {
            yield return new SignatureRelation(requirement.Relation, requirement.Message);
        }

        foreach (var statement in model.Bound.Symbols.Statements)
        {
            foreach (var divisor in statement.Facts.MultipleOf)
            {
                yield return new SignatureRelation(
                    new DimRelation(Comparison.Divides, divisor, Dim.Symbol(statement.Symbol)),
                    $"{statement.Symbol} must be a multiple of {divisor}");
            }
        }
    }
}
