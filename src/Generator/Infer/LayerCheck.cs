using System.Linq;
using ModelGen.Generator.Bind;
using ModelGen.Generator.Declarations;
using ModelGen.Generator.Diagnostics;
using ModelGen.Generator.Kinds;
using ModelGen.Generator.Layers;
using ModelGen.Generator.Repairs;

namespace ModelGen.Generator.Infer;

/// <summary>What is done after every layer, whatever its kind.</summary>
internal static class LayerCheck
{
    public static void ContinueFromPort(LayerContext context)
    {
        if (context.Layer.Port is not { } port || context.Result is null)
        {
            return;
        }

        if (context.Ports.TryGetValue(port, out var value))
        {
            context.SetResult(value);
            return;
        }

        context.Report(
            Descriptors.UnknownStage,
            context.At(CommonArguments.Port),
            $"{context.Use} passes the first output of one copy to the next, so it has no port '{port}': "
                + $"remove {CommonArguments.Port.Name}, or apply the last copy as a Block of its own.",
            repairs: Repair.RemoveArgument(context.Use, CommonArguments.Port));
        context.Broken();
    }

    // Weights over no features cannot be initialized: a width such as D/2 is 0 where D is 1.
    public static bool HasFeatures(LayerContext context)
    {
        if (context.Modules.IsEmpty || context.Layer.Kind is BlockKind || context.Layer.Kind.Traits.Has(LayerTraits.OwnCode))
        {
            return true;
        }

        var (axis, item) = context.Layer.Kind.Traits.Has(LayerTraits.Spatial) ? ((int?)1, "channel") : (null, "feature");
        var weights = context.Modules.SelectMany(module => module.Construct.Symbols).ToList();
        return context.Inputs
            .Where(input => input.Shape.Count > (axis ?? 0)
                && input.Shape.Dims[axis ?? input.Shape.Count - 1].Symbols.All(weights.Contains))
            .All(input => context.RequireItem(input, axis ?? input.Shape.Count - 1, item));
    }

    // Products of sizes may leave the range of a long, where no tensor is.
    public static bool SizesFit(LayerContext context)
    {
        return context.Ports.Values.All(Fits) && Fits(context.Result!);

        bool Fits(Value value)
        {
            if (value.Type is null)
            {
                return true;
            }

            foreach (var size in value.Shape.Dims)
            {
                if (!size.FitsCode)
                {
                    context.Report(Descriptors.BadDimension, context.Use.Site,
                        $"{context.Use} would give {value.Shape}, where {size} is more than a tensor can have: choose smaller sizes.");
                    return false;
                }
            }

            return true;
        }
    }
}
