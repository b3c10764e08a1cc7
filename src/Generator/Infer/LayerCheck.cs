using System.Collections.Generic;
using System.Collections.Immutable;
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
        var modules = context.Modules;
        if (modules.IsEmpty || context.Layer.Kind is BlockKind || context.Layer.Kind.Traits.Has(LayerTraits.OwnCode))
        {
            return true;
        }

        var (axis, item) = context.Layer.Kind.Traits.Has(LayerTraits.Spatial) ? ((int?)1, "channel") : (null, "feature");
        foreach (var input in context.Inputs)
        {
            var counted = axis ?? input.Shape.Count - 1;
            if (input.Shape.Count > (axis ?? 0) && AreOfWeights(input.Shape.Dims[counted].Symbols, modules)
                && !context.RequireItem(input, counted, item))
            {
                return false;
            }
        }

        return true;
    }

    private static bool AreOfWeights(string[] symbols, ImmutableArray<ModuleSpec> modules)
    {
        foreach (var symbol in symbols)
        {
            var isFound = false;
            foreach (var module in modules)
            {
                isFound |= module.Construct.Symbols.Contains(symbol);
            }

            if (!isFound)
            {
                return false;
            }
        }

        return true;
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
