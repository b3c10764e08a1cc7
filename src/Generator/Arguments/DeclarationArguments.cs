using System.Collections.Generic;
using ModelGen.Generator.Declarations;

namespace ModelGen.Generator.Arguments;

/// <summary>The arguments of <c>[Model]</c>.</summary>
internal static class ModelArguments
{
    /// <summary>Whether a class without TorchSharp runs the exported model as well.</summary>
    public static readonly FlagArgument Inference = new(Vocabulary.Inference.Name, byDefault: false);

    public static readonly IReadOnlyList<AttributeArgument> All = [Inference];
}

/// <summary>The arguments of <c>[Input]</c>.</summary>
internal static class InputArguments
{
    public static readonly ShapeArgument Shape = new(Vocabulary.Shape.Name);

    /// <summary>The name of an input on the class; on a stage it is the stage's.</summary>
    public static readonly TextArgument Name = new("Name");

    public static readonly ElementArgument Type = new(Vocabulary.Type.Name);

    /// <summary>Whether the tensor may be absent.</summary>
    public static readonly FlagArgument Optional = new("Optional", byDefault: false);

    public static readonly IReadOnlyList<AttributeArgument> All = [Shape, Name, Type, Optional];
}

/// <summary>The arguments of <c>[Output]</c>.</summary>
internal static class OutputArguments
{
    public static readonly ShapeArgument Shape = new(Vocabulary.Shape.Name);

    public static readonly IReadOnlyList<AttributeArgument> All = [Shape];
}

/// <summary>The arguments of <c>[Shape]</c>, whose symbols stand for whatever they are matched with.</summary>
internal static class ShapeArguments
{
    public static readonly ShapeArgument Shape = new(Vocabulary.Shape.Name) { IsPattern = true };

    public static readonly ElementArgument Type = new(Vocabulary.Type.Name);

    public static readonly IReadOnlyList<AttributeArgument> All = [Shape, Type];
}

/// <summary>The arguments of <c>[From]</c>.</summary>
internal static class FromArguments
{
    public static readonly TensorArgument Sources = new(Vocabulary.Sources.Name);

    public static readonly IReadOnlyList<AttributeArgument> All = [Sources];
}

/// <summary>The arguments of <c>[Dim]</c>.</summary>
internal static class DimArguments
{
    public static readonly TextArgument Name = new("name");

    /// <summary>The size when the constructor is not given it.</summary>
    public static readonly OptionalIntegerArgument Default = new("Default");

    /// <summary>What divides the size.</summary>
    public static readonly SizeArgument MultipleOf = new("MultipleOf");

    /// <summary>The least size.</summary>
    public static readonly IntegerArgument Min = new("Min", 1);

    /// <summary>The largest size.</summary>
    public static readonly IntegerArgument Max = new("Max", long.MaxValue);

    public static readonly IReadOnlyList<AttributeArgument> All = [Name, Default, MultipleOf, Min, Max];
}

/// <summary>The arguments of <c>[Setting]</c>.</summary>
internal static class SettingArguments
{
    public static readonly TextArgument Name = new("name");

    /// <summary>The value when the constructor is not given it; what it may be follows from the arguments that name the setting.</summary>
    public static readonly ConstantArgument Default = new("Default");

    public static readonly IReadOnlyList<AttributeArgument> All = [Name, Default];
}

/// <summary>The arguments of <c>[Lora&lt;TModel&gt;]</c>.</summary>
internal static class LoraArguments
{
    /// <summary>The rank of the matrices that are learned.</summary>
    public static readonly IntegerArgument Rank = new("rank", 1);

    /// <summary>What scales the adapters' result; the rank when null.</summary>
    public static readonly NumberArgument Alpha = new("Alpha", null, NumberRange.Positive);

    public static readonly NumberArgument Dropout = new("Dropout", null, NumberRange.BelowOne);

    /// <summary>Whether the result is scaled by the square root of the rank.</summary>
    public static readonly FlagArgument RankStabilized = new("RankStabilized", byDefault: false);

    /// <summary>The linear layers that are adapted.</summary>
    public static readonly NamesArgument Targets = new("Targets");

    public static readonly IReadOnlyList<AttributeArgument> All = [Rank, Alpha, Dropout, RankStabilized, Targets];
}

/// <summary>The arguments of every attribute that is neither a layer nor a loss.</summary>
internal static class DeclarationArguments
{
    public static readonly IReadOnlyList<(string Attribute, IReadOnlyList<AttributeArgument> Arguments)> All =
    [
        ("Model", ModelArguments.All),
        ("Input", InputArguments.All),
        ("Output", OutputArguments.All),
        ("Dim", DimArguments.All),
        ("Setting", SettingArguments.All),
        ("From", FromArguments.All),
        ("Shape", ShapeArguments.All),
        ("Autoregressive", []),
        ("Lora", LoraArguments.All),
    ];
}
