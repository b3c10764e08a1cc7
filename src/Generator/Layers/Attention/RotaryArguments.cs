using System.Collections.Generic;
using System.Linq;
using ModelGen.Generator.Declarations;
using ModelGen.Generator.Diagnostics;
using ModelGen.Generator.Kinds;
using ModelGen.Generator.Repairs;
using ModelGen.Generator.Shapes;
using ModelGen.Generator.Signatures;

namespace ModelGen.Generator.Layers;

/// <summary>The rotary positions of an attention layer: the features that turn, and the options that differ from the defaults as code.</summary>
internal sealed record RotaryArguments(Dim? Dim, string Scaling, Code InCode)
{
    private static readonly string[] _arguments =
    [
        "RotaryBase", "RotaryDim", "RotaryStyle", "RotaryScaling", "RotaryFactor", "RotaryContext", "RotaryLowFrequency", "RotaryHighFrequency",
        "RotaryBetaFast", "RotaryBetaSlow", "RotaryAttentionFactor",
    ];

    // Scaling that is not known before the model is created.
    private const string SettingScaling = "";

    // What each kind of scaling must be given, and what it may be.
    private static readonly Dictionary<string, (string[] Needed, string[] Optional)> _scalings = new()
    {
        ["None"] = ([], []),
        ["Linear"] = (["RotaryFactor"], []),
        ["Ntk"] = (["RotaryFactor"], []),
        ["Yarn"] = (["RotaryFactor", "RotaryContext"], ["RotaryBetaFast", "RotaryBetaSlow", "RotaryAttentionFactor"]),
        ["Llama3"] = (["RotaryFactor", "RotaryContext"], ["RotaryLowFrequency", "RotaryHighFrequency"]),
    };

    /// <summary>The arguments; null without rotary positions, and after a mistake in one.</summary>
    public static RotaryArguments? Read(LayerContext context, ref bool isBroken)
    {
        var isRotary = IsGiven(context);
        foreach (var argument in _arguments.Where(argument => !isRotary && context.Has(argument)))
        {
            context.Report(Descriptors.NoEffect, context.At(argument), $"{argument} of {context.Use} is for rotary positions only: set Rotary = true, or remove it.", repairs: [Repair.Set(context.Use, "Rotary", "true"), Repair.RemoveArgument(context.Use, argument)]);
        }

        if (!isRotary)
        {
            return null;
        }

        if (context.Use.Find("Rotary")!.Value is { Kind: not ConstantKind.Boolean } given)
        {
            var setting = ReadSetting(context, given);
            isBroken |= setting is null;
            return setting;
        }

        var scaling = context.Choice("RotaryScaling", "None");
        var dim = context.Has("RotaryDim") ? context.Dimension("RotaryDim") : null;
        var rotaryBase = context.Positive("RotaryBase", 10000);
        if (rotaryBase is null || (dim is null && context.Has("RotaryDim")) || !_scalings.TryGetValue(scaling, out var arguments) || !Given(context, scaling, arguments))
        {
            isBroken = true;
            return null;
        }

        if (!InRange(context, scaling, rotaryBase.Value))
        {
            isBroken = true;
            return null;
        }

        return new RotaryArguments(dim, scaling, InCodeOf(context, scaling, dim, rotaryBase.Value, arguments));
    }

    /// <summary>Whether there are rotary positions, by <c>true</c> or by a setting.</summary>
    public static bool IsGiven(LayerContext context) =>
        context.Use.Find("Rotary")?.Value is { Kind: not ConstantKind.Null } given && (given.Kind != ConstantKind.Boolean || given.Integer != 0);

    // A setting says all of it, and how many features turn when the model is created.
    private static RotaryArguments? ReadSetting(LayerContext context, Constant given)
    {
        if (given.Kind != ConstantKind.Text)
        {
            context.Report(Descriptors.BadArgument, context.At("Rotary"), $"Rotary of {context.Use} must be true, or the name of a setting, not {given}.");
            return null;
        }

        if (_arguments.FirstOrDefault(context.Has) is { } argument)
        {
            context.Report(
                Descriptors.BadArgument,
                context.At(argument),
                $"{argument} of {context.Use} is a part of the setting '{given.Text}': remove it, or set Rotary = true.",
                repairs: Repair.RemoveArgument(context.Use, argument));
            return null;
        }

        return context.Setting("Rotary", given.Text, SettingType.Rotary) is { } setting ? new RotaryArguments(null, SettingScaling, Code.Of($"{setting}")) : null;
    }

    /// <summary>The features that turn are an even number, and no more than a head has.</summary>
    public bool Fits(LayerContext context, Dim width)
    {
        if (Scaling == SettingScaling)
        {
            return true;
        }

        if (Dim is null)
        {
            return context.RequireDivides(2, width, () => $"{context.Use} turns pairs of features, so the {width} features of each head must be an even number", () => context.Report(
                    Descriptors.Heads,
                    context.At("Rotary"),
                    $"{context.Use} turns pairs of features, but each head has {width}: choose heads, or HeadDim, so that it is even."))
                && LeavesARoot(context, "Rotary", width);
        }

        return context.RequireDivides(2, Dim, () => $"{context.Use} turns pairs of features, so RotaryDim must be an even number", () => context.Report(
                Descriptors.Heads,
                context.At("RotaryDim"),
                $"{context.Use} turns pairs of features, but RotaryDim is {Dim}: choose an even number."))
            && context.RequireAtMost(Dim, width, () => $"{context.Use} needs heads of at least {Dim} features", () => context.Report(
                Descriptors.Heads,
                context.At("RotaryDim"),
                $"{context.Use} turns {Dim} features of each head, but a head has only {width}: choose at most {width}, or a larger HeadDim."))
            && LeavesARoot(context, "RotaryDim", Dim);
    }

    // The base of NTK scaling has the exponent d/(d - 2).
    private bool LeavesARoot(LayerContext context, string argument, Dim dim) => Scaling != "Ntk"
        || context.RequireAtMost(4, dim, () => $"{context.Use} needs at least 4 turning features for NTK scaling", () => context.Report(
            Descriptors.Heads,
            context.At(argument),
            $"{context.Use} slows the second and later pairs of features, but only {dim} features turn: turn at least 4, or choose another RotaryScaling."));

    private static bool Given(LayerContext context, string scaling, (string[] Needed, string[] Optional) arguments)
    {
        if (arguments.Needed.Where(argument => !context.Has(argument)).ToList() is { Count: > 0 } missing)
        {
            context.Report(
                Descriptors.BadArgument,
                context.At("RotaryScaling"),
                $"RotaryScaling of {context.Use} is {scaling}, which needs {string.Join(" and ", missing)}: {(missing.Contains("RotaryFactor") ? "say how many times longer sequences may be" : "say how long they were in training")}, as in {string.Join(", ", missing.Select(argument => argument == "RotaryFactor" ? "RotaryFactor = 8" : "RotaryContext = 8192"))}.");
            return false;
        }

        var takes = _scalings.Where(entry => entry.Key != "None").ToDictionary(entry => entry.Key, entry => entry.Value.Needed.Concat(entry.Value.Optional).ToList());
        foreach (var argument in takes.Values.SelectMany(names => names).Distinct().Where(argument => context.Has(argument)
            && !arguments.Needed.Contains(argument) && !arguments.Optional.Contains(argument)))
        {
            var choices = Names.Choice(takes.Where(entry => entry.Value.Contains(argument)).Select(entry => entry.Key).ToList());
            context.Report(
                Descriptors.NoEffect,
                context.At(argument),
                $"{argument} of {context.Use} has no effect with {(scaling == "None" ? "no RotaryScaling" : $"RotaryScaling.{scaling}")}: it is for {choices}; set RotaryScaling, or remove it.",
                repairs: Repair.RemoveArgument(context.Use, argument));
        }

        return true;
    }

    private static bool InRange(LayerContext context, string scaling, double rotaryBase)
    {
        if (scaling == "None")
        {
            return true;
        }

        if (context.Real("RotaryFactor", 1) is not (>= 1 and <= double.MaxValue))
        {
            context.Report(Descriptors.BadArgument, context.At("RotaryFactor"), $"MultiHeadAttention's RotaryFactor says how many times longer sequences may be, so it must be at least 1, not {context.Use.Find("RotaryFactor")!.Value}.");
            return false;
        }

        return scaling switch
        {
            "Yarn" => context.AtLeast("RotaryContext", 1, 1) is not null
                && (!context.Has("RotaryAttentionFactor") || context.Positive("RotaryAttentionFactor", 1) is not null)
                && AboveOne(context, rotaryBase) && InOrder(context, "RotaryBetaSlow", 1, "RotaryBetaFast", 32),
            "Llama3" => context.AtLeast("RotaryContext", 1, 1) is not null && InOrder(context, "RotaryLowFrequency", 1, "RotaryHighFrequency", 4),
            _ => true,
        };
    }

    private static bool AboveOne(LayerContext context, double rotaryBase)
    {
        if (rotaryBase > 1)
        {
            return true;
        }

        context.Report(Descriptors.BadArgument, context.At("RotaryBase"), $"RotaryBase of {context.Use} must be above 1 with RotaryScaling.Yarn, which takes its logarithm, not {rotaryBase}.");
        return false;
    }

    private static bool InOrder(LayerContext context, string low, double lowDefault, string high, double highDefault)
    {
        if (context.Positive(low, lowDefault) is not { } lower || context.Positive(high, highDefault) is not { } higher)
        {
            return false;
        }

        if (lower < higher)
        {
            return true;
        }

        context.Report(
            Descriptors.BadArgument,
            context.At(context.Has(high) ? high : low),
            $"{high} of {context.Use} must be above {low}, but they are {higher} and {lower}: pairs of features that turn more often than {high} keep their speed.");
        return false;
    }

    private static Code InCodeOf(LayerContext context, string scaling, Dim? dim, double rotaryBase, (string[] Needed, string[] Optional) arguments)
    {
        Code? settings = null;
        if (context.Has("RotaryBase"))
        {
            Add(Code.Of($"Base = {rotaryBase}"));
        }

        if (dim is not null)
        {
            Add(Code.Of($"Dim = {dim}"));
        }

        var style = context.Choice("RotaryStyle", "Halves");
        if (style != "Halves")
        {
            Add(Code.Of($"Style = global::ModelGen.RotaryStyle.{style}"));
        }

        if (scaling != "None")
        {
            Add(Code.Of($"Scaling = global::ModelGen.RotaryScaling.{scaling}"));
        }

        foreach (var argument in arguments.Needed.Concat(arguments.Optional).Where(context.Has))
        {
            var name = argument.Substring("Rotary".Length);
            Add(name == "Context" ? Code.Of($"{name} = {context.Integer(argument, 1)}") : Code.Of($"{name} = {context.Real(argument, 1)}"));
        }

        return settings is null ? Code.Of($"new global::ModelGen.Layers.RotaryOptions()") : Code.Of($"new global::ModelGen.Layers.RotaryOptions {{ {settings} }}");

        void Add(Code setting) => settings = settings is null ? setting : Code.Of($"{settings}, {setting}");
    }
}
