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
        && module.ContainingType?.ToDisplayString() == ModuleReader.Factory
        && module.TypeArguments.Length >= 2
        && module.TypeArguments.All(argument => argument.ToDisplayString() == "TorchSharp.torch.Tensor");

    /// <summary>Reads the class; null if any of it is not understood.</summary>
    public static HandwrittenModule? Read(ClassDeclarationSyntax syntax, INamedTypeSymbol type, SemanticModel model, CancellationToken cancellation)
    {
        try
        {
            return new ClassReader(syntax, type, model, cancellation).Read();
        }
        catch (NotUnderstoodException)
        {
            return null;
        }
    }

    private HandwrittenModule Read()
    {
        NotUnderstoodException.Unless(_type.DeclaringSyntaxReferences.Length == 1 && !_type.IsGenericType && !_type.IsAbstract && _syntax.AttributeLists.Count == 0
            && _syntax.ParameterList is null && _syntax.BaseList!.Types.Count == 1 && !_syntax.ContainsDirectives);
        var forwards = _type.GetMembers("forward").OfType<IMethodSymbol>().ToList();
        NotUnderstoodException.Unless(forwards is [{ IsOverride: true }]);
        var forward = forwards[0];
        NotUnderstoodException.Unless(forward.Parameters.All(parameter => SyntaxFacts.GetKeywordKind(parameter.Name) == SyntaxKind.None));

        var constructors = _syntax.Members.OfType<ConstructorDeclarationSyntax>().ToList();
        NotUnderstoodException.Unless(constructors.Count == 1);
        var constructor = _model.GetDeclaredSymbol(constructors[0], _cancellation)!;
        NotUnderstoodException.Unless(constructor.DeclaredAccessibility == Accessibility.Public && constructor.Parameters.All(IsSize));

        ReadInitializers();
        ReadConstructor(constructors[0]);
        ModuleReader reader = new(_sizes);
        var modules = _creations.ToDictionary(pair => pair.Key, pair => reader.Read(Key(pair.Key), pair.Value), SymbolEqualityComparer.Default);

        ForwardReader flow = new(forward, modules!, _sizes);
        var result = flow.Read(Body(forward));
        NotUnderstoodException.Unless(result is { Node: { } last, Port: null } && flow.Nodes.Count > 0 && last == flow.Nodes[flow.Nodes.Count - 1]);
        CheckFlow(flow.Nodes, forward.Parameters.Length);
        NotUnderstoodException.Unless(modules.All(module => flow.Called.Contains(module.Key, SymbolEqualityComparer.Default)));

        return new HandwrittenModule
        {
            Syntax = _syntax,
            Inputs = [.. forward.Parameters.Select(parameter => parameter.Name)],
            Nodes = flow.Nodes,
            Parameters = [.. constructor.Parameters.Select(parameter => (parameter.Name, parameter.HasExplicitDefaultValue ? System.Convert.ToInt64(parameter.ExplicitDefaultValue, CultureInfo.InvariantCulture) : (long?)null))],
            Kept = Kept(forward, constructors[0]),
            VisibleFields = [.. _creations.Keys.Where(field => field.DeclaredAccessibility != Accessibility.Private)],
        };
    }

    private static bool IsSize(IParameterSymbol parameter) =>
        parameter.Type.SpecialType is SpecialType.System_Int32 or SpecialType.System_Int64 && parameter.RefKind == RefKind.None && SyntaxFacts.GetKeywordKind(parameter.Name) == SyntaxKind.None;

    private void ReadInitializers()
    {
        foreach (var declarator in _syntax.Members.OfType<FieldDeclarationSyntax>().SelectMany(field => field.Declaration.Variables))
        {
            var field = (IFieldSymbol)_model.GetDeclaredSymbol(declarator, _cancellation)!;
            if (IsModule(field.Type))
            {
                // [ComponentName] and the like.
                NotUnderstoodException.Unless(!field.IsStatic && field.GetAttributes().IsEmpty);
                if (declarator.Initializer is { } initializer)
                {
                    _creations.Add(field, Operation(initializer.Value));
                }
            }
        }
    }

    private void ReadConstructor(ConstructorDeclarationSyntax syntax)
    {
        NotUnderstoodException.Unless(syntax.Initializer is { RawKind: (int)SyntaxKind.BaseConstructorInitializer, ArgumentList.Arguments: [var name] } && _model.GetConstantValue(name.Expression, _cancellation).HasValue || IsNameOf(syntax.Initializer));
        foreach (var statement in Statements(syntax))
        {
            switch (statement)
            {
                case IExpressionStatementOperation { Operation: IInvocationOperation { TargetMethod.Name: "RegisterComponents", Instance: IInstanceReferenceOperation } }:
                    _registersAll = true;
                    break;
                case IExpressionStatementOperation { Operation: IInvocationOperation { TargetMethod.Name: "register_module", Instance: IInstanceReferenceOperation } call }:
                    var field = call.Arguments.Length == 2 && DraftReader.Unwrap(call.Arguments[1].Value) is IFieldReferenceOperation registered ? registered.Field : throw new NotUnderstoodException();
                    _registered[field] = call.Arguments[0].Value.ConstantValue is { HasValue: true, Value: string text } ? text : throw new NotUnderstoodException();
                    break;
                case IExpressionStatementOperation { Operation: ISimpleAssignmentOperation { Target: IFieldReferenceOperation { Instance: IInstanceReferenceOperation } target } assignment }
                    when IsModule(target.Field.Type) && !_creations.ContainsKey(target.Field) && !_registersAll:
                    _creations.Add(target.Field, assignment.Value);
                    break;
                default:
                    throw new NotUnderstoodException();
            }
        }

        NotUnderstoodException.Unless(_registersAll || _creations.Keys.All(_registered.ContainsKey));
    }

    // base(nameof(Net)) is a constant like any other.
    private static bool IsNameOf(ConstructorInitializerSyntax? initializer) => initializer is { ArgumentList.Arguments: [{ Expression: InvocationExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.Text: "nameof" } } }] };

    private IEnumerable<IOperation> Statements(ConstructorDeclarationSyntax syntax)
    {
        var operation = _model.GetOperation(syntax, _cancellation) as IConstructorBodyOperation ?? throw new NotUnderstoodException();
        return (operation.BlockBody ?? operation.ExpressionBody)!.Operations;
    }

    private IBlockOperation Body(IMethodSymbol method)
    {
        var operation = _model.GetOperation(method.DeclaringSyntaxReferences[0].GetSyntax(_cancellation), _cancellation) as IMethodBodyOperation;
        return operation?.BlockBody ?? operation?.ExpressionBody ?? throw new NotUnderstoodException();
    }

    private IOperation Operation(ExpressionSyntax expression) => _model.GetOperation(expression, _cancellation) ?? throw new NotUnderstoodException();

    private string Key(ISymbol field) => _registered.TryGetValue(field, out var name) ? name : field.Name;

    // Every tensor but the result is read, and what is overwritten is read by nobody else.
    private static void CheckFlow(IReadOnlyList<FlowNode> nodes, int inputs)
    {
        var readers = nodes.SelectMany(node => node.Operands).ToList();
        NotUnderstoodException.Unless(Enumerable.Range(0, inputs).All(input => readers.Any(operand => operand.Node is null && operand.Input == input)));
        foreach (var node in nodes.Take(nodes.Count - 1))
        {
            NotUnderstoodException.Unless(readers.Any(operand => operand.Node == node));
        }

        foreach (var node in nodes.Where(node => node.Layer.IsInPlace))
        {
            // A view would be overwritten with what it is a view of.
            NotUnderstoodException.Unless(node.Operands[0].Node is { Module: not null, Layer.Kind: not ("Flatten" or "Dropout" or "Dropout2d") } source && readers.Count(operand => operand.Node == source) == 1);
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
                NotUnderstoodException.Unless(symbols.All(_creations.ContainsKey));
                continue;
            }

            if (SymbolEqualityComparer.Default.Equals(_model.GetDeclaredSymbol(member, _cancellation), forward) || IsDisposal(member))
            {
                continue;
            }

            // State of its own may be registered, and a declaration has no constructor to set it.
            NotUnderstoodException.Unless(member is MethodDeclarationSyntax or BaseTypeDeclarationSyntax or PropertyDeclarationSyntax { Initializer: null, ExpressionBody: not null }
                || (member is FieldDeclarationSyntax && member.Modifiers.Any(modifier => modifier.IsKind(SyntaxKind.ConstKeyword) || modifier.IsKind(SyntaxKind.StaticKeyword))));
            NotUnderstoodException.Unless(!member.DescendantNodes().OfType<IdentifierNameSyntax>().Any(name => _model.GetSymbolInfo(name, _cancellation).Symbol is { } symbol && _creations.ContainsKey(symbol)));
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
