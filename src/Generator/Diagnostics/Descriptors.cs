using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using ModelGen.Generator.Declarations;
using ModelGen.Generator.Infer;
using ModelGen.Generator.Kinds;
using ModelGen.Generator.Repairs;
using ModelGen.Generator.Shapes;

namespace ModelGen.Generator.Diagnostics;

/// <summary>
/// Every diagnostic. MG00xx: the declaration itself; MG01xx: shapes and dtypes; MG02xx: practice; MG03xx: documented shapes
/// and hints; MG04xx: decoding; MG05xx: adapters; MG06xx: export. The code that finds a mistake writes its message, because only that code
/// knows both sides of the mistake.
/// </summary>
internal static class Descriptors
{
    private const string Declaration = "ModelGen.Declaration";
    private const string Shapes = "ModelGen.Shapes";
    private const string Practice = "ModelGen.Practice";

    // A separate category, so that raising ModelGen.Shapes to errors does not turn the offers of MG0140 into errors.
    private const string Proofs = "ModelGen.Proofs";
    private const string Documentation = "ModelGen.Documentation";
    private const string Decoding = "ModelGen.Decoding";
    private const string Adapters = "ModelGen.Adapters";
    private const string Export = "ModelGen.Export";

    public static readonly DiagnosticDescriptor NotPartial = Error("MG0001", "Model class is not partial", Declaration);
    public static readonly DiagnosticDescriptor NoInput = Error("MG0002", "Model has no input", Declaration);
    public static readonly DiagnosticDescriptor NoLayer = Error("MG0003", "Model has no layers", Declaration);
    public static readonly DiagnosticDescriptor SplitDeclaration = Error("MG0004", "Model is declared in several parts", Declaration);
    public static readonly DiagnosticDescriptor TwoForms = Error("MG0005", "Layers on both the class and its stages", Declaration);
    public static readonly DiagnosticDescriptor UnsupportedType = Error("MG0006", "Type cannot be a model", Declaration);
    public static readonly DiagnosticDescriptor UnknownStage = Error("MG0007", "Unknown stage, layer or port", Declaration);
    public static readonly DiagnosticDescriptor UnknownSymbol = Error("MG0008", "Unknown symbol or setting", Declaration);
    public static readonly DiagnosticDescriptor DuplicateName = Error("MG0009", "Duplicate name", Declaration);
    public static readonly DiagnosticDescriptor BadDimension = Error("MG0010", "Invalid dimension", Declaration);
    public static readonly DiagnosticDescriptor BadArgument = Error("MG0011", "Argument out of range", Declaration);
    public static readonly DiagnosticDescriptor Cycle = Error("MG0012", "Stages form a cycle", Declaration);
    public static readonly DiagnosticDescriptor UnusedStage = Warning("MG0013", "Stage does not reach an output", Declaration);
    public static readonly DiagnosticDescriptor UnusedInput = Warning("MG0014", "Input does not reach an output", Declaration);
    public static readonly DiagnosticDescriptor NotAModel = Error("MG0015", "Referenced type is not a usable model", Declaration);
    public static readonly DiagnosticDescriptor BadName = Error("MG0016", "Invalid name", Declaration);
    public static readonly DiagnosticDescriptor Optional = Error("MG0017", "Optional input where a tensor is required", Declaration);
    public static readonly DiagnosticDescriptor TensorCount = Error("MG0018", "Wrong number of input tensors", Declaration);
    public static readonly DiagnosticDescriptor InputWithLayers = Error("MG0019", "Input has layers", Declaration);
    public static readonly DiagnosticDescriptor Escape = Error("MG0020", "Method or module cannot be used as a layer", Declaration);
    public static readonly DiagnosticDescriptor NotAStage = Error("MG0021", "Attribute requires a field of type Stage", Declaration);
    public static readonly DiagnosticDescriptor HidingType = Error("MG0023", "Type hides a name that generated code uses", Declaration);
    public static readonly DiagnosticDescriptor ReadOnlyTensor = Warning("MG0024", "Read-only field holds a model tensor", Declaration);
    public static readonly DiagnosticDescriptor NotDeclared = Warning("MG0022", "Layers without [Model]", Declaration);

    public static readonly DiagnosticDescriptor InternalError = Error("MG0026", "Internal error in ModelGen", Declaration);
    public static readonly DiagnosticDescriptor TooLarge = Error("MG0027", "Declaration exceeds a size limit", Declaration);
    public static readonly DiagnosticDescriptor ForeignLayer = Error("MG0028", "Layer name from another library", Declaration);
    public static readonly DiagnosticDescriptor ForeignArguments = Error("MG0029", "Argument list from another library", Declaration);

    public static readonly DiagnosticDescriptor Rank = Error("MG0101", "Wrong number of axes", Shapes);
    public static readonly DiagnosticDescriptor Width = Error("MG0102", "Wrong number of features", Shapes);
    public static readonly DiagnosticDescriptor ElementType = Error("MG0103", "Wrong dtype", Shapes);
    public static readonly DiagnosticDescriptor EmptyFeatureMap = Error("MG0104", "Feature map shrinks to nothing", Shapes);
    public static readonly DiagnosticDescriptor Heads = Error("MG0105", "Features are not divisible by the number of heads", Shapes);
    public static readonly DiagnosticDescriptor Residual = Error("MG0106", "Residual branch changes the shape", Shapes);
    public static readonly DiagnosticDescriptor Concat = Error("MG0107", "Concatenated tensors differ in shape", Shapes);
    public static readonly DiagnosticDescriptor Axis = Error("MG0108", "Axis out of range", Shapes);
    public static readonly DiagnosticDescriptor Output = Error("MG0109", "Output shape differs from its declaration", Shapes);
    public static readonly DiagnosticDescriptor Repeat = Error("MG0110", "Repeated block changes the shape", Shapes);
    public static readonly DiagnosticDescriptor Block = Error("MG0111", "Block does not fit its inputs", Shapes);
    public static readonly DiagnosticDescriptor Join = Error("MG0112", "Joined tensors differ in shape", Shapes);
    public static readonly DiagnosticDescriptor Size = Error("MG0113", "Tensor sizes differ", Shapes);
    public static readonly DiagnosticDescriptor Classes = Error("MG0114", "Loss expects a different number of classes", Shapes);
    public static readonly DiagnosticDescriptor Sharing = Error("MG0115", "Layers that share weights differ", Shapes);
    public static readonly DiagnosticDescriptor Groups = Error("MG0120", "Channels are not divisible by the number of groups", Shapes);
    public static readonly DiagnosticDescriptor Reshape = Error("MG0130", "Reshape changes the number of elements", Shapes);
    public static readonly DiagnosticDescriptor Pattern = Error("MG0131", "Pattern does not match the tensor", Shapes);
    public static readonly DiagnosticDescriptor MatMul = Error("MG0132", "Matrix sizes do not match", Shapes);

    /// <summary>Carries a code fix for an IDE. No build shows it.</summary>
    public static readonly DiagnosticDescriptor OpenComparison = Hidden("MG0140", "Comparison is checked at run time", Proofs);

    public static readonly DiagnosticDescriptor NoEffect = Warning("MG0201", "Argument has no effect", Practice);
    public static readonly DiagnosticDescriptor SoftmaxBeforeLoss = Warning("MG0202", "Loss already applies this activation", Practice);

    public static readonly DiagnosticDescriptor TwoActivations = Warning("MG0203", "Consecutive activations", Practice);
    public static readonly DiagnosticDescriptor BiasBeforeBatchNorm = Suggestion("MG0204", "Redundant bias before BatchNorm", Practice);
    public static readonly DiagnosticDescriptor DropoutBeforeBatchNorm = Suggestion("MG0205", "Dropout before BatchNorm", Practice);
    public static readonly DiagnosticDescriptor TwoLinear = Suggestion(
        "MG0206", "Consecutive linear layers without an activation", Practice);
    public static readonly DiagnosticDescriptor LinearOverMap = Warning("MG0207", "Linear over a spatial axis", Practice);
    public static readonly DiagnosticDescriptor ChannelsElsewhere = Warning("MG0208", "Channel axis looks misplaced", Practice);
    public static readonly DiagnosticDescriptor ActivationBeforeLoss = Warning("MG0209", "Activation before cross-entropy", Practice);
    public static readonly DiagnosticDescriptor NoLogarithms = Warning("MG0210", "Loss expects log-probabilities", Practice);
    public static readonly DiagnosticDescriptor ClassesAlongPlaces = Warning("MG0211", "Class axis is a spatial axis", Practice);
    public static readonly DiagnosticDescriptor SoftmaxOverBatch = Warning("MG0212", "Softmax over the batch axis", Practice);
    public static readonly DiagnosticDescriptor SoftmaxOverOne = Warning("MG0213", "Softmax over a single element", Practice);
    public static readonly DiagnosticDescriptor BatchElsewhere = Warning("MG0214", "Batch axis looks misplaced", Practice);
    public static readonly DiagnosticDescriptor EqualByChance = Warning("MG0215", "Sizes match only by coincidence", Practice);
    public static readonly DiagnosticDescriptor FeaturesReduced = Warning(
        "MG0216", "Reduction over features instead of time steps", Practice);
    public static readonly DiagnosticDescriptor BackwardUnread = Warning(
        "MG0217", "Bidirectional layer is read in one direction only", Practice);
    public static readonly DiagnosticDescriptor BatchRemoved = Warning("MG0218", "Batch axis is removed", Practice);
    public static readonly DiagnosticDescriptor BatchMissing = Warning("MG0219", "Image input has no batch axis", Practice);

    public static readonly DiagnosticDescriptor TwoPositions = Warning("MG0220", "Positions are encoded twice", Practice);
    public static readonly DiagnosticDescriptor CausalMemory = Warning("MG0221", "Causal mask on cross-attention", Practice);
    public static readonly DiagnosticDescriptor ItemsMixed = Warning("MG0222", "Reshape splits batch items", Practice);
    public static readonly DiagnosticDescriptor TiedUnitVariance = Warning("MG0223", "Tied embedding starts with unit variance", Practice);
    public static readonly DiagnosticDescriptor PaddingRead = Warning("MG0224", "Padded time steps enter the result", Practice);

    public static readonly DiagnosticDescriptor StaleShape = Suggestion("MG0301", "Documented shape is out of date", Documentation);
    public static readonly DiagnosticDescriptor StageShape = Hint("MG0302", "Shape of a stage", Documentation);
    public static readonly DiagnosticDescriptor LayerShape = Hint("MG0303", "Shapes of a layer", Documentation);

    public static readonly DiagnosticDescriptor LooksAhead = Error("MG0401", "Layer depends on later positions", Decoding);
    public static readonly DiagnosticDescriptor NotProvedCausal = Error("MG0402", "Layer cannot be decoded step by step", Decoding);
    public static readonly DiagnosticDescriptor NoLogits = Error("MG0403", "Model has no sequence to decode", Decoding);
    public static readonly DiagnosticDescriptor UnreadableIds = Error("MG0404", "Generated ids exceed the embedding", Decoding);

    public static readonly DiagnosticDescriptor AdaptedModel = Error("MG0501", "Adapted model has declarations of its own", Adapters);
    public static readonly DiagnosticDescriptor AdapterTarget = Error("MG0502", "No linear layer to adapt", Adapters);
    public static readonly DiagnosticDescriptor AdapterRank = Error("MG0503", "Adapter rank out of range", Adapters);

    public static readonly DiagnosticDescriptor NoInferencePackage = Error("MG0601", "Package ModelGen.Inference is missing", Export);
    public static readonly DiagnosticDescriptor NotExportable = Error("MG0602", "Layer cannot be exported", Export);

    public static readonly ImmutableArray<DiagnosticDescriptor> All = ImmutableArray.Create(
        NotPartial, NoInput, NoLayer, SplitDeclaration, TwoForms, UnsupportedType, UnknownStage, UnknownSymbol, DuplicateName,
        BadDimension, BadArgument, Cycle, UnusedStage,
        UnusedInput, NotAModel, BadName, Optional, TensorCount, InputWithLayers, Escape, NotAStage, NotDeclared, HidingType, ReadOnlyTensor,
        InternalError, TooLarge, ForeignLayer, ForeignArguments,
        Rank, Width, ElementType, EmptyFeatureMap, Heads,
        Residual, Concat, Axis, Output, Repeat, Block, Size, Classes, Sharing, Groups, Join, Reshape, Pattern, MatMul, OpenComparison,
        NoEffect, SoftmaxBeforeLoss,
        TwoActivations, BiasBeforeBatchNorm, DropoutBeforeBatchNorm, TwoLinear, LinearOverMap, ChannelsElsewhere,
        ActivationBeforeLoss, NoLogarithms, ClassesAlongPlaces, SoftmaxOverBatch, SoftmaxOverOne, BatchElsewhere,
        EqualByChance, FeaturesReduced,
        BackwardUnread, BatchRemoved, BatchMissing, TwoPositions, CausalMemory, ItemsMixed, TiedUnitVariance, PaddingRead, StaleShape,
        LooksAhead, NotProvedCausal, NoLogits, UnreadableIds, AdaptedModel, AdapterTarget, AdapterRank,
        NoInferencePackage, NotExportable);

    /// <summary>Hints: they report no mistake and are disabled by default.</summary>
    public static readonly ImmutableArray<DiagnosticDescriptor> Hints = ImmutableArray.Create(StageShape, LayerShape);

    private static DiagnosticDescriptor Error(string id, string title, string category) =>
        new(id, title, "{0}", category, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: HelpLink.For(id));

    private static DiagnosticDescriptor Hidden(string id, string title, string category) =>
        new(id, title, "{0}", category, DiagnosticSeverity.Hidden, isEnabledByDefault: true, helpLinkUri: HelpLink.For(id));

    private static DiagnosticDescriptor Suggestion(string id, string title, string category) =>
        new(id, title, "{0}", category, DiagnosticSeverity.Info, isEnabledByDefault: true, helpLinkUri: HelpLink.For(id));

    private static DiagnosticDescriptor Hint(string id, string title, string category) =>
        new(id, title, "{0}", category, DiagnosticSeverity.Info, isEnabledByDefault: false, helpLinkUri: HelpLink.For(id));

    private static DiagnosticDescriptor Warning(string id, string title, string category) =>
        new(id, title, "{0}", category, DiagnosticSeverity.Warning, isEnabledByDefault: true, helpLinkUri: HelpLink.For(id));
}
