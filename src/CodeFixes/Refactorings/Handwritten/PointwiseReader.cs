using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace ModelGen.CodeFixes.Refactorings.Handwritten;

/// <summary>
/// Reads element-wise expressions of one tensor and constants, such as <c>x * relu6(x + 3) / 6</c>. There is
/// no layer for it, so the declaration applies a method of its own, whose result has its argument's shape.
/// </summary>
internal sealed class PointwiseReader(IMethodSymbol forward, SizeReader sizes)
{
    private static readonly HashSet<string> Functions =
    [
        "abs", "acos", "asin", "atan", "clamp", "clone", "cos", "cosh", "elu", "erf", "erfc", "exp", "expm1", "gelu", "hardsigmoid",
        "hardswish", "hardtanh", "leaky_relu",
        "log", "log10", "log1p", "log2", "logsigmoid", "mish", "neg", "pow", "reciprocal", "relu", "relu6", "rsqrt", "selu", "sigmoid",
        "silu", "sin", "sinh", "softplus",
        "softsign", "sqrt", "square", "tan", "tanh", "tanhshrink", "add", "sub", "mul", "div", "alias", "MoveToOuterDisposeScope",
    ];

    private readonly HashSet<string> _names = new(forward.ContainingType.GetMembers().Select(member => member.Name))
    {
        forward.ContainingType.Name
    };

    /// <summary>
    /// The layer that an expression becomes, and the tensor that it reads; null if it is not such an expression, or if a layer of the
    /// vocabulary computes it.
    /// </summary>
    /// <param name="operation">The expression.</param>
    /// <param name="valueOf">The tensor that a variable holds.</param>
    public (LayerDraft Layer, FlowValue Operand)? Whole(IOperation operation, System.Func<IOperation, FlowValue?> valueOf)
    {
        List<IOperation> variables = [];
        if (!Collect(operation, variables) || !NeedsMethod(operation) || variables.Select(valueOf).Distinct().ToList() is not [{ } operand])
        {
            return null;
        }

        return (Layer(operation, variables, Text(variables[0])), operand);
    }

    /// <summary>
    /// The layer that the last step of an expression becomes, and the tensor that the step reads; null if it is not such an expression.
    /// </summary>
    public (LayerDraft Layer, IOperation Operand)? Step(IOperation operation) =>
        Operands(operation) is [var operand] && !OverwritesOperand(operation)
            ? (Layer(operation, [operand], IsVariable(operand) ? Text(operand) : "x"), operand)
            : null;

    /// <summary>The layer that the whole body of <c>forward</c> becomes; null if it is not such an expression.</summary>
    public LayerDraft? Body(IBlockOperation body)
    {
        List<IOperation> variables = [];
        return forward.Parameters.Length == 1 && body.Syntax is BlockSyntax && IsBody(body, variables) && !ReturnsArgument(body)
            ? Layer(body, variables, name: null)
            : null;
    }

    // A method that [Apply] calls returns a tensor of its own.
    private bool ReturnsArgument(IBlockOperation body)
    {
        var parts = body.Descendants().ToList();
        var isAssigned = parts.OfType<ISimpleAssignmentOperation>().Any(assignment => assignment.Target is IParameterReferenceOperation);
        return parts.OfType<ISimpleAssignmentOperation>().Select(assignment => assignment.Value)
                .Concat(parts.OfType<IVariableInitializerOperation>().Select(initializer => initializer.Value))
                .Any(value => IsVariable(Itself(value)))
            || parts.OfType<IReturnOperation>().Any(one => one.ReturnedValue is not null
                && Itself(one.ReturnedValue) is IParameterReferenceOperation && !isAssigned);
    }

    private static IOperation Itself(IOperation value) => DraftReader.Unwrap(value) is IInvocationOperation
        { TargetMethod.Name: "alias" or "MoveToOuterDisposeScope", Instance: { } instance }
        ? Itself(instance)
        : DraftReader.Unwrap(value);

    /// <summary>
    /// The layer for a module without weights that the vocabulary lacks and <c>torch.nn.functional</c> has; null for other modules.
    /// </summary>
    public LayerDraft? Module(IInvocationOperation call)
    {
        var name = call.TargetMethod.Name;
        if (name is not ("Hardsigmoid" or "LogSigmoid" or "Softsign" or "Tanhshrink" or "SELU")
            || call.Arguments.Any(argument => argument.Parameter!.Name != "inplace" && argument.ArgumentKind != ArgumentKind.DefaultValue))
        {
            return null;
        }

        var method = Free(name);
        var type = ReturnType;
        return new LayerDraft("Apply", [$"nameof({method})"])
        {
            Method = $"[return: Shape(\"...\")]\nprivate static {type} {method}([Shape(\"...\")] {type} x) => "
                + $"TorchSharp.torch.nn.functional.{name.ToLowerInvariant()}(x);",
            IsInPlace = call.Arguments.Any(argument => argument.Parameter!.Name == "inplace"
                && argument.Value.ConstantValue is not { HasValue: true, Value: false }),
        };
    }

    private bool IsBody(IBlockOperation body, List<IOperation> variables) => body.Operations.All(statement => statement switch
    {
        IReturnOperation { ReturnedValue: { } value } => Collect(value, variables),
        IVariableDeclarationGroupOperation group => group.Declarations.All(declaration => IsDeclared(declaration, variables)),
        IUsingDeclarationOperation declaration => declaration.DeclarationGroup.Declarations.All(one => IsDeclared(one, variables)),
        IUsingOperation { Body: IBlockOperation inner } scope => ForwardReader.IsScope(scope.Resources) && IsBody(inner, variables),
        IExpressionStatementOperation { Operation: ISimpleAssignmentOperation
            { Target: ILocalReferenceOperation or IParameterReferenceOperation } assignment } => Collect(assignment.Value, variables),
        _ => false,
    }) && body.Operations.Length > 0;

    private bool IsDeclared(IVariableDeclarationOperation declaration, List<IOperation> variables) =>
        declaration.Declarators.All(declarator =>
            declarator.GetVariableInitializer()?.Value is { } value && (ForwardReader.IsNewScope(value) || Collect(value, variables)));

    // Whether an expression consists of such functions and variables only.
    private bool Collect(IOperation operation, List<IOperation> variables)
    {
        var unwrapped = DraftReader.Unwrap(operation);
        if (IsVariable(unwrapped))
        {
            variables.Add(unwrapped);
            return true;
        }

        return Operands(unwrapped) is { Count: > 0 } operands
            && operands.All(operand => Collect(operand, variables)) && !(OverwritesOperand(unwrapped) && operands.Any(IsVariable));
    }

    private static bool IsVariable(IOperation operation) =>
        operation is ILocalReferenceOperation or IParameterReferenceOperation && ForwardReader.IsTensor(operation.Type);

    // The tensors of one step, of which there is one besides constants, or two of the same shape.
    private IReadOnlyList<IOperation>? Operands(IOperation operation)
    {
        switch (operation)
        {
            case IBinaryOperation
                {
                    OperatorMethod: { } method,
                    OperatorKind: BinaryOperatorKind.Add or BinaryOperatorKind.Subtract or BinaryOperatorKind.Multiply
                        or BinaryOperatorKind.Divide,
                } binary
                when ForwardReader.IsTensor(method.ContainingType):
                return Tensors([binary.LeftOperand, binary.RightOperand]);
            case IUnaryOperation { OperatorMethod: { } method, OperatorKind: UnaryOperatorKind.Minus } unary
                when ForwardReader.IsTensor(method.ContainingType):
                return [DraftReader.Unwrap(unary.Operand)];
            case IInvocationOperation { TargetMethod: var method } call
                when Functions.Contains(method.Name) && ForwardReader.IsTensor(method.ReturnType):
                var isOfTensor = ForwardReader.IsTensor(method.ContainingType) && call.Instance is not null;
                var isFunction = method.IsStatic && method.ContainingType.ToDisplayString() is "TorchSharp.torch"
                    or "TorchSharp.torch.nn.functional" or "TorchSharp.torch.special";
                var arguments = call.Arguments
                    .Where(argument => argument.ArgumentKind != ArgumentKind.DefaultValue && argument.Parameter!.Name != "inplace")
                    .Select(argument => argument.Value);
                return !isOfTensor && !isFunction ? null : Tensors([.. isOfTensor ? new[] { call.Instance! } : [], .. arguments]);
            default:
                return null;
        }
    }

    private IReadOnlyList<IOperation>? Tensors(IReadOnlyList<IOperation> operands)
    {
        var tensors = operands.Select(DraftReader.Unwrap).Where(operand => ForwardReader.IsTensor(operand.Type)).ToList();
        return operands.Where(operand => !tensors.Contains(DraftReader.Unwrap(operand))).All(IsNumber) ? tensors : null;
    }

    private bool IsNumber(IOperation operation)
    {
        var value = Number(operation);
        return value.ConstantValue.HasValue || value switch
        {
            IBinaryOperation { OperatorMethod: null } binary => IsNumber(binary.LeftOperand) && IsNumber(binary.RightOperand),
            IUnaryOperation { OperatorMethod: null } unary => IsNumber(unary.Operand),
            IInvocationOperation { TargetMethod: { IsStatic: true, ContainingType: { Name: "Math" or "MathF",
                ContainingNamespace.Name: "System" } } } call => call.Arguments.All(argument => IsNumber(argument.Value)),
            _ => false,
        };
    }

    // Without the conversion to TorchSharp's Scalar; a field stands for the constant it was set to.
    private IOperation Number(IOperation operation)
    {
        while (operation is IConversionOperation conversion && !operation.ConstantValue.HasValue)
        {
            operation = conversion.Operand;
        }

        var resolved = sizes.Resolve(operation);
        return resolved.ConstantValue.HasValue && SymbolEqualityComparer.Default.Equals(resolved.Type, operation.Type)
            ? resolved
            : operation;
    }

    private static bool OverwritesOperand(IOperation operation) => operation is IInvocationOperation call
        && call.Arguments.Any(argument => argument.Parameter!.Name == "inplace"
            && argument.ArgumentKind != ArgumentKind.DefaultValue && argument.Value.ConstantValue is not { HasValue: true, Value: false });

    // Whether a step of the expression has no layer.
    private static bool NeedsMethod(IOperation operation) => operation.DescendantsAndSelf().Any(part => part switch
    {
        IBinaryOperation binary => !ForwardReader.IsTensor(binary.LeftOperand.Type) || !ForwardReader.IsTensor(binary.RightOperand.Type)
            || binary.OperatorKind is BinaryOperatorKind.Subtract or BinaryOperatorKind.Divide,
        IUnaryOperation => true,
        IInvocationOperation { TargetMethod: { Name: var name, ContainingType.Name: not ("Math" or "MathF") } } =>
            name is not ("alias" or "MoveToOuterDisposeScope") && Translations.Function(name) is null && Translations.Method(name) is null,
        _ => false,
    });

    private LayerDraft Layer(IOperation operation, IReadOnlyList<IOperation> tensors, string? name)
    {
        Dictionary<SyntaxNode, string> replaced = name is null ? new() : tensors.ToDictionary(tensor => tensor.Syntax, _ => name);
        foreach (var part in operation.DescendantsAndSelf())
        {
            // A computed inplace flag becomes false: overwriting an intermediate result is not observable, and
            // the field of the flag may go.
            if (part is IArgumentOperation
                { Parameter.Name: "inplace", ArgumentKind: not ArgumentKind.DefaultValue, Value: { ConstantValue.HasValue: false } flag })
            {
                replaced[flag.Syntax] = "false";
            }
            else if (part is IFieldReferenceOperation or IPropertyReferenceOperation
                && !part.ConstantValue.HasValue && Number(part) is var number && number != part)
            {
                replaced[part.Syntax] = number.Syntax.ToString();
            }
        }

        var body = operation.Syntax.ReplaceNodes(
            replaced.Keys.Where(node => !node.Ancestors().Any(replaced.ContainsKey)),
            (node, _) => SyntaxFactory.ParseExpression(replaced[node]).WithTriviaFrom(node));
        var method = MethodName(operation);
        var type = ReturnType;
        var head = $"[return: Shape(\"...\")]\nprivate static {type} "
            + $"{method}([Shape(\"...\")] {type} {name ?? forward.Parameters[0].Name})";
        return new LayerDraft("Apply", [$"nameof({method})"]) { Method = body is BlockSyntax block
            ? $"{head}\n{block.WithoutTrivia()}"
            : $"{head} => {body.WithoutTrivia()};" };
    }

    private string MethodName(IOperation operation)
    {
        var name = operation switch
        {
            IInvocationOperation call =>
                char.ToUpperInvariant(call.TargetMethod.Name[0]) + call.TargetMethod.Name.Substring(1).Replace("_", string.Empty),
            IBinaryOperation { OperatorKind: BinaryOperatorKind.Multiply or BinaryOperatorKind.Divide } => "Scale",
            IBinaryOperation => "Shift",
            IUnaryOperation => "Negate",
            _ => "Compute",
        };
        return Free(name);
    }

    private TypeSyntax ReturnType => ((MethodDeclarationSyntax)forward.DeclaringSyntaxReferences[0].GetSyntax()).ReturnType.WithoutTrivia();

    private string Free(string name)
    {
        var free = _names.Contains(name)
            ? Enumerable.Range(2, int.MaxValue - 2).Select(i => name + i).First(one => !_names.Contains(one))
            : name;
        _names.Add(free);
        return free;
    }

    private static string Text(IOperation variable) => variable.Syntax.ToString();
}
