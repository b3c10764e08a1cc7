using System;
using System.Linq;
using ModelGen.Generator.Kinds;
using ModelGen.Generator.Shapes;
using ModelGen.Generator.Signatures;

namespace ModelGen.Generator.Declarations;

/// <summary>What the user wrote: a class's attributes and stages, free of symbols and syntax, equal by value.</summary>
/// <param name="Type">How to reopen the class.</param>
/// <param name="Attributes">The class's own attributes, in source order.</param>
/// <param name="Stages">The class's stages, in source order.</param>
/// <param name="Constants">The class's integral <c>const</c> members.</param>
/// <param name="Blocks">Every model named by a <c>Block&lt;T&gt;</c>.</param>
/// <param name="Methods">The class's methods whose shapes are declared.</param>
/// <param name="PlainMethods">
/// The names of its other methods, if an escape hatch may mean one, or <c>Initialize</c> may give tied weights their values.
/// </param>
/// <param name="TensorMembers">Its fields and properties of type <c>Tensor</c>, if a loss may mean one.</param>
/// <param name="Modules">Every type named by a <c>Module&lt;T&gt;</c>.</param>
/// <param name="Factories">The methods that modules name in <c>Create</c>.</param>
/// <param name="Constructors">The user's constructors that might repeat the generated one.</param>
/// <param name="Components">The parameters, tensors and modules in fields of the user's.</param>
/// <param name="Initialization">What the user writes of <c>Initialize</c>.</param>
/// <param name="Members">
/// The names of the class's members that start with an underscore as generated fields do, which must not repeat them.
/// </param>
/// <param name="HasErrors">Whether reading already met an error, so that only the surface can be written.</param>
/// <param name="IsIncomplete">
/// Whether the compiler itself rejects an attribute and says so: what follows from the rest is guesswork.
/// </param>
internal sealed record Declaration(
    TypeShell Type,
    EquatableArray<AttributeUse> Attributes,
    EquatableArray<StageField> Stages,
    EquatableArray<NamedInteger> Constants,
    EquatableArray<BlockReference> Blocks,
    EquatableArray<MethodUse> Methods,
    EquatableArray<string> PlainMethods,
    EquatableArray<TensorMember> TensorMembers,
    EquatableArray<ModuleReference> Modules,
    EquatableArray<ModuleFactory> Factories,
    EquatableArray<OwnConstructor> Constructors,
    EquatableArray<OwnComponent> Components,
    OwnInitialization Initialization,
    EquatableArray<string> Members,
    bool HasErrors,
    bool IsIncomplete)
{
    /// <summary>
    /// How many models may be nested inside each other as blocks: far more than any network has, few enough for every step to recurse.
    /// </summary>
    public const int MaxDepth = 32;

    // It is looked up by value several times. Equal declarations have equal codes; blocks, which may go deep, are left to the comparison.
    private readonly int _hash =
        unchecked((((Type.QualifiedName.GetHashCode() * 31) + Attributes.GetHashCode()) * 31) + Stages.GetHashCode());

    /// <summary>The attributes with the names of other libraries' layers, of which no attribute exists.</summary>
    public EquatableArray<ForeignAttribute> Foreign { get; init; }

    /// <summary>Whether a class that runs the exported model is written as well.</summary>
    public bool HasInference { get; init; }

    /// <summary>The layers with code of the user's that no file can contain, as the user writes them.</summary>
    public EquatableArray<UnexportableLayer> Unexportable { get; init; }

    // The last declaration that this one was found equal to. Many paths may lead to the same block, and each would compare it again.
    private WeakReference<Declaration>? _equal;

    /// <summary>How many models are nested inside each other, this one included; one more than the limit for all that exceed it.</summary>
    public int Depth { get; } =
        1 + Blocks.Select(block => block.IsTooDeep ? MaxDepth : block.Declaration?.Depth ?? 0).DefaultIfEmpty().Max();

    /// <summary>
    /// For a declaration that is half typed (<see cref="IsWhole"/>) or lost an input, the last one of the class that was whole: its surface
    /// is kept meanwhile, so that the class's users compile. Only an editor's generator has one; a build from scratch has none.
    /// </summary>
    public Declaration? LastWhole
    {
        get => _lastWhole;
        init => (_lastWhole, _equal) = (value, null);
    }

    /// <summary>
    /// Whether the compiler accepts it and it has inputs and layers, so that the surface that it declares is the one that is meant.
    /// </summary>
    public bool IsWhole =>
        !IsIncomplete && (Has(use => use.Kind == Vocabulary.Lora) || (Has(use => use.Kind == "Input") && Has(use => use.IsLayer)));

    /// <summary>Whether it, or a block in it, shows the surface of an earlier declaration.</summary>
    public bool IsProvisional => LastWhole is not null || _hasProvisionalBlock;

    private readonly Declaration? _lastWhole;
    private readonly bool _hasProvisionalBlock = Blocks.Any(block => block.Declaration?.IsProvisional == true);

    /// <summary>The declaration of a class that could not be read: nothing is known but how to write another part of it.</summary>
    public static Declaration Failed(TypeShell type) =>
        new(type, default, default, default, default, default,
            default, default, default, default, default, default, OwnInitialization.None, default, HasErrors: true, IsIncomplete: true);

    /// <summary>Whether both say the same; what follows from the rest is left out.</summary>
    public bool Equals(Declaration? other)
    {
        if (ReferenceEquals(this, other))
        {
            return true;
        }

        if (other is null || _hash != other._hash || Depth != other.Depth)
        {
            return false;
        }

        if (IsKnownEqual(this, other) || IsKnownEqual(other, this))
        {
            return true;
        }

        var isEqual = HasErrors == other.HasErrors && IsIncomplete == other.IsIncomplete && Type == other.Type
            && Attributes == other.Attributes
            && Stages == other.Stages && Constants == other.Constants && Blocks == other.Blocks && Methods == other.Methods
            && PlainMethods == other.PlainMethods
            && TensorMembers == other.TensorMembers && Modules == other.Modules && Factories == other.Factories
            && Constructors == other.Constructors
            && Components == other.Components && Initialization == other.Initialization && Members == other.Members
            && Foreign == other.Foreign && HasInference == other.HasInference && Unexportable == other.Unexportable
            && LastWhole == other.LastWhole;
        if (isEqual && !Blocks.IsEmpty)
        {
            _equal = new WeakReference<Declaration>(other);
        }

        return isEqual;
    }

    /// <inheritdoc/>
    public override int GetHashCode() => _hash;

    private bool Has(Func<AttributeUse, bool> condition) =>
        Attributes.Items.Any(condition) || Stages.Items.Any(stage => stage.Attributes.Items.Any(condition));

    private static bool IsKnownEqual(Declaration one, Declaration other) =>
        one._equal is { } known && known.TryGetTarget(out var equal) && ReferenceEquals(equal, other);
}

/// <summary>An attribute with the name of another library's layer.</summary>
/// <param name="Name">The name.</param>
/// <param name="Properties">The names of its arguments that have one.</param>
internal sealed record ForeignAttribute(string Name, EquatableArray<string> Properties);

/// <summary>A layer that calls code of the user's, of which an exported file has no operators.</summary>
/// <param name="Site">Where it is declared.</param>
/// <param name="Text">The layer.</param>
/// <param name="Callee">What it calls: <c>the method 'Flip'</c>.</param>
/// <param name="Repair">The interface that states the operators, and the class that lacks it.</param>
internal sealed record UnexportableLayer(Site Site, string Text, string Callee, string Repair);

/// <summary>A class's name and what encloses it: enough to write another part of it.</summary>
/// <param name="Namespace">The namespace, empty for the global one.</param>
/// <param name="Containers">The enclosing types from the outside in, each as <c>class Outer&lt;T&gt;</c>.</param>
/// <param name="Name">The class's name, escaped if it is a keyword.</param>
/// <param name="TypeParameters">Its type parameters as <c>&lt;T&gt;</c>, or nothing.</param>
/// <param name="HintName">The full metadata name, for the generated file.</param>
/// <param name="QualifiedName">The full name starting with <c>global::</c>.</param>
/// <param name="CanExtend">Whether another part can be written at all.</param>
internal sealed record TypeShell(
    string Namespace,
    EquatableArray<string> Containers,
    string Name,
    string TypeParameters,
    string HintName,
    string QualifiedName,
    bool CanExtend)
{
    /// <summary>The class's name for people.</summary>
    public string Title => Name.TrimStart('@');

    /// <summary>Whether the constructor alone creates an instance: the class is not abstract and has no required members.</summary>
    public bool CanCreate { get; init; } = true;

    /// <summary>The modifier of the class: <c>public</c>.</summary>
    public string Accessibility { get; init; } = "internal";

    /// <summary>That of a class of which no part can be written.</summary>
    public static TypeShell None(string name) => new(string.Empty, default, name, string.Empty, name, name, CanExtend: false);
}

/// <summary>A named integer.</summary>
internal sealed record NamedInteger(string Name, long Value);

/// <summary>A field or property that holds a tensor.</summary>
internal sealed record TensorMember(string Name, bool IsStatic);

/// <summary>A field of type <c>Stage</c>.</summary>
/// <param name="Name">The field's name.</param>
/// <param name="Ordinal">Its number among the class's stages.</param>
/// <param name="Attributes">Its attributes, in source order.</param>
internal sealed record StageField(string Name, int Ordinal, EquatableArray<AttributeUse> Attributes)
{
    public Site Site => Site.Stage(Ordinal);
}

/// <summary>
/// A model that a block or an adapted model names: its own declaration, or its signature if it comes from another assembly,
/// or neither if it is not a model.
/// </summary>
/// <param name="Key">Its full name, by which an attribute's type argument refers to it.</param>
/// <param name="DisplayName">Its short name.</param>
/// <param name="Declaration">Its declaration, if it is in this compilation.</param>
/// <param name="Signature">What a model of another assembly says of itself, as text.</param>
/// <param name="IsRecursive">Whether the model contains itself through this block.</param>
/// <param name="Exposure">
/// The modifier of a member of the class that shows this type: the widest that does not show more than the type itself.
/// </param>
internal sealed record BlockReference(
    string Key, string DisplayName, Declaration? Declaration, string? Signature, bool IsRecursive, string Exposure = "public")
{
    /// <summary>Why no instance can be created, as the end of a sentence; empty if it can.</summary>
    public string Obstacle { get; init; } = string.Empty;

    /// <summary>
    /// The assembly, and the version of ModelGen that built it, if this version cannot read the signature; otherwise empty.
    /// </summary>
    public string Origin { get; init; } = string.Empty;

    /// <summary>Whether so many models are nested inside it that it cannot be a block as well.</summary>
    public bool IsTooDeep { get; init; }

    /// <summary>Whether a block inside it is already too deep, and is reported there.</summary>
    public bool IsTooDeepInside { get; init; }
}

/// <summary>A method with declared shapes.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Parameters">The shape of each parameter; null where none is declared.</param>
/// <param name="Return">The shape of what it returns; null if none is declared.</param>
/// <param name="TakesAndReturnsTensors">Whether every parameter and the return value is a <c>Tensor</c>.</param>
internal sealed record MethodUse(
    string Name, EquatableArray<MethodParameter> Parameters, AttributeUse? Return, bool TakesAndReturnsTensors);

/// <summary>A parameter of a method.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Shape">Its shape, if declared.</param>
/// <param name="MayBeNull">Whether it is a <c>Tensor?</c>.</param>
internal sealed record MethodParameter(string Name, AttributeUse? Shape, bool MayBeNull);

/// <summary>A type used as a module.</summary>
/// <param name="Key">Its full name.</param>
/// <param name="IsModule">Whether it is a module from tensor to tensor.</param>
/// <param name="HasConstructor">Whether it has a constructor without parameters that the class can call.</param>
internal sealed record ModuleReference(string Key, bool IsModule, bool HasConstructor);

/// <summary>A method that a module names in <c>Create</c>.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Module">The full name of the module's type.</param>
/// <param name="Obstacle">Why it cannot create the module, as the end of a sentence; empty if it can.</param>
internal sealed record ModuleFactory(string Name, string Module, string Obstacle);

/// <summary>Which forms of <c>Initialize</c> the user's part implements.</summary>
[System.Flags]
internal enum OwnInitialization
{
    None = 0,

    /// <summary>Without parameters.</summary>
    Plain = 1,

    /// <summary>With the device and the type of the weights.</summary>
    Placed = 2,
}

/// <summary>A constructor of the user's that takes a device and a type last, as the generated one does.</summary>
/// <param name="Ordinal">Its number among the class's constructors.</param>
/// <param name="Parameters">The types of its other parameters.</param>
internal sealed record OwnConstructor(int Ordinal, string Parameters);

/// <summary>An attribute of the vocabulary.</summary>
/// <param name="Kind">Its name without "Attribute".</param>
/// <param name="IsLayer">Whether it is a layer.</param>
/// <param name="Ordinal">Its number in the order of reading.</param>
/// <param name="Arguments">The arguments that were given, by the constructor's parameter or the property.</param>
/// <param name="TypeArgument">The full name of its type argument, if any.</param>
/// <param name="TypeArgumentName">The short name of its type argument, if any.</param>
internal sealed record AttributeUse(
    string Kind,
    bool IsLayer,
    int Ordinal,
    EquatableArray<Argument> Arguments,
    string? TypeArgument = null,
    string? TypeArgumentName = null)
{
    // Messages and comments name a layer many times.
    private string? _text;

    /// <summary>Whether it is a loss.</summary>
    public bool IsLoss { get; init; }

    public Site Site => Site.Attribute(Ordinal);

    public Argument? Find(ArgumentName name)
    {
        foreach (var argument in Arguments)
        {
            if (argument.Name == name.Name)
            {
                return argument;
            }
        }

        return null;
    }

    public Site At(ArgumentName argument, int item = -1) => Find(argument) is null ? Site : Site.At(argument, item);

    /// <summary>The attribute as the user would write it, without brackets.</summary>
    public override string ToString() => _text ??= Write();

    /// <summary>Whether both are the same use; the text follows from the rest.</summary>
    public bool Equals(AttributeUse? other) =>
        ReferenceEquals(this, other)
        || (other is not null && Kind == other.Kind && IsLayer == other.IsLayer && Ordinal == other.Ordinal && Arguments == other.Arguments
            && TypeArgument == other.TypeArgument && TypeArgumentName == other.TypeArgumentName);

    /// <inheritdoc/>
    public override int GetHashCode() => unchecked((((Kind.GetHashCode() * 31) + Ordinal) * 31) + Arguments.GetHashCode());

    private string Write()
    {
        var name = TypeArgumentName is null ? Kind : $"{Kind}<{TypeArgumentName}>";
        var arguments = Arguments
            .Where(argument => argument.IsProperty || argument.Value.Kind != ConstantKind.Null)
            .Select(argument =>
            {
                var value = argument.Value.Kind == ConstantKind.Array && !argument.IsParams
                    ? $"[{argument.Value}]"
                    : argument.Value.ToString();
                return argument.IsProperty ? $"{argument.Name} = {value}" : value;
            })
            .Where(text => text.Length > 0);
        var list = string.Join(", ", arguments);
        return list.Length == 0 ? name : $"{name}({list})";
    }
}

/// <summary>An argument of an attribute.</summary>
/// <param name="Name">The property's or the parameter's name.</param>
/// <param name="Value">Its value.</param>
/// <param name="IsProperty">Whether it is given by name.</param>
/// <param name="IsParams">Whether the items of an array are arguments of their own.</param>
internal sealed record Argument(string Name, Constant Value, bool IsProperty, bool IsParams = false)
{
    /// <summary>Where it is given in an attribute.</summary>
    public Site In(AttributeUse use) => use.Site with { Argument = Name };
}
