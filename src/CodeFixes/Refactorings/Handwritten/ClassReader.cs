using System.Collections.Generic;
using System.Collections.Immutable;
using System.Globalization;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace ModelGen.CodeFixes.Refactorings.Handwritten;

/// <summary>Reads a class derived from <c>torch.nn.Module</c>: its fields, its constructor and its <c>forward</c>.</summary>
internal sealed class ClassReader
{
    private readonly ClassDeclarationSyntax _syntax;
    private readonly INamedTypeSymbol _type;
    private readonly SemanticModel _model;
    private readonly CancellationToken _cancellation;
    private readonly SizeReader _sizes;
    private readonly Dictionary<ISymbol, IOperation> _creations = new(SymbolEqualityComparer.Default);
    private readonly Dictionary<ISymbol, string> _registered = new(SymbolEqualityComparer.Default);
    private bool _registersAll;

    private ClassReader(ClassDeclarationSyntax syntax, INamedTypeSymbol type, SemanticModel model, CancellationToken cancellation)
    {
        _syntax = syntax;
        _type = type;
        _model = model;
        _cancellation = cancellation;
        _sizes = new SizeReader(type);
    }

    /// <summary>Whether a class may be one, by its base alone.</summary>
    public static bool MayRead(INamedTypeSymbol type) => type.BaseType is { Name: "Module", IsGenericType: true } module
        && module.ContainingType?.ToDisplayString() == ModuleReader.Factory;

    /// <summary>Reads the class.</summary>
    /// <exception cref="NotUnderstoodException">Some of it is not understood.</exception>
    public static HandwrittenModule Read(ClassDeclarationSyntax syntax, INamedTypeSymbol type, SemanticModel model, CancellationToken cancellation) =>
        new ClassReader(syntax, type, model, cancellation).Read();

    private HandwrittenModule Read()
    {
        NotUnderstoodException.Unless(
            _type.BaseType!.TypeArguments is { Length: >= 2 } tensors && tensors.All(argument => argument.ToDisplayString() == ForwardReader.Tensor),
            _syntax.BaseList!, "forward takes or returns something else than tensors, one to return");
        NotUnderstoodException.Unless(
            _type.DeclaringSyntaxReferences.Length == 1 && !_type.IsGenericType && !_type.IsAbstract && _syntax.AttributeLists.Count == 0
                && _syntax.ParameterList is null && _syntax.BaseList!.Types.Count == 1 && !_syntax.ContainsDirectives,
            "the class has parts, type parameters, attributes, interfaces or directives of the preprocessor");
        var forwards = _type.GetMembers("forward").OfType<IMethodSymbol>().ToList();
        NotUnderstoodException.Unless(forwards is [{ IsOverride: true }], "it needs one forward, which overrides the module's");
        var forward = forwards[0];
        NotUnderstoodException.Unless(forward.Parameters.All(parameter => SyntaxFacts.GetKeywordKind(parameter.Name) == SyntaxKind.None), "a parameter of forward is named like a keyword");

        var constructors = _syntax.Members.OfType<ConstructorDeclarationSyntax>().ToList();
        NotUnderstoodException.Unless(constructors.Count == 1, $"it has {constructors.Count} constructors where one is expected");
        var constructor = _model.GetDeclaredSymbol(constructors[0], _cancellation)!;
        NotUnderstoodException.Unless(constructor.DeclaredAccessibility == Accessibility.Public, "its constructor is not public");
        foreach (var (parameter, place) in constructor.Parameters.Zip(constructors[0].ParameterList.Parameters, (parameter, place) => (parameter, place)))
        {
            NotUnderstoodException.Unless(IsSize(parameter) || IsName(parameter) || IsDevice(parameter), place, "a constructor's parameter is a size, the module's name or a device");
        }

        NotUnderstoodException.Unless(
            constructor.Parameters.Count(IsDevice) == 0 || (constructor.Parameters.Count(IsDevice) == 1 && IsDevice(constructor.Parameters.Last())),
            constructors[0].ParameterList, "the device stands before other parameters, and a declaration's constructor has it last");

        ReadInitializers();
        ReadConstructor(constructors[0]);
        ModuleReader reader = new(_sizes);
        var modules = _creations.ToDictionary(pair => pair.Key, pair => reader.Read(Key(pair.Key), pair.Value), SymbolEqualityComparer.Default);

        ForwardReader flow = new(forward, modules!, _sizes);
        var result = flow.Read(Body(forward));
        NotUnderstoodException.Unless(result is { Node: { } last, Port: null } && flow.Nodes.Count > 0 && last == flow.Nodes[flow.Nodes.Count - 1], "forward does not return what its last layer gives");
        CheckFlow(flow.Nodes, forward.Parameters);
        foreach (var module in modules.Keys)
        {
            NotUnderstoodException.Unless(flow.Called.Contains(module!, SymbolEqualityComparer.Default), $"forward never calls '{module!.Name}'");
        }

        return new HandwrittenModule
        {
            Syntax = _syntax,
            Inputs = [.. forward.Parameters.Select(parameter => parameter.Name)],
            Nodes = flow.Nodes,
            Parameters = [.. constructor.Parameters.Where(IsSize).Select(parameter => (parameter.Name, parameter.HasExplicitDefaultValue ? System.Convert.ToInt64(parameter.ExplicitDefaultValue, CultureInfo.InvariantCulture) : (long?)null))],
            Constructor = constructor,
            Kept = Kept(forward, constructors[0]),
            VisibleFields = [.. _creations.Keys.Where(field => field.DeclaredAccessibility != Accessibility.Private)],
        };
    }

    private static bool IsSize(IParameterSymbol parameter) =>
        parameter.Type.SpecialType is SpecialType.System_Int32 or SpecialType.System_Int64 && parameter.RefKind == RefKind.None && SyntaxFacts.GetKeywordKind(parameter.Name) == SyntaxKind.None;

    private static bool IsName(IParameterSymbol parameter) => parameter.Type.SpecialType == SpecialType.System_String && parameter.RefKind == RefKind.None;

    private static bool IsDevice(IParameterSymbol parameter) => parameter.Type.WithNullableAnnotation(NullableAnnotation.None).ToDisplayString() == "TorchSharp.torch.Device" && parameter.RefKind == RefKind.None;

    private void ReadInitializers()
    {
        foreach (var declarator in _syntax.Members.OfType<FieldDeclarationSyntax>().SelectMany(field => field.Declaration.Variables))
        {
            var field = (IFieldSymbol)_model.GetDeclaredSymbol(declarator, _cancellation)!;
            if (IsModule(field.Type))
            {
                // [ComponentName] and the like.
                NotUnderstoodException.Unless(!field.IsStatic && field.GetAttributes().IsEmpty, declarator, "a module's field is static or has an attribute");
                if (declarator.Initializer is { } initializer)
                {
                    _creations.Add(field, Operation(initializer.Value));
                }
            }
        }
    }

    private void ReadConstructor(ConstructorDeclarationSyntax syntax)
    {
        NotUnderstoodException.Unless(
            syntax.Initializer is { RawKind: (int)SyntaxKind.BaseConstructorInitializer, ArgumentList.Arguments: [{ Expression: var name }] }
                && (_model.GetConstantValue(name, _cancellation).HasValue || _model.GetSymbolInfo(name, _cancellation).Symbol is IParameterSymbol { Type.SpecialType: SpecialType.System_String }),
            syntax, "the constructor does not call base with a name");
        foreach (var statement in Statements(syntax))
        {
            switch (statement)
            {
                case IExpressionStatementOperation { Operation: IInvocationOperation { TargetMethod.Name: "RegisterComponents", Instance: IInstanceReferenceOperation } }:
                    _registersAll = true;
                    break;
                case IExpressionStatementOperation { Operation: IInvocationOperation { TargetMethod.Name: "register_module", Instance: IInstanceReferenceOperation } call }:
                    var field = call.Arguments.Length == 2 && DraftReader.Unwrap(call.Arguments[1].Value) is IFieldReferenceOperation registered ? registered.Field
                        : throw NotUnderstoodException.At(statement.Syntax, "what is registered is no field");
                    _registered[field] = call.Arguments[0].Value.ConstantValue is { HasValue: true, Value: string text } ? text : throw NotUnderstoodException.At(statement.Syntax, "the name is computed");
                    break;
                case IExpressionStatementOperation { Operation: ISimpleAssignmentOperation { Target: IFieldReferenceOperation { Instance: IInstanceReferenceOperation } target } assignment }
                    when IsModule(target.Field.Type) && !_creations.ContainsKey(target.Field) && !_registersAll:
                    _creations.Add(target.Field, assignment.Value);
                    break;
                case var other when IsMove(other):
                    // A declaration's constructor does so with its device.
                    break;
                default:
                    throw NotUnderstoodException.At(statement.Syntax, "the constructor does more than to create modules in fields and to register them");
            }
        }

        NotUnderstoodException.Unless(_registersAll || _creations.Keys.All(_registered.ContainsKey), "some modules are not registered");
    }

    // this.to(device), or that under a condition on the device.
    private static bool IsMove(IOperation statement) => statement switch
    {
        IExpressionStatementOperation { Operation: IInvocationOperation { TargetMethod.Name: "to" } call } =>
            call.ChildOperations.All(child => DraftReader.Unwrap(child is IArgumentOperation argument ? argument.Value : child) is IInstanceReferenceOperation or IParameterReferenceOperation or { ConstantValue.HasValue: true } or IDefaultValueOperation)
            && call.Descendants().OfType<IParameterReferenceOperation>().All(reference => IsDevice(reference.Parameter)),
        IConditionalOperation { WhenFalse: null, WhenTrue: var then, Condition: var condition } =>
            (then is IBlockOperation { Operations: [var only] } ? IsMove(only) : IsMove(then))
            && condition.DescendantsAndSelf().All(part => part is not (IInvocationOperation or IAssignmentOperation))
            && condition.DescendantsAndSelf().OfType<IParameterReferenceOperation>().All(reference => IsDevice(reference.Parameter)),
        _ => false,
    };

    private IEnumerable<IOperation> Statements(ConstructorDeclarationSyntax syntax)
    {
        var operation = (IConstructorBodyOperation)Operation(syntax);
        return (operation.BlockBody ?? operation.ExpressionBody)!.Operations;
    }

    private IBlockOperation Body(IMethodSymbol method)
    {
        var operation = _model.GetOperation(method.DeclaringSyntaxReferences[0].GetSyntax(_cancellation), _cancellation) as IMethodBodyOperation;
        return operation?.BlockBody ?? operation?.ExpressionBody ?? throw new NotUnderstoodException("forward has no body");
    }

    private IOperation Operation(SyntaxNode syntax) => _model.GetOperation(syntax, _cancellation) ?? throw NotUnderstoodException.At(syntax, "this does not compile");

    private string Key(ISymbol field) => _registered.TryGetValue(field, out var name) ? name : field.Name;

    // Every tensor but the result is read, and what is overwritten is read by nobody else.
    private static void CheckFlow(IReadOnlyList<FlowNode> nodes, ImmutableArray<IParameterSymbol> inputs)
    {
        var readers = nodes.SelectMany(node => node.Operands).ToList();
        for (var input = 0; input < inputs.Length; input++)
        {
            NotUnderstoodException.Unless(readers.Any(operand => operand.Node is null && operand.Input == input), $"forward never reads '{inputs[input].Name}'");
        }

        foreach (var node in nodes.Take(nodes.Count - 1))
        {
            NotUnderstoodException.Unless(readers.Any(operand => operand.Node == node), $"nothing reads what {node.Layer.Kind} gives");
        }

        foreach (var node in nodes.Where(node => node.Layer.IsInPlace))
        {
            // A view would be overwritten with what it is a view of.
            NotUnderstoodException.Unless(
                node.Operands[0].Node is { Layer.Kind: not ("Flatten" or "Dropout" or "Dropout2d" or "Select" or "Squeeze" or "Unsqueeze" or "Permute") } source
                    && readers.Count(operand => operand.Node == source) == 1,
                $"{node.Layer.Kind} overwrites a tensor that something else reads or may see");
        }
    }

    private IReadOnlyList<MemberDeclarationSyntax> Kept(IMethodSymbol forward, ConstructorDeclarationSyntax constructor)
    {
        var kept = ImmutableArray.CreateBuilder<MemberDeclarationSyntax>();
        foreach (var member in _syntax.Members.Where(member => member != constructor))
        {
            if (member is FieldDeclarationSyntax field && field.Declaration.Variables.Select(variable => _model.GetDeclaredSymbol(variable, _cancellation)!).ToList() is var symbols
                && symbols.Any(_creations.ContainsKey))
            {
                NotUnderstoodException.Unless(symbols.All(_creations.ContainsKey), field, "a field's module is never created");
                continue;
            }

            if (SymbolEqualityComparer.Default.Equals(_model.GetDeclaredSymbol(member, _cancellation), forward) || IsDisposal(member))
            {
                continue;
            }

            // State of its own may be registered, and a declaration has no constructor to set it.
            NotUnderstoodException.Unless(
                member is MethodDeclarationSyntax or BaseTypeDeclarationSyntax or PropertyDeclarationSyntax { Initializer: null, ExpressionBody: not null }
                    || (member is FieldDeclarationSyntax && member.Modifiers.Any(modifier => modifier.IsKind(SyntaxKind.ConstKeyword) || modifier.IsKind(SyntaxKind.StaticKeyword))),
                member, "state of its own has no place in a declaration");
            NotUnderstoodException.Unless(!member.DescendantNodes().OfType<IdentifierNameSyntax>().Any(name => _model.GetSymbolInfo(name, _cancellation).Symbol is { } symbol && _creations.ContainsKey(symbol)), member, "a member besides forward uses a module");
            kept.Add(member);
        }

        return kept.ToImmutable();
    }

    // Dispose(bool) that only disposes fields: the generated class sees to that.
    private static bool IsDisposal(MemberDeclarationSyntax member) =>
        member is MethodDeclarationSyntax { Identifier.Text: "Dispose", ParameterList.Parameters.Count: 1 } method
        && method.Modifiers.Any(modifier => modifier.IsKind(SyntaxKind.OverrideKeyword))
        && !method.DescendantNodes().Any(node => node is AssignmentExpressionSyntax or LocalDeclarationStatementSyntax)
        && method.DescendantNodes().OfType<InvocationExpressionSyntax>().All(call => call.Expression.ToString().EndsWith("Dispose", System.StringComparison.Ordinal) || call.Expression.ToString() == "ClearModules");

    private static bool IsModule(ITypeSymbol type)
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
}
