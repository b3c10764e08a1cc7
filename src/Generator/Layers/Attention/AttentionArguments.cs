using ModelGen.Generator.Arguments;
using ModelGen.Generator.Kinds;
using ModelGen.Generator.Signatures;

namespace ModelGen.Generator.Layers;

/// <summary>The arguments that several kinds of attention take.</summary>
internal static class AttentionArguments
{
    public static readonly SizeArgument Heads = new("heads");

    /// <summary>Whether each position attends only to positions up to itself.</summary>
    public static readonly FlagArgument Causal = new("Causal", byDefault: false);

    /// <summary>The number of positions that each attends to, including itself.</summary>
    public static readonly SizeArgument Window = new("Window");

    /// <summary>The factor of the scores.</summary>
    public static readonly NumberArgument Scale = new("Scale", null, NumberRange.Positive);

    public static readonly NumberOrSettingArgument Dropout = new("Dropout", 0, SettingRange.Share);

    /// <summary>Another sequence to attend to.</summary>
    public static readonly TensorArgument Memory = new("Memory");

    /// <summary>A mask of the scores.</summary>
    public static readonly TensorArgument Mask = new("Mask") { IsMask = true };

    /// <summary>A mask of the keys.</summary>
    public static readonly TensorArgument KeyPaddingMask = new("KeyPaddingMask") { IsMask = true };
}
