using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace ModelGen.CodeFixes.Refactorings.Handwritten;

/// <summary>
/// Reads what a hand-written class creates and stores: the initializers of its fields and properties, and its constructor.
/// </summary>
internal sealed class ConstructorReader
{
    private readonly ClassDeclarationSyntax _syntax;
    private readonly SemanticModel _model;
    private readonly ConstructorArguments _arguments;
    private readonly CancellationToken _cancellation;
    private readonly Dictionary<ISymbol, IOperation> _creations = new(SymbolEqualityComparer.Default);
    private readonly Dictionary<ISymbol, IOperation?> _values = new(SymbolEqualityComparer.Default);
    private readonly Dictionary<ISymbol, string> _registered = new(SymbolEqualityComparer.Default);
    private readonly List<StatementSyntax> _carried = new();
    private readonly Dictionary<ISymbol, List<IOperation>> _lists = new(SymbolEqualityComparer.Default);
    private readonly Dictionary<ISymbol, IOperation> _locals = new(SymbolEqualityComparer.Default);
    private bool _registersAll;

    private ConstructorReader(ClassDeclarationSyntax syntax, IMethodSymbol constructor, SemanticModel model, CancellationToken cancellation)
    {
        _arguments = new(_values, constructor);
        _syntax = syntax;
        _model = model;
        _cancellation = cancellation;
    }

    /// <summary>The fields and properties that hold modules, with what creates each.</summary>
    public IReadOnlyDictionary<ISymbol, IOperation> Creations => _creations;

    /// <summary>The values that the constructor computes for the declaration's.</summary>
    public ConstructorArguments Arguments => _arguments;

    /// <summary>Fields, properties and local variables that hold plain values; null where a member has its type's default.</summary>
    public Dictionary<ISymbol, IOperation?> Values => _values;

    /// <summary>What lists of modules, local variables and fields of type <c>Sequential</c>, are filled with.</summary>
    public IReadOnlyDictionary<ISymbol, List<IOperation>> Lists => _lists;

    /// <summary>The modules that local variables hold.</summary>
    public IReadOnlyDictionary<ISymbol, IOperation> Locals => _locals;

    /// <summary>
    /// Checks of the constructor's arguments, and statements that move the whole module. A constructor that the declaration keeps contains
    /// them.
    /// </summary>
    public IReadOnlyList<StatementSyntax> Carried => _carried;

    /// <summary>Whether the class registers none of its modules, which a module that contains it then does.</summary>
    public bool IsUnregistered { get; private set; }

    /// <summary>Whether the constructor moves the whole module to its device.</summary>
    public bool MovesToDevice { get; private set; }

    /// <summary>Reads the class.</summary>
    /// <exception cref="NotUnderstoodException">The constructor contains a statement that no declaration replaces.</exception>
    public static ConstructorReader Read(
        ClassDeclarationSyntax syntax, ConstructorDeclarationSyntax constructor, SemanticModel model, CancellationToken cancellation)
    {
        ConstructorReader reader = new(syntax, model.GetDeclaredSymbol(constructor, cancellation)!, model, cancellation);
        reader.ReadInitializers();
        reader.ReadConstructor(constructor);
        return reader;
    }

    /// <summary>A module's name in a <c>state_dict</c>.</summary>
    public string Key(ISymbol member) => _registered.TryGetValue(member, out var name) ? name : member.Name;

    /// <summary>Whether a parameter is a device to create the weights on.</summary>
    public static bool IsDevice(IParameterSymbol parameter) => Is(parameter, "TorchSharp.torch.Device");

    /// <summary>Whether a parameter is the weights' type.</summary>
    public static bool IsScalarType(IParameterSymbol parameter) => Is(parameter, "TorchSharp.torch.ScalarType");

    /// <summary>Whether a type is a module.</summary>
    public static bool IsModule(ITypeSymbol? type)
    {
        for (var current = type; current is not null; current = current.BaseType)
        {
            if (current.Name == "Module" && current.ContainingType?.ToDisplayString() == ModuleReader.Factory)
            {
                return true;
            }
        }

        return false;
    }

    private static bool Is(IParameterSymbol parameter, string type) =>
        parameter.RefKind == RefKind.None && Underlying(parameter.Type).ToDisplayString() == type;

    private static ITypeSymbol Underlying(ITypeSymbol type) =>
        (type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T, TypeArguments: [var inner] }
            ? inner
            : type)
            .WithNullableAnnotation(NullableAnnotation.None);

    // A type whose values a module does not register: a number, a string, an enum or a device.
    private static bool IsPlain(ITypeSymbol type)
    {
        var underlying = Underlying(type);
        return IsOfOthers(underlying)
            || underlying.SpecialType is >= SpecialType.System_Boolean and <= SpecialType.System_String
            || underlying.TypeKind == TypeKind.Enum
            || underlying.ToDisplayString() == "TorchSharp.torch.Device"
            || (underlying is IArrayTypeSymbol array && IsPlain(array.ElementType));
    }

    // A class whose objects a module does not register, such as a configuration. The value of an interface may be a module.
    private static bool IsOfOthers(ITypeSymbol type) =>
        type is INamedTypeSymbol { TypeKind: TypeKind.Class or TypeKind.Struct, TypeArguments.IsEmpty: true, SpecialType: SpecialType.None }
        && !IsModule(type) && type.ContainingAssembly?.Name != "TorchSharp";

    private void ReadInitializers()
    {
        foreach (var declarator in _syntax.Members.OfType<FieldDeclarationSyntax>().SelectMany(field => field.Declaration.Variables))
        {
            var field = (IFieldSymbol)_model.GetDeclaredSymbol(declarator, _cancellation)!;
            NotUnderstoodException.Unless(!IsModule(field.Type) || (!field.IsStatic && field.GetAttributes().IsEmpty), declarator,
                "a module's field is static or has an attribute");
            if (!field.IsStatic && !field.IsConst)
            {
                ReadInitializer(field, field.Type, declarator.Initializer);
            }
        }

        foreach (var syntax in _syntax.Members.OfType<PropertyDeclarationSyntax>().Where(property => property.ExpressionBody is null
            && property.AccessorList?.Accessors.All(accessor => accessor.Body is null && accessor.ExpressionBody is null) == true))
        {
            var property = _model.GetDeclaredSymbol(syntax, _cancellation)!;
            if (!property.IsStatic && property is { IsVirtual: false, IsOverride: false })
            {
                ReadInitializer(property, property.Type, syntax.Initializer);
            }
        }
    }

    private void ReadInitializer(ISymbol member, ITypeSymbol type, EqualsValueClauseSyntax? initializer)
    {
        // TorchSharp registers the fields, not the properties.
        if (IsModule(type) && member is IFieldSymbol)
        {
            if (initializer is not null)
            {
                _creations.Add(member, Operation(initializer.Value));
            }
        }
        else if (IsPlain(type) && (initializer is null || IsPure(Operation(initializer.Value))))
        {
            _values.Add(member, initializer is null ? null : Operation(initializer.Value));
        }
    }

    private void ReadConstructor(ConstructorDeclarationSyntax syntax)
    {
        NotUnderstoodException.Unless(
            syntax.Initializer is { RawKind: (int)SyntaxKind.BaseConstructorInitializer, ArgumentList.Arguments: [
                { Expression: var name }] } && IsPure(Operation(name)),
            syntax, "the constructor does not call base with a name");
        foreach (var statement in Statements(syntax))
        {
            switch (statement)
            {
                case IExpressionStatementOperation
                    { Operation: IInvocationOperation { TargetMethod.Name: "RegisterComponents", Instance: IInstanceReferenceOperation } }:
                    _registersAll = true;
                    break;
                case IExpressionStatementOperation { Operation: IInvocationOperation
                    { TargetMethod.Name: "register_module", Instance: IInstanceReferenceOperation } call }:
                    var field = call.Arguments.Length == 2
                        && DraftReader.Unwrap(call.Arguments[1].Value) is IFieldReferenceOperation registered
                        ? registered.Field
                        : throw NotUnderstoodException.At(statement.Syntax, "what is registered is not a field");
                    _registered[field] = call.Arguments[0].Value.ConstantValue is { HasValue: true, Value: string text }
                        ? text
                        : throw NotUnderstoodException.At(statement.Syntax, "the name is computed");
                    break;
                case IExpressionStatementOperation { Operation: ISimpleAssignmentOperation
                    { Target: IFieldReferenceOperation { Instance: IInstanceReferenceOperation } target } assignment }
                    when IsModule(target.Field.Type) && !_creations.ContainsKey(target.Field) && !_registersAll:
                    _creations.Add(target.Field, assignment.Value);
                    break;
                case IExpressionStatementOperation { Operation: ISimpleAssignmentOperation assignment }
                    when Stored(assignment.Target) is { } member
                        && _values.TryGetValue(member, out var before) && before is null && IsPure(assignment.Value):
                    _values[member] = assignment.Value;
                    break;
                case IVariableDeclarationGroupOperation group
                    when group.Declarations.SelectMany(declaration => declaration.Declarators).ToList() is var declarators
                        && declarators.All(declarator => declarator.GetVariableInitializer() is { Value: var value }
                            && IsPlain(declarator.Symbol.Type) && IsPure(value)):
                    declarators.ForEach(declarator => _values.Add(declarator.Symbol, declarator.GetVariableInitializer()!.Value));
                    break;
                case IVariableDeclarationGroupOperation group
                    when group.Declarations.SelectMany(declaration => declaration.Declarators).ToList() is var declarators
                        && declarators.All(declarator => declarator.GetVariableInitializer() is { Value: var value }
                            && IsPlain(declarator.Symbol.Type) && _arguments.Text(value) is not null):
                    declarators.ForEach(declarator => _values.Add(declarator.Symbol, declarator.GetVariableInitializer()!.Value));
                    break;
                case IExpressionStatementOperation { Operation: ISimpleAssignmentOperation assignment }
                    when Stored(assignment.Target) is { } member
                        && _values.TryGetValue(member, out var before) && before is null && _arguments.Text(assignment.Value) is not null:
                    _values[member] = assignment.Value;
                    break;
                case IVariableDeclarationGroupOperation { Declarations: [{ Declarators: [var declarator] }] }
                    when declarator.GetVariableInitializer()?.Value is { } value && IsModuleOrList(declarator.Symbol.Type):
                    if (IsModule(declarator.Symbol.Type))
                    {
                        _locals.Add(declarator.Symbol, value);
                    }
                    else
                    {
                        _lists.Add(declarator.Symbol, [.. ListItems(value)]);
                    }

                    break;
                case IExpressionStatementOperation
                    { Operation: IInvocationOperation { TargetMethod.Name: "Add" or "append" or "add_module", Instance: { } list } call }
                    when ListSymbol(list) is { } filled
                        && (_lists.ContainsKey(filled) || (_creations.TryGetValue(filled, out var sequential) && IsSequential(sequential)))
                        && call.Arguments.All(argument => IsModuleOrItem(argument.Value)
                            || argument.Parameter!.Type.SpecialType == SpecialType.System_String):
                    if (!_lists.ContainsKey(filled))
                    {
                        _lists.Add(filled, []);
                    }

                    NotUnderstoodException.Unless(call.Arguments.Length == 1, statement.Syntax, "a module with a name is appended");
                    _lists[filled].Add(call.Arguments[0].Value);
                    break;
                case var other when IsMove(other):
                    NotUnderstoodException.Unless(_registersAll || (_registered.Count > 0 && _creations.Keys.All(_registered.ContainsKey)),
                        statement.Syntax, "the module moves to the device before its layers are registered");
                    MovesToDevice = true;
                    break;
                case var other when IsCarried(other):
                    NotUnderstoodException.Unless(
                        !IsOwnMove(other) || _registersAll || _creations.Keys.All(_registered.ContainsKey), statement.Syntax,
                        "the module moves to the device before its layers are registered");
                    _carried.Add((StatementSyntax)statement.Syntax);
                    break;
                default:
                    throw NotUnderstoodException.At(statement.Syntax, statement.DescendantsAndSelf()
                        .Any(part => part is IInvocationOperation { TargetMethod.Name: "to" or "cuda" or "cpu" })
                        ? "the constructor moves the module other than to its parameter of type Device"
                        : "the constructor does more than create modules in fields and register them");
            }
        }

        IsUnregistered = !_registersAll && _registered.Count == 0 && _creations.Count > 0;
        NotUnderstoodException.Unless(_registersAll || IsUnregistered || _creations.Keys.All(_registered.ContainsKey),
            "some modules are not registered");
    }

    private static bool IsModuleOrList(ITypeSymbol type) => IsModule(type)
        || (type is INamedTypeSymbol { Name: "List", TypeArguments: [var item] }
            && (IsModule(item) || item is INamedTypeSymbol { IsTupleType: true }));

    private static bool IsModuleOrItem(IOperation item) =>
        IsModule(DraftReader.Unwrap(item).Type) || DraftReader.Unwrap(item) is ITupleOperation;

    // new List<…>() or new List<…> { … }.
    private static IEnumerable<IOperation> ListItems(IOperation value) =>
        DraftReader.Unwrap(value) is IObjectCreationOperation { Arguments.IsEmpty: true, Initializer: var initializer }
            ? initializer?.Initializers.Select(one => one is IInvocationOperation { TargetMethod.Name: "Add", Arguments: [var item] }
                ? item.Value
                : throw NotUnderstoodException.At(one.Syntax, "the modules of a list are not written out")) ?? []
            : DraftReader.Items(value);

    private static ISymbol? ListSymbol(IOperation list) => list switch
    {
        ILocalReferenceOperation local => local.Local,
        IFieldReferenceOperation { Instance: IInstanceReferenceOperation } field => field.Field,
        _ => null,
    };

    private static bool IsSequential(IOperation creation) =>
        DraftReader.Unwrap(creation) is IInvocationOperation { TargetMethod: { Name: "Sequential", ContainingType: var owner } }
            && owner.ToDisplayString() == ModuleReader.Factory;

    private static ISymbol? Stored(IOperation target) => target switch
    {
        IFieldReferenceOperation { Instance: IInstanceReferenceOperation } field => field.Field,
        IPropertyReferenceOperation { Instance: IInstanceReferenceOperation, Arguments.Length: 0 } property => property.Property,
        _ => null,
    };

    // Whether an expression has no side effects.
    private static bool IsPure(IOperation value) =>
        value.ConstantValue.HasValue || (HasNoEffect(value) && value.ChildOperations.All(IsPure));

    private static bool HasNoEffect(IOperation value) => value is
        ILiteralOperation or IParameterReferenceOperation
        or ILocalReferenceOperation or IFieldReferenceOperation or IInstanceReferenceOperation or IDefaultValueOperation
        or IConversionOperation
        or IBinaryOperation or IUnaryOperation or IParenthesizedOperation or IConditionalOperation or ICoalesceOperation
        or IInterpolatedStringOperation or IInterpolatedStringContentOperation or IArrayCreationOperation or IArrayInitializerOperation
        or IPropertyReferenceOperation { Arguments.Length: 0 } or IArgumentOperation
        or IInvocationOperation { TargetMethod: { IsStatic: true, ContainingType: { Name: "Math", ContainingNamespace.Name: "System" } } };

    // this.to(device), or that under a condition on the device.
    private bool IsMove(IOperation statement) => statement switch
    {
        IExpressionStatementOperation { Operation: IInvocationOperation { TargetMethod.Name: "to" } call } =>
            (call.Instance is null or IInstanceReferenceOperation)
            && call.Arguments.Where(argument => DraftReader.Unwrap(argument.Value) is not IInstanceReferenceOperation)
                .ToList() is var arguments
            && arguments.Count(argument => IsDeviceParameter(argument.Value)) == 1
            && arguments.All(argument => argument.ArgumentKind == ArgumentKind.DefaultValue || IsDeviceParameter(argument.Value)),
        IConditionalOperation { WhenFalse: null, WhenTrue: var then, Condition: var condition } =>
            (then is IBlockOperation { Operations: [var only] } ? IsMove(only) : IsMove(then))
            && condition.DescendantsAndSelf().Any(IsDeviceParameter)
            && condition.DescendantsAndSelf().All(part => part is IBinaryOperation
                or IUnaryOperation or ILiteralOperation or IConversionOperation or IIsPatternOperation or IPatternOperation
                or IParenthesizedOperation
                or IPropertyReferenceOperation { Property.Name: "type" } or IFieldReferenceOperation { ConstantValue.HasValue: true }
                || IsDeviceParameter(part)),
        _ => false,
    };

    // if (…) throw, and moves to another device than the constructor's parameter. They do not read the fields of the class.
    private bool IsCarried(IOperation statement) => IsOwnMove(statement)
        || (statement is IConditionalOperation { WhenFalse: null, WhenTrue: var then, Condition: var condition }
            && (then is IBlockOperation { Operations: [var only] } ? only : then) is IThrowOperation
                or IExpressionStatementOperation { Operation: IThrowOperation }
            && statement.DescendantsAndSelf().All(part => part is not (IInstanceReferenceOperation or ILocalReferenceOperation))
            && _arguments.Text(condition) is not null);

    private bool IsOwnMove(IOperation statement) => statement switch
    {
        IExpressionStatementOperation
            { Operation: IInvocationOperation { TargetMethod: { Name: "to" or "cuda" or "cpu", ContainingType: var owner } } call } =>
            (call.Instance is null or IInstanceReferenceOperation)
            && (IsModule(owner) || call.Arguments.Any(argument => DraftReader.Unwrap(argument.Value) is IInstanceReferenceOperation))
            && call.Arguments.All(argument => argument.ArgumentKind == ArgumentKind.DefaultValue
                || DraftReader.Unwrap(argument.Value) is IInstanceReferenceOperation || IsItself(argument.Value)),
        IConditionalOperation { WhenFalse: null, WhenTrue: var then, Condition: var condition } =>
            (then is IBlockOperation { Operations: [var only] } ? IsOwnMove(only) : IsOwnMove(then)) && IsItself(condition),
        _ => false,
    };

    // Whether an expression depends only on the constructor's parameters.
    private bool IsItself(IOperation value) => _arguments.Text(value) is { } text && text == value.Syntax.ToString();

    private bool IsDeviceParameter(IOperation operation) => DraftReader.Unwrap(operation) switch
    {
        IParameterReferenceOperation { Parameter: var parameter } => IsDevice(parameter),
        var other =>
            Stored(other) is { } member && _values.TryGetValue(member, out var value) && value is not null && IsDeviceParameter(value),
    };

    private IEnumerable<IOperation> Statements(ConstructorDeclarationSyntax syntax)
    {
        var operation = (IConstructorBodyOperation)Operation(syntax);
        return (operation.BlockBody ?? operation.ExpressionBody)!.Operations;
    }

    private IOperation Operation(SyntaxNode syntax) =>
        _model.GetOperation(syntax, _cancellation) ?? throw NotUnderstoodException.At(syntax, "this does not compile");
}
