using System;
using System.Collections.Generic;
using System.Linq;
using ModelGen.Generator.Bind;
using ModelGen.Generator.Kinds;
using ModelGen.Generator.Parse;
using ModelGen.Generator.Signatures;

namespace ModelGen.Generator.Layers;

/// <summary>How a block treats the axis of a sequence, as proved for its own declaration.</summary>
internal static class BlockTimeFlow
{
    public static TimeFlow Of(TimeContext context)
    {
        var signature = context.SignatureOf(context.Use.TypeArgument!)!;
        if (GeneratedPart.IsDecoding(signature.Name))
        {
            return new TimeFlow.Unprovable(
                $"is a class called '{signature.Name}', which cannot have a method of that name", "give the class another name");
        }

        var given = context.Layer.Inputs.Concat(context.Tensors(CommonArguments.Inputs)).ToList();
        if (signature.Flows.IsEmpty)
        {
            return WithoutFlows(signature);
        }

        if (context.AxisOf(given[0]) is not { } axis)
        {
            return new TimeFlow.Unprovable("takes the positions as a further input", $"let them be the first input of {signature.Name}");
        }

        var first = signature.Inputs[0].Type!.Shape;
        var own = first.HasLeading ? Math.Min(axis, first.Count + 1) : axis;
        if (signature.Flows.FirstOrDefault(flow => flow.Axis == own) is not { } found)
        {
            return new TimeFlow.Unprovable(
                $"takes the positions along axis {first.Count - own}, whose decoding {signature.Name} does not declare",
                $"give the input of {signature.Name} a symbol there");
        }

        if (found.Obstacle is { } obstacle)
        {
            return obstacle.LooksAhead
                ? new TimeFlow.NonCausal($"depends on later positions, since its {obstacle.Subject} {obstacle.How}", obstacle.Repair)
                : new TimeFlow.Unprovable($"has {obstacle.Subject}, which {obstacle.How}", obstacle.Repair);
        }

        if (!Agree(context, found, given))
        {
            return new TimeFlow.NonCausal($"takes further inputs otherwise than {signature.Name} declares them along the positions",
                "give inputs that run along the positions the same symbol, and others another");
        }

        var result = found.Output + axis - own;
        return found.HasState ? Stateful(context, result, found, given) : new TimeFlow.Pointwise(result);
    }

    private static TimeFlow.Unprovable WithoutFlows(Signature signature) => signature switch
    {
        { Outputs.Length: > 1 } => new("has several outputs, and a block is decoded with one",
            $"let {signature.Name} return one output, and declare the others in another model"),
        { Inputs: [{ IsOptional: true }, ..] } => new("has an optional first input, and decoding follows the first input",
            $"let the input with the positions be the first one of {signature.Name}"),
        { Decoding: { IsLanguageModel: true } decoding } when decoding.Given.Any() => new(
            "is a language model with further inputs, whose step does not take them",
            $"move the layers of {signature.Name} to a block of their own"),
        _ => new("comes from another assembly and does not declare how it decodes", $"put [Autoregressive] on {signature.Name} there"),
    };

    private static bool Agree(TimeContext context, SignatureFlow flow, IReadOnlyList<Value> given) =>
        Enumerable.Range(1, given.Count - 1).All(i => flow.Inputs[i] switch
        {
            SignatureFlow.Absent => context.IsAbsent(given[i]),
            SignatureFlow.Independent => context.AxisOf(given[i]) is null,
            var axis => context.AxisOf(given[i]) == axis,
        });

    private static TimeFlow Stateful(TimeContext context, int axis, SignatureFlow flow, IReadOnlyList<Value> given)
    {
        var further = Enumerable.Range(1, flow.Inputs.Count - 1)
            .Where(i => flow.Inputs[i] != SignatureFlow.Absent)
            .Aggregate(Code.Of($""), (code, i) => i < given.Count ? Code.Of($"{code}, {given[i]}") : Code.Of($"{code}, null"));
        var blocks = context.Module;
        var steps = context.Layer.Steps;
        if (steps[0].Repeat is not null)
        {
            var copies = steps[0].Times is { } times
                ? Code.Of($"global::System.Linq.Enumerable.Repeat({blocks}, checked((int){times}))")
                : Code.Of($"{blocks}");
            return new TimeFlow.StatefulBlock(
                axis,
                Code.Of($"global::ModelGen.Decoding.ModelState.OfCopies({copies}, block => block.NewState())"),
                state => [steps[0] with { Code = Code.Of($"{given[0]}{further}"), State = state }]);
        }

        var isArray = steps[0].Code.Parts.First(part => part.Kind == CodePartKind.Text).Text.StartsWith("[", StringComparison.Ordinal);
        if (!isArray)
        {
            return new TimeFlow.StatefulBlock(
                axis,
                Code.Of($"{blocks}.NewState()"),
                state => [steps[0] with { Code = Code.Of($"{blocks}.Step({given[0]}, {state}, at{further})") }]);
        }

        return new TimeFlow.StatefulBlock(
            axis,
            Code.Of($"global::ModelGen.Decoding.ModelState.OfCopies({blocks}, block => block.NewState())"),
            state => steps.Select((step, copy) =>
            {
                var input = copy == 0 ? given[0] : steps[copy - 1].Outputs[0];
                return step with { Code = Code.Of($"{blocks}[{copy}].Step({input}, {state}.Model({copy}), at{further})") };
            }));
    }
}
