using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using ModelGen.Generator.Arguments;
using ModelGen.Generator.Bind;
using ModelGen.Generator.Declarations;
using ModelGen.Generator.Diagnostics;
using ModelGen.Generator.Kinds;
using ModelGen.Generator.Repairs;
using ModelGen.Generator.Shapes;
using ModelGen.Generator.Signatures;

namespace ModelGen.Generator.Layers;

/// <summary>Builds the modules of a block, and the steps that call them, once its parameters have values.</summary>
internal static class BlockModules
{
    private static Code Construct(BlockReference reference, Unifier unifier, Code settings)
    {
        var arguments = unifier.Arguments.Aggregate(Code.Of($""),
            (code, argument) => Code.Of($"{code}{Names.Escape(argument.Key)}: {argument.Value}, "));
        return Code.Of($"new {reference.Key}({arguments}{settings}device: device, dtype: dtype)");
    }

    /// <summary>Builds one block, or copies that keep the shape.</summary>
    public static void Build(
        LayerContext context,
        BlockReference reference,
        Signature signature,
        Unifier unifier,
        Code settings,
        ImmutableArray<Value> given,
        Dim? count)
    {
        var outputs = signature.Outputs.Select(output => unifier.Resolve(output.Type!)).ToList();
        var construct = Construct(reference, unifier, settings);
        if (count is not null && Sharing.Owner(context) is { } owner && owner.Type == reference.Key)
        {
            RepeatShared(context, reference, construct, given, Further(signature, given), outputs[0], count);
            return;
        }

        var weights = signature.ParameterCount is null ? null : unifier.Resolve(signature.ParameterCount);
        context.Parameters(count is null ? weights : weights is null ? null : count * weights);
        AddProjections(context, signature, unifier, count is null ? string.Empty : "*", count);
        var further = Further(signature, given);
        if (count is not null)
        {
            var blocks = context.Module($"{reference.Key}[]", $"global::ModelGen.Stage.Copies({count}, () => {construct})");
            var result = context.NewValue(context.ResultName, outputs[0].Shape, outputs[0].Element, mayBeForeign: true);
            context.Add(new Step(ImmutableArray.Create(result), Code.Of($"{given[0]}{further}"), Repeat: blocks,
                Bindings: Bindings(signature, given)));
            context.SetResult(result);
            return;
        }

        var block = context.Module(reference.Key, $"{construct}");
        var values = outputs
            .Select((output, i) => context.NewValue(
                i == 0 ? context.ResultName : context.ResultName + Names.PascalCase(signature.Outputs[i].Name),
                output.Shape,
                output.Element,
                mayBeForeign: true))
            .ToImmutableArray();
        context.Add(new Step(values, Code.Of($"{block}.call({given[0]}{further})"), Bindings: Bindings(signature, given)));
        for (var i = 0; i < values.Length; i++)
        {
            context.SetPort(signature.Outputs[i].Name, values[i]);
        }

        context.SetResult(values[0]);
    }

    // One block that runs several times with the same weights, as in ALBERT.
    private static void RepeatShared(
        LayerContext context,
        BlockReference reference,
        Code construct,
        ImmutableArray<Value> given,
        Code further,
        TensorType output,
        Dim count)
    {
        var block = context.Module(reference.Key, $"{construct}");
        var result = context.NewValue(context.ResultName, output.Shape, output.Element, mayBeForeign: true);
        context.Add(new Step(ImmutableArray.Create(result), Code.Of($"{given[0]}{further}"), Repeat: block) { Times = count });
        context.SetResult(result);
    }

    // Nothing is known about a block of another assembly that does not list its weights.
    // Nested blocks may have too many linear layers to list; adapters then find them when they are created.
    private static void AddProjections(LayerContext context, Signature signature, Unifier unifier, string copy, Dim? count)
    {
        if (context.Projections.Length + signature.Projections.Count > Projection.MaxListed)
        {
            context.Opaque();
            return;
        }

        foreach (var projection in signature.Projections)
        {
            var inside = new Projection(projection.Path, unifier.Resolve(projection.Width), unifier.Resolve(projection.Features),
                unifier.Resolve(projection.Count) * (count ?? Dim.One));
            context.Projection(copy.Length == 0 ? inside : inside.Under(copy));
        }

        if (signature.IsOpaque)
        {
            context.Opaque();
        }
    }

    /// <summary>Builds copies of different sizes, each of which takes the result of the one before it.</summary>
    public static void BuildUnlike(
        LayerContext context,
        BlockReference reference,
        Signature signature,
        BlockArguments arguments,
        Code settings,
        ImmutableArray<Value> given,
        int copies)
    {
        var constructs = Code.Of($"");
        var calls = new List<(Code Further, ImmutableArray<Value> Given, Value Output)>();
        Dim? weights = Dim.Zero;
        for (var copy = 0; copy < copies; copy++)
        {
            var unifier = new Unifier(context, signature, arguments.ForCopy(copy));
            if (!unifier.Fits(given))
            {
                return;
            }

            var output = unifier.Resolve(signature.Outputs[0].Type!);
            var value = context.NewValue(
                copy == copies - 1 ? context.ResultName : $"{context.ResultName}{copy}", output.Shape, output.Element, mayBeForeign: true);
            var construct = Construct(reference, unifier, settings);
            constructs = copy == 0 ? construct : Code.Of($"{constructs}, {construct}");
            AddProjections(context, signature, unifier, copy.ToString(System.Globalization.CultureInfo.InvariantCulture), count: null);
            weights = weights is null || signature.ParameterCount is null ? null : weights + unifier.Resolve(signature.ParameterCount);
            calls.Add((Further(signature, given), given, value));
            given = given.SetItem(0, value);
        }

        var blocks = context.Module($"{reference.Key}[]", $"new {reference.Key}[] {{ {constructs} }}");
        context.Parameters(weights);
        for (var copy = 0; copy < copies; copy++)
        {
            var (further, inputs, output) = calls[copy];
            context.Add(new Step(ImmutableArray.Create(output), Code.Of($"{blocks}[{copy}].call({inputs[0]}{further})"),
                Bindings: Bindings(signature, inputs)));
        }

        context.SetResult(given[0]);
    }

    private static List<(Value, WeightBinding)> Bindings(Signature signature, ImmutableArray<Value> given) =>
        given.Select((value, i) => (value, signature.Inputs[i].Binding)).ToList();

    private static Code Further(Signature signature, ImmutableArray<Value> given)
    {
        var rest = given.Skip(1).Aggregate(Code.Of($""), (code, value) => Code.Of($"{code}, {value}"));
        return signature.Inputs.Skip(given.Length).Aggregate(rest, (code, _) => Code.Of($"{code}, null"));
    }
}
