using System.Collections.Generic;
using System.Linq;
using ModelGen.Generator.Arguments;
using ModelGen.Generator.Diagnostics;
using ModelGen.Generator.Kinds;
using ModelGen.Generator.Repairs;
using ModelGen.Generator.Shapes;
using ModelGen.Generator.Signatures;

namespace ModelGen.Generator.Layers;

/// <summary>
/// The rotary positions of an attention layer: the rotated features, and the options that differ from the defaults as code.
/// </summary>
internal sealed record RotaryArguments(Dim? Dim, string Scaling, Code InCode)
{
    public static readonly RotaryArgument Rotary = new("Rotary");

    private static readonly NumberArgument RotaryBase = new("RotaryBase", 10000, NumberRange.Positive);
    private static readonly SizeArgument RotaryDim = new("RotaryDim");
    private static readonly ChoiceArgument RotaryStyle = new("RotaryStyle", "Halves");
    private static readonly ChoiceArgument RotaryScaling = new("RotaryScaling", "None");
    private static readonly NumberArgument RotaryFactor = new("RotaryFactor", null, NumberRange.Any);
    private static readonly IntegerArgument RotaryContext = new("RotaryContext", 0, least: 1);
    private static readonly NumberArgument RotaryLowFrequency = new("RotaryLowFrequency", 1, NumberRange.Positive);
    private static readonly NumberArgument RotaryHighFrequency = new("RotaryHighFrequency", 4, NumberRange.Positive);
    private static readonly NumberArgument RotaryBetaFast = new("RotaryBetaFast", 32, NumberRange.Positive);
    private static readonly NumberArgument RotaryBetaSlow = new("RotaryBetaSlow", 1, NumberRange.Positive);
    private static readonly NumberArgument RotaryAttentionFactor = new("RotaryAttentionFactor", null, NumberRange.Positive);

    private static readonly IReadOnlyList<AttributeArgument> _arguments =
    [
        RotaryBase, RotaryDim, RotaryStyle, RotaryScaling, RotaryFactor, RotaryContext, RotaryLowFrequency, RotaryHighFrequency,
        RotaryBetaFast, RotaryBetaSlow, RotaryAttentionFactor,
    ];

    /// <summary>The arguments of rotary positions.</summary>
    public static readonly IReadOnlyList<AttributeArgument> All = [Rotary, .. _arguments];

    // Scaling that is not known before the model is created.
    private const string SettingScaling = "";

    // What each kind of scaling must be given, and what it may be.
    private static readonly Dictionary<string, (AttributeArgument[] Needed, AttributeArgument[] Optional)> _scalings = new()
    {
        ["None"] = ([], []),
        ["Linear"] = ([RotaryFactor], []),
        ["Ntk"] = ([RotaryFactor], []),
        ["Yarn"] = ([RotaryFactor, RotaryContext], [RotaryBetaFast, RotaryBetaSlow, RotaryAttentionFactor]),
        ["Llama3"] = ([RotaryFactor, RotaryContext], [RotaryLowFrequency, RotaryHighFrequency]),
    };

    /// <summary>The arguments; null without rotary positions, and after a mistake in one.</summary>
    public static RotaryArguments? Read(LayerContext context, ref bool isBroken)
    {
        var isRotary = IsGiven(context);
        foreach (var argument in _arguments.Where(argument => !isRotary && context.Has(argument)))
        {
            context.Report(
                Descriptors.NoEffect,
                context.At(argument),
                $"{argument.Name} of {context.Use} is for rotary positions only: set Rotary = true, or remove it.",
                repairs: [Repair.Set(context.Use, Rotary, "true"), Repair.RemoveArgument(context.Use, argument)]);
        }

        if (!isRotary)
        {
            return null;
        }

        if (context.Get(Rotary) is { Setting: { } setting })
        {
            var whole = OfSetting(context, setting);
            isBroken |= whole is null;
            return whole;
        }

        var scaling = context.Get(RotaryScaling);
        var dim = context.Find(RotaryDim);
        var rotaryBase = context.Get(RotaryBase);
        if (!_scalings.TryGetValue(scaling, out var arguments) || !Given(context, scaling, arguments))
        {
            isBroken = true;
            return null;
        }

        if (!InRange(context, scaling, rotaryBase))
        {
            isBroken = true;
            return null;
        }

        return new RotaryArguments(dim, scaling, InCodeOf(context, scaling, dim, rotaryBase, arguments));
    }

    /// <summary>Whether there are rotary positions, by <c>true</c> or by a setting.</summary>
    public static bool IsGiven(LayerContext context) => context.Get(Rotary) is not null;

    // A setting holds all options, and determines the rotated features when the model is created.
    private static RotaryArguments? OfSetting(LayerContext context, SettingName setting)
    {
        if (_arguments.FirstOrDefault(context.Has) is { } argument)
        {
            context.Report(
                Descriptors.BadArgument,
                context.At(argument),
                $"{argument.Name} of {context.Use} is a part of the setting '{setting.Name}': remove it, or set Rotary = true.",
                repairs: Repair.RemoveArgument(context.Use, argument));
            return null;
        }

        return new RotaryArguments(null, SettingScaling, Code.Of($"{setting}"));
    }

    /// <summary>The number of rotated features is even and at most the size of a head.</summary>
    public bool Fits(LayerContext context, Dim width)
    {
        if (Scaling == SettingScaling)
        {
            return true;
        }

        if (Dim is null)
        {
            return context.RequireDivides(2, width, () => $"{context.Use} rotates pairs of features, "
                + $"so the {width} features of each head must be an even number", () => context.Report(
                    Descriptors.Heads,
                    context.At(Rotary),
                    $"{context.Use} rotates pairs of features, but each head has {width}: choose heads, or HeadDim, so that it is even."))
                && LeavesARoot(context, Rotary, width);
        }

        return context.RequireDivides(2, Dim, () => $"{context.Use} rotates pairs of features, so RotaryDim must be an even number",
            () => context.Report(
                Descriptors.Heads,
                context.At(RotaryDim),
                $"{context.Use} rotates pairs of features, but RotaryDim is {Dim}: choose an even number."))
            && context.RequireAtMost(Dim, width, () => $"{context.Use} needs heads of at least {Dim} features", () => context.Report(
                Descriptors.Heads,
                context.At(RotaryDim),
                $"{context.Use} turns {Dim} features of each head, but a head has only {width}: "
                    + $"choose at most {width}, or a larger HeadDim."))
            && LeavesARoot(context, RotaryDim, Dim);
    }

    // The base of NTK scaling has the exponent d/(d - 2).
    private bool LeavesARoot(LayerContext context, AttributeArgument argument, Dim dim) => Scaling != "Ntk"
        || context.RequireAtMost(4, dim, () => $"{context.Use} needs at least 4 rotated features for NTK scaling", () => context.Report(
            Descriptors.Heads,
            context.At(argument),
            $"{context.Use} slows the second and later pairs of features, but only {dim} features are rotated: "
                + "rotate at least 4, or choose another RotaryScaling."));

    private static bool Given(LayerContext context, string scaling, (AttributeArgument[] Needed, AttributeArgument[] Optional) arguments)
    {
        if (arguments.Needed.Where(argument => !context.Has(argument)).ToList() is { Count: > 0 } missing)
        {
            context.Report(
                Descriptors.BadArgument,
                context.At(RotaryScaling),
                $"RotaryScaling of {context.Use} is {scaling}, "
                    + $"which needs {string.Join(" and ", missing.Select(argument => argument.Name))}: {(missing.Contains(RotaryFactor)
                    ? "say how many times longer sequences may be"
                    : "say how long they were in training")}, as in {string.Join(", ",
                    missing.Select(argument => argument == RotaryFactor ? "RotaryFactor = 8" : "RotaryContext = 8192"))}.");
            return false;
        }

        var takes = _scalings.Where(entry => entry.Key != "None").ToDictionary(entry => entry.Key,
            entry => entry.Value.Needed.Concat(entry.Value.Optional).ToList());
        foreach (var argument in takes.Values.SelectMany(one => one).Distinct().Where(argument => context.Has(argument)
            && !arguments.Needed.Contains(argument) && !arguments.Optional.Contains(argument)))
        {
            var choices = Names.Choice(takes.Where(entry => entry.Value.Contains(argument)).Select(entry => entry.Key).ToList());
            context.Report(
                Descriptors.NoEffect,
                context.At(argument),
                $"{argument.Name} of {context.Use} has no effect with "
                    + $"{(scaling == "None" ? "no RotaryScaling" : $"RotaryScaling.{scaling}")}: it is for {choices}; "
                    + "set RotaryScaling, or remove it.",
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

        if (context.Get(RotaryFactor) is not (>= 1 and <= double.MaxValue))
        {
            context.Report(Descriptors.BadArgument, context.At(RotaryFactor), "MultiHeadAttention's RotaryFactor says how many times "
                + $"longer sequences may be, so it must be at least 1, not {context.Use.Find(RotaryFactor)!.Value}.");
            return false;
        }

        return scaling switch
        {
            "Yarn" => AboveOne(context, rotaryBase) && InOrder(context, RotaryBetaSlow, RotaryBetaFast),
            "Llama3" => InOrder(context, RotaryLowFrequency, RotaryHighFrequency),
            _ => true,
        };
    }

    private static bool AboveOne(LayerContext context, double rotaryBase)
    {
        if (rotaryBase > 1)
        {
            return true;
        }

        context.Report(Descriptors.BadArgument, context.At(RotaryBase),
            $"RotaryBase of {context.Use} must be above 1 with RotaryScaling.Yarn, which takes its logarithm, not {rotaryBase}.");
        return false;
    }

    private static bool InOrder(LayerContext context, NumberArgument low, NumberArgument high)
    {
        var (lower, higher) = (context.Get(low), context.Get(high));
        if (lower < higher)
        {
            return true;
        }

        context.Report(
            Descriptors.BadArgument,
            context.At(context.Has(high) ? high : low),
            $"{high.Name} of {context.Use} must be above {low.Name}, but they are {higher} and {lower}: "
                + $"pairs of features that rotate more often than {high.Name} keep their frequency.");
        return false;
    }

    private static Code InCodeOf(
        LayerContext context,
        string scaling,
        Dim? dim,
        double rotaryBase,
        (AttributeArgument[] Needed, AttributeArgument[] Optional) arguments)
    {
        Code? settings = null;
        if (context.Has(RotaryBase))
        {
            Add(Code.Of($"Base = {rotaryBase}"));
        }

        if (dim is not null)
        {
            Add(Code.Of($"Dim = {dim}"));
        }

        var style = context.Get(RotaryStyle);
        if (style != RotaryStyle.Default)
        {
            Add(Code.Of($"Style = global::ModelGen.RotaryStyle.{style}"));
        }

        if (scaling != "None")
        {
            Add(Code.Of($"Scaling = global::ModelGen.RotaryScaling.{scaling}"));
        }

        foreach (var argument in arguments.Needed.Concat(arguments.Optional).Where(context.Has))
        {
            var name = argument.Name.Substring(Rotary.Name.Length);
            Add(argument is NumberArgument number
                ? Code.Of($"{name} = {context.Get(number)}")
                : Code.Of($"{name} = {context.Get(RotaryContext)}"));
        }

        return settings is null
            ? Code.Of($"new global::ModelGen.Layers.RotaryOptions()")
            : Code.Of($"new global::ModelGen.Layers.RotaryOptions {{ {settings} }}");

        void Add(Code setting) => settings = settings is null ? setting : Code.Of($"{settings}, {setting}");
    }
}
