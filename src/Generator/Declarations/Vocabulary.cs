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

    public const string LayerBase = "LayerAttribute";

    public const string LossBase = "LossAttribute";

    public const string StageType = "Stage";

    public const string AttributeSuffix = "Attribute";

    /// <summary>Whether a class without TorchSharp runs the exported model as well.</summary>
    public static readonly ArgumentName Inference = new("Inference");

    /// <summary>The base class of a class that runs an exported model.</summary>
    public const string ExportedModel = "ModelGen.Inference.ExportedModel";

    /// <summary>The interface of a model that states the operators of its methods.</summary>
    public const string ExportsMethods = "ModelGen.Onnx.IOnnxMethods";

    /// <summary>The interface of a module that states its operators.</summary>
    public const string ExportsModule = "ModelGen.Onnx.IOnnxModule";

    /// <summary>The argument by which a layer is left out.</summary>
    public static readonly ArgumentName When = new("When");

    /// <summary>The axes of a tensor.</summary>
    public static readonly ArgumentName Shape = new("shape");

    /// <summary>The tensors that a stage starts from.</summary>
    public static readonly ArgumentName Sources = new("sources");

    /// <summary>The element type of a tensor.</summary>
    public static readonly ArgumentName Type = new("Type");

    /// <summary>The method that creates a module.</summary>
    public static readonly ArgumentName Create = new("Create");

    /// <summary>The member that holds a factor for the loss of each class.</summary>
    public static readonly ArgumentName Weights = new("Weights");

    /// <summary>The member that holds a factor for the loss of positive targets.</summary>
    public static readonly ArgumentName PosWeight = new("PosWeight");

    /// <summary>The number of attention heads.</summary>
    public static readonly ArgumentName Heads = new("heads");

    /// <summary>The channels of the result.</summary>
    public static readonly ArgumentName Channels = new("channels");

    /// <summary>The number of hidden features.</summary>
    public static readonly ArgumentName Hidden = new("hidden");
}
