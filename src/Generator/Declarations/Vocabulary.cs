namespace ModelGen.Generator.Declarations;

/// <summary>The names by which declarations are found in a compilation.</summary>
internal static class Vocabulary
{
    public const string Namespace = "ModelGen";

    public const string ModelAttribute = "ModelGen.ModelAttribute";

    /// <summary>Without its type parameter: a model that has the layers of another one and adapters.</summary>
    public const string LoraAttribute = "LoraAttribute";

    /// <summary>The kind of <see cref="LoraAttribute"/>.</summary>
    public const string Lora = "Lora";

    /// <summary>On the generated part; no part of a declaration.</summary>
    public const string SignatureAttribute = "ModelSignatureAttribute";

    /// <summary>The argument by which a layer is left out.</summary>
    public const string When = "When";

    public const string LayerBase = "LayerAttribute";

    public const string LossBase = "LossAttribute";

    public const string StageType = "Stage";

    public const string AttributeSuffix = "Attribute";
}
