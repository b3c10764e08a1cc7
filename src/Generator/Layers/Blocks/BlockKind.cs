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

internal sealed class BlockKind : LayerKind
{
    public static readonly SizeArgument Count = new("count");
    public static readonly WithArgument With = new("With", "parameter") { IsOfBlock = true };

    // Their calls are written out one by one.
    private const int MaxUnlikeCopies = 256;

    public override string Name => "Block";

    public override IReadOnlyList<AttributeArgument> Arguments { get; } =
        [Count, CommonArguments.Inputs, With, CommonArguments.Port, CommonArguments.Shared];

    public override TimeFlow AlongTime(TimeContext context) => BlockTimeFlow.Of(context);

    public override ImmutableArray<string> Ports(AttributeUse use, Declaration declaration) =>
        BlockPorts.Of(declaration.Blocks.FirstOrDefault(block => block.Key == use.TypeArgument));

    public override void Infer(LayerContext context)
    {
        var reference = context.Block(context.Use.TypeArgument!)!;
        if (reference.IsRecursive)
        {
            var isSelf = reference.Key == context.Declaration.Type.QualifiedName;
            context.Report(Descriptors.Cycle, context.Use.Site, isSelf
                ? $"{context.ModelName} would contain itself, which no model can: use another model as its block."
                : $"{reference.DisplayName} contains {context.ModelName} in turn, "
                    + "so the two would contain each other endlessly: remove one from the other.");
            return;
        }

        if (reference.Origin.Length > 0)
        {
            context.Report(Descriptors.NotAModel, context.Use.Site, $"'{reference.DisplayName}' comes from {reference.Origin}, "
                + "so its shapes cannot be read: build that assembly with the version of ModelGen that this project uses.");
            return;
        }

        if (reference.Obstacle.Length > 0)
        {
            context.Report(Descriptors.NotAModel, context.Use.Site,
                $"No {reference.DisplayName} can be created as a block, since it {reference.Obstacle}.");
            return;
        }

        if (reference.IsTooDeepInside)
        {
            return;
        }

        if (reference.IsTooDeep)
        {
            context.Report(Descriptors.TooLarge, context.Use.Site, $"{reference.DisplayName} already nests {Declaration.MaxDepth} levels "
                + $"of models, so it cannot be a block of {context.ModelName}: merge several levels into one model.");
            return;
        }

        if (context.SignatureOf(reference.Key) is not { } signature)
        {
            context.Report(Descriptors.NotAModel, context.Use.Site,
                $"'{reference.DisplayName}' is not a model, so its shapes are unknown: add [Model] to it.");
            return;
        }

        // A mistake inside the block is reported there.
        if (signature.HasErrors)
        {
            return;
        }

        var count = context.Find(Count);
        if (context.Tensors(CommonArguments.Inputs, mayBeAbsent: true) is not { } further)
        {
            return;
        }

        var given = context.Inputs.AddRange(further);
        if (!TakesThese(context, signature, given) || signature.Inputs.Any(input => input.Type is null))
        {
            return;
        }

        if (!BlockArguments.TryRead(context, signature, out var arguments))
        {
            return;
        }

        if (arguments.Settings(context, signature) is not { } settings)
        {
            return;
        }

        if (arguments.CopyCount is { } copies)
        {
            if (count is null || !count.TryGetConstant(out var stated) || stated != copies)
            {
                context.Report(
                    Descriptors.BadArgument,
                    context.Has(Count) ? context.At(Count) : context.At(With),
                    $"With lists values for {copies} copies, but there {(count is null ? "is one copy" : $"are {count}")}: "
                        + $"write Block<{signature.Name}>({copies}, …).");
                return;
            }

            InferCopies(context, reference, signature, arguments, settings, given, copies);
            return;
        }

        var unifier = new Unifier(context, signature, arguments.ForCopy(0));
        if (Fits(unifier, signature, given))
        {
            if (count is not null && TakesEachCopy(context, signature, unifier, arguments, given, count) is { } each)
            {
                if (each > MaxUnlikeCopies)
                {
                    context.Report(Descriptors.TooLarge, context.At(Count),
                        $"{context.Use} changes the shape with each copy, so each needs code of its own, "
                            + $"which is limited to {MaxUnlikeCopies} copies: repeat them inside a model, and use that model as a block.");
                    return;
                }

                InferCopies(context, reference, signature, arguments, settings, given, (int)each);
                return;
            }

            Build(context, reference, signature, unifier, settings, given, count);
        }
    }

    // With a value for all copies a block may change the shape, if the next copy takes what it gives; then
    // each copy is inferred for itself.
    private static long? TakesEachCopy(
        LayerContext context, Signature signature, Unifier first, BlockArguments arguments, ImmutableArray<Value> given, Dim count)
    {
        if (!context.Has(With) || signature.Outputs.Count > 1 || !count.TryGetConstant(out var copies) || copies < 2)
        {
            return null;
        }

        var output = first.Resolve(signature.Outputs[0].Type!);
        if (!Changes(context, given[0].Type!, output))
        {
            return null;
        }

        var value = context.NewValue(context.ResultName, output.Shape, output.Element, mayBeForeign: true);
        var problems =
            context.Unreported(() => Fits(new Unifier(context, signature, arguments.ForCopy(1)), signature, given.SetItem(0, value)));
        return problems.Count == 0 ? (long)copies : null;
    }

    private static bool Changes(LayerContext context, TensorType input, TensorType output) =>
        input.Shape.Count != output.Shape.Count
        || input.Shape.Dims.Zip(output.Shape.Dims, (before, after) => new DimRelation(Comparison.Equal, before, after))
            .Any(relation => context.Decide(relation) == Truth.Refuted);

    private static bool Fits(Unifier unifier, Signature signature, ImmutableArray<Value> given) =>
        unifier.UnifyInputs(given) && unifier.CheckParameters() && unifier.CheckRelations()
        && !signature.Outputs.IsEmpty && signature.Outputs.All(output => output.Type is not null);

    private static Code Construct(BlockReference reference, Unifier unifier, Code settings)
    {
        var arguments = unifier.Arguments.Aggregate(Code.Of($""),
            (code, argument) => Code.Of($"{code}{Names.Escape(argument.Key)}: {argument.Value}, "));
        return Code.Of($"new {reference.Key}({arguments}{settings}device: device, dtype: dtype)");
    }

    private static void Build(
        LayerContext context,
        BlockReference reference,
        Signature signature,
        Unifier unifier,
        Code settings,
        ImmutableArray<Value> given,
        Dim? count)
    {
        var outputs = signature.Outputs.Select(output => unifier.Resolve(output.Type!)).ToList();
        if (count is not null && !Repeats(context, signature, given, outputs))
        {
            return;
        }

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

    // Copies that differ are laid out one by one, each taking what the one before it gives.
    private static void InferCopies(
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
            if (!Fits(unifier, signature, given))
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

    private static bool TakesThese(LayerContext context, Signature signature, ImmutableArray<Value> given)
    {
        var needed = signature.Inputs.Count(input => !input.IsOptional);
        if (given.Length >= needed && given.Length <= signature.Inputs.Count)
        {
            for (var i = 0; i < given.Length; i++)
            {
                var site = i == 0 ? context.Use.Site : context.At(CommonArguments.Inputs, i - context.Inputs.Length);
                if (signature.Inputs[i] is { IsOptional: false } && !context.RequirePresent(given[i], site))
                {
                    return false;
                }
            }

            return true;
        }

        var names = string.Join(", ",
            signature.Inputs.Select(input => $"'{input.Name}'{(input.IsOptional ? " (optional)" : string.Empty)}"));
        context.Report(
            Descriptors.TensorCount,
            context.Has(CommonArguments.Inputs) ? context.At(CommonArguments.Inputs) : context.Use.Site,
            $"{signature.Name} takes {names}, but it is given {given.Length} tensor{(given.Length == 1 ? string.Empty : "s")}: "
                + $"{(signature.Inputs.Count == 1 ? "leave Inputs out" : "name the second and further ones in Inputs, in this order")}.");
        return false;
    }

    private static bool Repeats(LayerContext context, Signature signature, ImmutableArray<Value> given, List<TensorType> outputs)
    {
        var (input, output) = (given[0].Type!, outputs[0]);
        if (outputs.Count > 1)
        {
            context.Report(
                Descriptors.Repeat,
                context.At(Count),
                $"{context.Use} repeats {signature.Name}, which has {outputs.Count} outputs, so the input of a second copy is ambiguous: "
                    + "give it one, or use a single copy.",
                repairs: Repair.RemoveArgument(context.Use, Count));
            return false;
        }

        void Mismatch() => context.Report(
            Descriptors.Repeat,
            context.At(Count),
            $"{context.Use} repeats {signature.Name}, but it maps {input} to {output}, so a second copy would not fit: "
                + $"make {signature.Name} keep its input's shape, or use a single copy.",
            given[0],
            Repair.RemoveArgument(context.Use, Count));

        if (input.Element != output.Element || input.Shape.Count != output.Shape.Count || input.Shape.HasLeading != output.Shape.HasLeading)
        {
            Mismatch();
            return false;
        }

        for (var axis = 0; axis < input.Shape.Count; axis++)
        {
            if (!context.RequireEqual(input.Shape.Dims[axis], output.Shape.Dims[axis],
                () => $"{context.Use} needs a block that keeps its input's shape", Mismatch))
            {
                return false;
            }
        }

        return true;
    }
}
