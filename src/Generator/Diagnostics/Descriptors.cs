using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using ModelGen.Generator.Declarations;
using ModelGen.Generator.Infer;
using ModelGen.Generator.Kinds;
using ModelGen.Generator.Repairs;
using ModelGen.Generator.Shapes;

namespace ModelGen.Generator.Diagnostics;

/// <summary>
/// Every diagnostic. MG00xx: the declaration itself; MG01xx: shapes and types; MG02xx: practice; MG03xx: what is written above a stage, and hints; MG04xx: decoding; MG05xx: adapters.
/// The sentences are written where the mistake is found, since only there both sides are known.
/// </summary>
internal static class Descriptors
{
    private const string Declaration = "ModelGen.Declaration";
    private const string Shapes = "ModelGen.Shapes";
    private const string Practice = "ModelGen.Practice";

    // A category of its own: to make all shapes errors must not make an offer one.
    private const string Proofs = "ModelGen.Proofs";
    private const string Documentation = "ModelGen.Documentation";
    private const string Decoding = "ModelGen.Decoding";
    private const string Adapters = "ModelGen.Adapters";

    public static readonly DiagnosticDescriptor NotPartial = Error("MG0001", "A model must be partial", Declaration);
    public static readonly DiagnosticDescriptor NoInput = Error("MG0002", "A model needs an input", Declaration);
    public static readonly DiagnosticDescriptor NoLayer = Error("MG0003", "A model needs a layer", Declaration);
    public static readonly DiagnosticDescriptor SplitDeclaration = Error("MG0004", "A model is declared in one part", Declaration);
    public static readonly DiagnosticDescriptor TwoForms = Error("MG0005", "Layers stand on the class or on stages, not both", Declaration);
    public static readonly DiagnosticDescriptor UnsupportedType = Error("MG0006", "This type cannot be a model", Declaration);
    public static readonly DiagnosticDescriptor UnknownStage = Error("MG0007", "Unknown stage", Declaration);
    public static readonly DiagnosticDescriptor UnknownSymbol = Error("MG0008", "Unknown symbol", Declaration);
    public static readonly DiagnosticDescriptor DuplicateName = Error("MG0009", "A name is used twice", Declaration);
    public static readonly DiagnosticDescriptor BadDimension = Error("MG0010", "Not a dimension", Declaration);
    public static readonly DiagnosticDescriptor BadArgument = Error("MG0011", "An argument is out of range", Declaration);
    public static readonly DiagnosticDescriptor Cycle = Error("MG0012", "Stages form a cycle", Declaration);
    public static readonly DiagnosticDescriptor UnusedStage = Warning("MG0013", "A stage reaches no output", Declaration);
    public static readonly DiagnosticDescriptor UnusedInput = Warning("MG0014", "An input reaches no output", Declaration);
    public static readonly DiagnosticDescriptor NotAModel = Error("MG0015", "Not a model", Declaration);
    public static readonly DiagnosticDescriptor BadName = Error("MG0016", "Not a name", Declaration);
    public static readonly DiagnosticDescriptor Optional = Error("MG0017", "An optional input is read where a tensor is needed", Declaration);
    public static readonly DiagnosticDescriptor TensorCount = Error("MG0018", "Too many or too few tensors", Declaration);
    public static readonly DiagnosticDescriptor InputWithLayers = Error("MG0019", "An input has no layers", Declaration);
    public static readonly DiagnosticDescriptor Escape = Error("MG0020", "A method or module cannot be used as a layer", Declaration);
    public static readonly DiagnosticDescriptor NotAStage = Error("MG0021", "Inputs and layers stand on stages", Declaration);
    public static readonly DiagnosticDescriptor HidingType = Error("MG0023", "A type hides a name that generated code uses", Declaration);
    public static readonly DiagnosticDescriptor ReadOnlyTensor = Warning("MG0024", "Read-only field holds a tensor of the model", Declaration);
    public static readonly DiagnosticDescriptor NotDeclared = Warning("MG0022", "Layers without a model", Declaration);

    public static readonly DiagnosticDescriptor InternalError = Error("MG0026", "Internal error of ModelGen", Declaration);
    public static readonly DiagnosticDescriptor TooLarge = Error("MG0027", "Declaration is too large", Declaration);
    public static readonly DiagnosticDescriptor ForeignLayer = Error("MG0028", "Layer of another library", Declaration);
    public static readonly DiagnosticDescriptor ForeignArguments = Error("MG0029", "Argument list of another library", Declaration);

    public static readonly DiagnosticDescriptor Rank = Error("MG0101", "Wrong number of axes", Shapes);
    public static readonly DiagnosticDescriptor Width = Error("MG0102", "Wrong width", Shapes);
    public static readonly DiagnosticDescriptor ElementType = Error("MG0103", "Wrong element type", Shapes);
    public static readonly DiagnosticDescriptor MapRunsOut = Error("MG0104", "A map runs out", Shapes);
    public static readonly DiagnosticDescriptor Heads = Error("MG0105", "Features do not divide into heads", Shapes);
    public static readonly DiagnosticDescriptor Residual = Error("MG0106", "A residual changes the shape", Shapes);
    public static readonly DiagnosticDescriptor Concat = Error("MG0107", "Concatenated tensors differ", Shapes);
    public static readonly DiagnosticDescriptor Axis = Error("MG0108", "No such axis", Shapes);
    public static readonly DiagnosticDescriptor Output = Error("MG0109", "The output has another shape", Shapes);
    public static readonly DiagnosticDescriptor Repeat = Error("MG0110", "A repeated block changes the shape", Shapes);
    public static readonly DiagnosticDescriptor Block = Error("MG0111", "A block does not fit", Shapes);
    public static readonly DiagnosticDescriptor Join = Error("MG0112", "Joined tensors differ", Shapes);
    public static readonly DiagnosticDescriptor Size = Error("MG0113", "Sizes differ", Shapes);
    public static readonly DiagnosticDescriptor Classes = Error("MG0114", "The loss expects other classes", Shapes);
    public static readonly DiagnosticDescriptor Sharing = Error("MG0115", "Layers that share weights differ", Shapes);
    public static readonly DiagnosticDescriptor Groups = Error("MG0120", "Channels do not divide into groups", Shapes);
    public static readonly DiagnosticDescriptor Reshape = Error("MG0130", "A reshape does not hold", Shapes);
    public static readonly DiagnosticDescriptor Pattern = Error("MG0131", "A pattern does not fit", Shapes);
    public static readonly DiagnosticDescriptor MatMul = Error("MG0132", "Matrices do not fit", Shapes);

    /// <summary>For an IDE's code fix alone: no build shows it.</summary>
    public static readonly DiagnosticDescriptor OpenComparison = Hidden("MG0140", "A comparison is left to run time", Proofs);

    public static readonly DiagnosticDescriptor NoEffect = Warning("MG0201", "An argument has no effect", Practice);
    public static readonly DiagnosticDescriptor SoftmaxBeforeLoss = Warning("MG0202", "An activation that the loss applies itself", Practice);

    public static readonly DiagnosticDescriptor TwoActivations = Warning("MG0203", "Two activations in a row", Practice);
    public static readonly DiagnosticDescriptor BiasBeforeBatchNorm = Suggestion("MG0204", "A bias before BatchNorm", Practice);
    public static readonly DiagnosticDescriptor DropoutBeforeBatchNorm = Suggestion("MG0205", "Dropout before BatchNorm", Practice);
    public static readonly DiagnosticDescriptor TwoLinear = Suggestion("MG0206", "Two linear layers with nothing between", Practice);
    public static readonly DiagnosticDescriptor LinearOverMap = Warning("MG0207", "Linear over a map", Practice);
    public static readonly DiagnosticDescriptor ChannelsElsewhere = Warning("MG0208", "The channels seem to be elsewhere", Practice);
    public static readonly DiagnosticDescriptor ActivationBeforeLoss = Warning("MG0209", "An activation before cross entropy", Practice);
    public static readonly DiagnosticDescriptor NoLogarithms = Warning("MG0210", "A loss of log-probabilities is given others", Practice);
    public static readonly DiagnosticDescriptor ClassesAlongPlaces = Warning("MG0211", "Classes along a place", Practice);
    public static readonly DiagnosticDescriptor SoftmaxOverBatch = Warning("MG0212", "A softmax over the batch", Practice);
    public static readonly DiagnosticDescriptor SoftmaxOverOne = Warning("MG0213", "A softmax over a single element", Practice);
    public static readonly DiagnosticDescriptor BatchElsewhere = Warning("MG0214", "The batch seems to be elsewhere", Practice);
    public static readonly DiagnosticDescriptor EqualByChance = Warning("MG0215", "Sizes that are equal by chance", Practice);
    public static readonly DiagnosticDescriptor FeaturesReduced = Warning("MG0216", "Features taken together instead of steps", Practice);
    public static readonly DiagnosticDescriptor BackwardUnread = Warning("MG0217", "A direction of the recurrence has read a single step", Practice);
    public static readonly DiagnosticDescriptor BatchRemoved = Warning("MG0218", "The batch axis is lost", Practice);
    public static readonly DiagnosticDescriptor BatchMissing = Warning("MG0219", "An image without a batch axis", Practice);

    public static readonly DiagnosticDescriptor TwoPositions = Warning("MG0220", "Positions are told twice", Practice);
    public static readonly DiagnosticDescriptor CausalMemory = Warning("MG0221", "A memory is hidden by position", Practice);
    public static readonly DiagnosticDescriptor ItemsMixed = Warning("MG0222", "A reshape mixes the items of a batch", Practice);
    public static readonly DiagnosticDescriptor TiedUnitVariance = Warning("MG0223", "A tied embedding starts with unit variance", Practice);
    public static readonly DiagnosticDescriptor PaddingRead = Warning("MG0224", "Padded steps are read", Practice);

    public static readonly DiagnosticDescriptor StaleShape = Suggestion("MG0301", "The shape above a stage is out of date", Documentation);
    public static readonly DiagnosticDescriptor StageShape = Hint("MG0302", "The shape of a stage", Documentation);
    public static readonly DiagnosticDescriptor LayerShape = Hint("MG0303", "The shapes of a layer", Documentation);

    public static readonly DiagnosticDescriptor LooksAhead = Error("MG0401", "A layer looks ahead", Decoding);
    public static readonly DiagnosticDescriptor NotProvedCausal = Error("MG0402", "A layer cannot be decoded step by step", Decoding);
    public static readonly DiagnosticDescriptor NoLogits = Error("MG0403", "Nothing to decode", Decoding);
    public static readonly DiagnosticDescriptor UnreadableIds = Error("MG0404", "Ids are chosen that cannot be read", Decoding);

    public static readonly DiagnosticDescriptor AdaptedModel = Error("MG0501", "An adapted model has nothing of its own", Adapters);
    public static readonly DiagnosticDescriptor AdapterTarget = Error("MG0502", "Nothing to adapt", Adapters);
    public static readonly DiagnosticDescriptor AdapterRank = Error("MG0503", "A rank does not fit", Adapters);

    public static readonly ImmutableArray<DiagnosticDescriptor> All = ImmutableArray.Create(
        NotPartial, NoInput, NoLayer, SplitDeclaration, TwoForms, UnsupportedType, UnknownStage, UnknownSymbol, DuplicateName,
        BadDimension, BadArgument, Cycle, UnusedStage, UnusedInput, NotAModel, BadName, Optional, TensorCount, InputWithLayers, Escape, NotAStage, NotDeclared, HidingType, ReadOnlyTensor,
        InternalError, TooLarge, ForeignLayer, ForeignArguments,
        Rank, Width, ElementType, MapRunsOut, Heads, Residual, Concat, Axis, Output, Repeat, Block, Size, Classes, Sharing, Groups, Join, Reshape, Pattern, MatMul, OpenComparison,
        NoEffect, SoftmaxBeforeLoss, TwoActivations, BiasBeforeBatchNorm, DropoutBeforeBatchNorm, TwoLinear, LinearOverMap, ChannelsElsewhere,
        ActivationBeforeLoss, NoLogarithms, ClassesAlongPlaces, SoftmaxOverBatch, SoftmaxOverOne, BatchElsewhere,
        EqualByChance, FeaturesReduced, BackwardUnread, BatchRemoved, BatchMissing, TwoPositions, CausalMemory, ItemsMixed, TiedUnitVariance, PaddingRead, StaleShape,
        LooksAhead, NotProvedCausal, NoLogits, UnreadableIds, AdaptedModel, AdapterTarget, AdapterRank);

    /// <summary>What tells nothing wrong, and only those who ask for it.</summary>
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
