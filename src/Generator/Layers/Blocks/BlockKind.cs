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

            BlockModules.BuildUnlike(context, reference, signature, arguments, settings, given, copies);
            return;
        }

        var unifier = new Unifier(context, signature, arguments.ForCopy(0));
        if (unifier.Fits(given))
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

                BlockModules.BuildUnlike(context, reference, signature, arguments, settings, given, (int)each);
                return;
            }

            if (count is null || Repeats(context, signature, unifier, given))
            {
                BlockModules.Build(context, reference, signature, unifier, settings, given, count);
            }
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
            context.Unreported(() => new Unifier(context, signature, arguments.ForCopy(1)).Fits(given.SetItem(0, value)));
        return problems.Count == 0 ? (long)copies : null;
    }

    private static bool Changes(LayerContext context, TensorType input, TensorType output) =>
        input.Shape.Count != output.Shape.Count
        || input.Shape.Dims.Zip(output.Shape.Dims, (before, after) => new DimRelation(Comparison.Equal, before, after))
            .Any(relation => context.Decide(relation) == Truth.Refuted);

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

    // Whether the block keeps the shape of its input, so that a second copy takes the result of the first.
    private static bool Repeats(LayerContext context, Signature signature, Unifier unifier, ImmutableArray<Value> given)
    {
        var (input, output) = (given[0].Type!, unifier.Resolve(signature.Outputs[0].Type!));
        if (signature.Outputs.Count > 1)
        {
            context.Report(
                Descriptors.Repeat,
                context.At(Count),
                $"{context.Use} repeats {signature.Name}, which has {signature.Outputs.Count} outputs, "
                    + "so the input of a second copy is ambiguous: give it one, or use a single copy.",
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
