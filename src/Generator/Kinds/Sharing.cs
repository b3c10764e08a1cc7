using System.Linq;
using ModelGen.Generator.Bind;
using ModelGen.Generator.Diagnostics;
using ModelGen.Generator.Repairs;

namespace ModelGen.Generator.Kinds;

/// <summary>Finds the module whose weights a layer shares.</summary>
internal static class Sharing
{
    /// <summary>The module of the layer that <c>Shared</c> names; null if there is none.</summary>
    public static ModuleSpec? Owner(LayerContext context) =>
        context.Layer.References.First(CommonArguments.Shared) is { } reference
            && (reference.Layer ?? OnlyOne(reference.Stage, context.Layer.Kind)) is { } owner && owner.Kind == context.Layer.Kind
                ? context.ModuleOf(owner)
                : null;

    /// <summary>The module that <c>Shared</c> names; null after a mistake was reported.</summary>
    /// <param name="context">The layer that shares.</param>
    /// <param name="type">The type of module that it needs.</param>
    /// <param name="construct">How it would build its own.</param>
    public static ModuleField? Find(LayerContext context, string type, Code construct)
    {
        if (context.Layer.References.First(CommonArguments.Shared) is not { } reference)
        {
            return null;
        }

        var owner = reference.Layer ?? OnlyOne(reference.Stage, context.Layer.Kind);
        var site = context.At(CommonArguments.Shared);
        if (owner is null || owner.Kind != context.Layer.Kind)
        {
            context.Report(
                Descriptors.Sharing,
                site,
                $"{context.Use} can only share the weights of another {context.Use.Kind}: "
                    + "name a stage with exactly one, or the layer as \"stage.layer\".");
            return null;
        }

        // A layer that failed to build was reported.
        if (context.Inferred(owner) is not { } inferred || context.ModuleOf(owner) is not { } module)
        {
            return null;
        }

        if (module.Type == type
            && module.Construct.Equals(construct.Replace(Literals.Of(context.FullName), Literals.Of(context.NameOf(owner)))))
        {
            return module.Field;
        }

        var (here, there) = (context.Inputs.FirstOrDefault(), inferred.Inputs.FirstOrDefault());
        context.Report(
            Descriptors.Sharing,
            site,
            here?.Type is { } mine && mine.Equals(there?.Type)
                ? $"{context.Use} shares the weights of '{owner.Path}', {owner.Use}{{line}}, which have other arguments: "
                    + "give both the same arguments, or let each have its own weights."
                : $"{context.Use} takes {here?.Type} and shares the weights of '{owner.Path}', {owner.Use}{{line}} over {there?.Type}, "
                    + "whose weights have another size: give both the same width and options, or let each have its own weights.",
            inferred.Output,
            Repair.RemoveArgument(context.Use, CommonArguments.Shared));
        return null;
    }

    private static BoundLayer? OnlyOne(BoundStage? stage, LayerDescription kind)
    {
        var candidates = stage?.Layers.Where(layer => layer.Kind == kind).Take(2).ToList();
        return candidates is { Count: 1 } ? candidates[0] : null;
    }
}
