using ModelGen.Generator.Declarations;
using ModelGen.Generator.Kinds;
using ModelGen.Generator.Repairs;
using ModelGen.Generator.Shapes;
using ModelGen.Generator.Signatures;

namespace ModelGen.Generator.Plan;

/// <summary>A model's generated part with every name and statement. Emitting it makes no further decisions.</summary>
internal sealed record ModelPlan(
    TypeShell Type,
    bool HasErrors,
    EquatableArray<ParameterPlan> Parameters,
    EquatableArray<SettingPlan> Settings,
    EquatableArray<ConditionPlan> Conditions,
    EquatableArray<ModulePlan> Modules,
    EquatableArray<StagePlan> Stages,
    EquatableArray<InputPlan> Inputs,
    EquatableArray<OutputPlan> Outputs,
    EquatableArray<Statement> Forward,
    LossPlan? Loss,
    DecodingPlan? Decoding,
    string Signature,
    ArchitecturePlan Architecture,
    DocumentationPlan Documentation)
{
    /// <summary>The field with the device and the dtype of the weights, which guards compare; empty if no guard does.</summary>
    public string Weights { get; init; } = string.Empty;

    /// <summary>The modules and tensors in the user's own fields, which are registered and moved.</summary>
    public EquatableArray<OwnComponent> Components { get; init; }

    /// <summary>The forms of <c>Initialize</c> that the user writes.</summary>
    public OwnInitialization Initialization { get; init; }

    /// <summary>The parameters of the constructor in its order, without the device and the dtype.</summary>
    public EquatableArray<ConstructorParameter> Constructor { get; init; }

    /// <summary>The class that runs the exported model, if it is requested.</summary>
    public InferencePlan? Inference { get; init; }

    /// <summary>How it is created, if it is another model with adapters.</summary>
    public AdapterPlan? Adapters { get; init; }
}

/// <summary>A size that the constructor takes.</summary>
/// <param name="Symbol">The symbol.</param>
/// <param name="Name">Its C# name.</param>
/// <param name="Field">The field that keeps it.</param>
/// <param name="Default">Its default, if any.</param>
/// <param name="Range">The smallest and largest values.</param>
/// <param name="Divisors">What divides it; other parameters may occur there, so their ranges are checked before.</param>
internal sealed record ParameterPlan(
    string Symbol,
    string Name,
    string Field,
    long? Default,
    EquatableArray<ConditionPlan> Range,
    EquatableArray<ConditionPlan> Divisors);

/// <summary>A parameter of the constructor that is not a size.</summary>
/// <param name="Symbol">The setting.</param>
/// <param name="Name">Its C# name.</param>
/// <param name="Field">The field that keeps it.</param>
/// <param name="Type">What it is.</param>
/// <param name="Default">Its default, or nothing.</param>
/// <param name="Range">Which numbers it may be.</param>
internal sealed record SettingPlan(
    string Symbol, string Name, string Field, SettingType Type, string Default, EquatableArray<ConditionPlan> Range);

/// <summary>A boolean expression, what to say when it is false, and further arguments with the sizes.</summary>
internal sealed record ConditionPlan(string Condition, string Message, string Sizes = "", string Repair = "");

/// <summary>A module that the constructor creates.</summary>
/// <param name="Type">The field's type.</param>
/// <param name="Field">The field.</param>
/// <param name="Construct">The expression.</param>
/// <param name="Initialize">A further statement, or nothing.</param>
/// <param name="Registration">The module to register: the field, or a stage around the copies of a block.</param>
/// <param name="Name">The name under which it is registered.</param>
internal sealed record ModulePlan(string Type, string Field, string Construct, string Initialize, string Registration, string Name);

/// <summary>A stage's field and the modules registered under it.</summary>
internal sealed record StagePlan(string Field, string Name, EquatableArray<ModulePlan> Modules);

/// <summary>A parameter of <c>forward</c>.</summary>
internal sealed record InputPlan(string Name, string Parameter, string Shape, string Element, bool IsOptional, bool HasDefault);

/// <summary>A result of <c>forward</c>.</summary>
internal sealed record OutputPlan(string Name, string Shape, string Element);

/// <summary>A statement of <c>forward</c>.</summary>
internal abstract record Statement;

/// <summary>A line of code.</summary>
internal sealed record Line(string Code, string Comment = "") : Statement;

/// <summary>An empty line and a comment that opens a stage.</summary>
internal sealed record Heading(string Comment) : Statement;

/// <summary>Statements under a condition.</summary>
internal sealed record Guarded(string Condition, EquatableArray<Statement> Body) : Statement;

/// <summary>The copies of a block, one after the other.</summary>
/// <param name="Result">The local that holds the running tensor.</param>
/// <param name="Blocks">The array of blocks.</param>
/// <param name="Input">The tensor that the first copy takes.</param>
/// <param name="Further">The further arguments, starting with a comma, or nothing.</param>
/// <param name="Index">The loop's variable.</param>
/// <param name="Next">The local for one copy's result.</param>
/// <param name="ReleasesInput">Whether the input is dead after the first copy.</param>
/// <param name="Comment">The shape.</param>
/// <param name="State">The states of the copies, for a step of a decoding; nothing for <c>forward</c>.</param>
/// <param name="Times">How often one block runs; nothing if there is an array of them.</param>
internal sealed record Repetition(
    string Result,
    string Blocks,
    string Input,
    string Further,
    string Index,
    string Next,
    bool ReleasesInput,
    string Comment,
    string State = "",
    string Times = "") : Statement;

/// <summary>The methods that compute the loss, and the class <c>Batch</c>.</summary>
/// <param name="Targets">The parameters for the targets.</param>
/// <param name="All">The local for all results, where the model has several.</param>
/// <param name="Outputs">The results that are compared.</param>
/// <param name="Call">The expression, of the names of <paramref name="Outputs"/> and <paramref name="Targets"/>.</param>
/// <param name="ResultShape">The result's shape, for people.</param>
/// <param name="Batch">The class that holds inputs and targets.</param>
internal sealed record LossPlan(
    EquatableArray<TargetPlan> Targets,
    string All,
    EquatableArray<ComparedPlan> Outputs,
    string Call,
    string ResultShape,
    BatchPlan Batch);

/// <summary>A parameter of <c>Loss</c> for a target.</summary>
/// <param name="Name">The parameter.</param>
/// <param name="Type">The target's shape and type, for people.</param>
internal sealed record TargetPlan(string Name, string Type);

/// <summary>A result of <c>forward</c> that a loss compares.</summary>
/// <param name="Index">Its number.</param>
/// <param name="Local">The local or the parameter for it.</param>
internal sealed record ComparedPlan(int Index, string Local);

/// <summary>The declaration as data.</summary>
/// <param name="Symbols">The symbolic dimensions.</param>
/// <param name="Layers">The layers.</param>
/// <param name="Outputs">What each result of <c>forward</c> comes from.</param>
/// <param name="Loss">The loss, or null.</param>
internal sealed record ArchitecturePlan(
    EquatableArray<SymbolPlan> Symbols, EquatableArray<LayerPlan> Layers, EquatableArray<string> Outputs, LossData? Loss);

/// <summary>A loss as data: its kind, the names of the outputs that it compares, its targets, and its arguments.</summary>
internal sealed record LossData(
    string Kind, EquatableArray<string> Outputs, EquatableArray<OutputPlan> Targets, EquatableArray<ArgumentPlan> Arguments);

internal sealed record SymbolPlan(string Name, bool IsParameter, long? Default);

/// <summary>An argument of a layer as data: its name, what it is, and the value or the items of a list as C# writes them.</summary>
internal sealed record ArgumentPlan(string Name, string Type, EquatableArray<string> Items);

/// <summary>A layer as data; for a block how often it is repeated, if it is, and the class.</summary>
internal sealed record LayerPlan(
    string Stage,
    string Name,
    string Kind,
    string Declaration,
    EquatableArray<string> From,
    string Input,
    string Output,
    string Parameters,
    EquatableArray<ArgumentPlan> Arguments,
    string Copies,
    string Block);
