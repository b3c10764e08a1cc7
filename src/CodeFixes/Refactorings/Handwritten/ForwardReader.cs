using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ModelGen.CodeFixes.Refactorings.Handwritten;

/// <summary>Reads a straight-line <c>forward</c> as a graph of layers.</summary>
internal sealed class ForwardReader(
    IMethodSymbol forward, IReadOnlyDictionary<ISymbol, IReadOnlyList<ModuleLayer>> modules, SizeReader sizes, PointwiseReader pointwise)
{
    public const string Tensor = "TorchSharp.torch.Tensor";

    private readonly Dictionary<ISymbol, FlowValue> _variables = new(SymbolEqualityComparer.Default);
    private readonly HashSet<ISymbol> _scopes = new(SymbolEqualityComparer.Default);
    private readonly HashSet<ISymbol> _called = new(SymbolEqualityComparer.Default);
    private readonly List<FlowNode> _nodes = new();

    /// <summary>The calls, in the order they are made.</summary>
    public IReadOnlyList<FlowNode> Nodes => _nodes;

    /// <summary>The modules that are called.</summary>
    public IReadOnlyCollection<ISymbol> Called => _called;

    /// <summary>Reads the body.</summary>
    /// <returns>What it returns.</returns>
    /// <exception cref="NotUnderstoodException">It contains a computation that no layer replaces.</exception>
    public FlowValue Read(IBlockOperation body)
    {
        if (modules.Count == 0 && pointwise.Body(body) is { } whole)
        {
            return Add(whole, [new FlowValue(0, null)]);
        }

        for (var i = 0; i < forward.Parameters.Length; i++)
        {
            _variables.Add(forward.Parameters[i], new FlowValue(i, null));
        }

        return Statements(body) ?? throw new NotUnderstoodException("forward does not end by returning a tensor");
    }

    private FlowValue? Statements(IBlockOperation body)
    {
        foreach (var statement in body.Operations)
        {
            switch (statement)
            {
                case IUsingOperation { Body: IBlockOperation inner } scope when IsScope(scope.Resources):
                    if (Statements(inner) is { } returned)
                    {
                        return returned;
                    }

                    break;
                case IReturnOperation { ReturnedValue: { } value }:
                    return Value(value);
                case IVariableDeclarationGroupOperation group:
                    group.Declarations.ToList().ForEach(Declare);
                    break;
                case IUsingDeclarationOperation declaration:
                    declaration.DeclarationGroup.Declarations.ToList().ForEach(Declare);
                    break;
                case IExpressionStatementOperation { Operation: ISimpleAssignmentOperation
                    { Target: ILocalReferenceOperation or IParameterReferenceOperation } assignment }:
                    Assign(Symbol(assignment.Target), Value(assignment.Value));
                    break;
                case IExpressionStatementOperation { Operation: IDeconstructionAssignmentOperation deconstruction }:
                    Deconstruct(deconstruction);
                    break;
                case IExpressionStatementOperation { Operation: ICompoundAssignmentOperation
                    {
                        OperatorKind: BinaryOperatorKind.Add or BinaryOperatorKind.Multiply,
                        Target: ILocalReferenceOperation or IParameterReferenceOperation,
                    } compound }
                    when IsTensor(compound.Value.Type):
                    // Tensor does not overload +=, so x += y creates a new tensor.
                    Assign(Symbol(compound.Target), Join(compound.OperatorKind == BinaryOperatorKind.Add ? "Add" : "Multiply",
                        [Value(compound.Target), Value(compound.Value)], compound.Syntax));
                    break;
                case IExpressionStatementOperation { Operation: IInvocationOperation
                    { Instance: (ILocalReferenceOperation or IParameterReferenceOperation) and var changed } call }
                    when call.TargetMethod.Name.EndsWith("_", System.StringComparison.Ordinal):
                    Assign(Symbol(changed!), Value(call));
                    break;
                default:
                    throw NotUnderstoodException.At(statement.Syntax, "forward is more than a straight line of layers");
            }
        }

        return null;
    }

    // using (var scope = NewDisposeScope()) or without the variable.
    internal static bool IsScope(IOperation resources) =>
        resources is IVariableDeclarationGroupOperation { Declarations: [{ Declarators: [var declarator] }] }
            ? IsNewScope(declarator.GetVariableInitializer()?.Value)
            : IsNewScope(resources);

    internal static bool IsNewScope(IOperation? value) => value is not null
        && DraftReader.Unwrap(value) is IInvocationOperation { TargetMethod: { Name: "NewDisposeScope", ContainingType.Name: "torch" } };

    private void Declare(IVariableDeclarationOperation declaration)
    {
        foreach (var declarator in declaration.Declarators)
        {
            var value = declarator.GetVariableInitializer()?.Value
                ?? throw NotUnderstoodException.At(declarator.Syntax, "a variable has no value yet");
            if (IsNewScope(value))
            {
                _scopes.Add(declarator.Symbol);
            }
            else
            {
                Assign(declarator.Symbol, Value(value));
            }
        }
    }

    private void Assign(ISymbol symbol, FlowValue value)
    {
        _variables[symbol] = value;
        if (value.Node is { } node && value.Port is null && symbol is ILocalSymbol)
        {
            node.Variable ??= symbol.Name;
        }
    }

    // var (y, h, c) = lstm.call(x): the ports in this order.
    private void Deconstruct(IDeconstructionAssignmentOperation deconstruction)
    {
        var target = deconstruction.Target is IDeclarationExpressionOperation { Expression: var declared }
            ? declared
            : deconstruction.Target;
        if (target is not ITupleOperation { Elements: var elements }
            || DraftReader.Unwrap(deconstruction.Value) is not IInvocationOperation call)
        {
            throw NotUnderstoodException.At(deconstruction.Syntax, "no layer gives this tuple");
        }

        var node = Call(call, isTuple: true).Node!;
        for (var i = 0; i < elements.Count(); i++)
        {
            var element = elements[i] is IDeclarationExpressionOperation { Expression: var variable } ? variable : elements[i];
            if (element is not IDiscardOperation)
            {
                Assign(Symbol(element), new FlowValue(-1, node, i switch { 0 => null, 1 => "h", _ => "c" }));
            }
        }
    }

    private static ISymbol Symbol(IOperation operation) => operation switch
    {
        ILocalReferenceOperation local => local.Local,
        IParameterReferenceOperation parameter => parameter.Parameter,
        _ => throw NotUnderstoodException.At(operation.Syntax, "a result is kept elsewhere than in a local variable"),
    };

    private FlowValue Value(IOperation operation)
    {
        var unwrapped = DraftReader.Unwrap(operation);
        if (pointwise.Whole(unwrapped, variable => _variables.TryGetValue(Symbol(variable), out var held) ? held : null) is { } own)
        {
            return Add(own.Layer, [own.Operand]);
        }

        switch (unwrapped)
        {
            case ILocalReferenceOperation or IParameterReferenceOperation:
                return _variables.TryGetValue(Symbol(unwrapped), out var value)
                    ? value
                    : throw NotUnderstoodException.At(operation.Syntax, "this is not a tensor");
            case IInvocationOperation call:
                return Call(call, isTuple: false);
            case IBinaryOperation
                { OperatorKind: BinaryOperatorKind.Add or BinaryOperatorKind.Subtract or BinaryOperatorKind.Multiply } binary
                when IsTensor(binary.LeftOperand.Type) && IsTensor(binary.RightOperand.Type):
                return Join(binary.OperatorKind.ToString(), [Value(binary.LeftOperand), Value(binary.RightOperand)], binary.Syntax);
            case IPropertyReferenceOperation { Property: { IsIndexer: true } property, Instance: { } instance } index
                when IsTensor(property.ContainingType):
                var running = Value(instance);
                return Add(Select(index), [running]);
            case IFieldReferenceOperation { Field: { Name: "Item1" or "Item2" or "Item3" } field, Instance: { } tuple }
                when DraftReader.Unwrap(tuple) is IInvocationOperation call:
                return Call(call, isTuple: true) with { Port = field.Name switch { "Item1" => null, "Item2" => "h", _ => "c" } };
            default:
                return Step(unwrapped);
        }
    }

    // A computation without a layer may become a method.
    private FlowValue Step(IOperation operation) => pointwise.Step(operation) is { } step
        ? Add(step.Layer, [Value(step.Operand)])
        : throw NotUnderstoodException.At(operation.Syntax, "no layer computes this");

    private FlowValue Call(IInvocationOperation call, bool isTuple)
    {
        var method = call.TargetMethod;
        NotUnderstoodException.Unless(!isTuple || method.Name is "call" or "forward", call.Syntax, "no layer gives this tuple");

        if (method.Name is "call" or "forward" && call.Instance is { } module
            && DraftReader.Unwrap(module) is IFieldReferenceOperation { Instance: IInstanceReferenceOperation } field)
        {
            return CallModule(field.Field, call.Arguments, isTuple);
        }

        var owner = method.ContainingType.ToDisplayString();
        if (owner == Tensor && call.Instance is { } tensor && HasLayer(call))
        {
            return OfTensor(call, Value(tensor), call.Arguments);
        }

        var first = call.Arguments.FirstOrDefault(argument => argument.Parameter!.Ordinal == 0)
            ?? throw NotUnderstoodException.At(call.Syntax, "no layer computes this");
        var others = call.Arguments.Where(argument => argument != first);
        return (owner, method.Name) switch
        {
            ("TorchSharp.torch", "cat" or "concat") => Concat(first.Value, others),
            ("TorchSharp.torch", _) when HasLayer(call) => OfTensor(call, Value(first.Value), [.. others]),
            ("TorchSharp.torch.nn.functional", var name) when Translations.Function(name) is { } function =>
                Translate(function, Value(first.Value), others),
            _ => Step(call),
        };
    }

    private FlowValue CallModule(IFieldSymbol field, IReadOnlyList<IArgumentOperation> arguments, bool isTuple)
    {
        if (!modules.TryGetValue(field, out var layers))
        {
            throw new NotUnderstoodException($"'{field.Name}' is created nowhere in the class");
        }

        var value = Value(arguments[0].Value);
        var isFirst = _called.Add(field);
        foreach (var (layer, use) in layers)
        {
            // A module that is called twice has one set of weights.
            NotUnderstoodException.Unless(!layer.HasWeights || isFirst, $"'{field.Name}' is called twice with one set of weights");
            NotUnderstoodException.Unless(isTuple == layer.Kind is "Rnn" or "Lstm" or "Gru",
                $"what '{field.Name}' gives is not taken apart where it is called");

            value = Add(layer, [value], use);
        }

        // Further arguments would be initial states.
        NotUnderstoodException.Unless(
            arguments.Skip(1).All(argument => argument.ArgumentKind == ArgumentKind.DefaultValue
                || argument.Value is { ConstantValue: { HasValue: true, Value: null } }) && (!isTuple || layers.Count == 1),
            $"'{field.Name}' is called with more than its input");
        return value;
    }

    private static bool HasLayer(IInvocationOperation call) => IsTensor(call.Type) && call.TargetMethod.Name switch
    {
        "MoveToOuterDisposeScope" or "alias" or "view" or "reshape" or "transpose" or "permute" => true,
        "add" or "mul" or "add_" or "mul_" => IsTensor(call.Arguments[call.Arguments.Length - 1].Value.Type),
        var name => Translations.Method(name) is not null,
    };

    private FlowValue OfTensor(IInvocationOperation call, FlowValue operand, IReadOnlyList<IArgumentOperation> arguments)
    {
        var method = call.TargetMethod;
        switch (method.Name)
        {
            case "MoveToOuterDisposeScope" or "alias":
                return operand;
            case "add" or "mul" or "add_" or "mul_" when arguments.Count == 1 && IsTensor(arguments[0].Value.Type):
                return Join(method.Name[0] == 'a' ? "Add" : "Multiply", [operand, Value(arguments[0].Value)], call.Syntax,
                    isInPlace: method.Name[method.Name.Length - 1] == '_');
            case "view" or "reshape" when Flat(operand, arguments) is { } flatten:
                return Add(flatten, [operand]);
            case "transpose" when arguments.Count == 2
                && arguments.All(argument => DraftReader.Integer(argument.Value) is 1 or 2 or -1 or -2)
                && DraftReader.Integer(arguments[0].Value) is var a
                && (a + 3) % 3 != (DraftReader.Integer(arguments[1].Value) + 3) % 3:
                return Add(new LayerDraft("Permute", ["0", "2", "1"]), [operand]);
            case "permute" when arguments.Count == 1 && DraftReader.Items(arguments[0].Value) is { Count: > 0 } axes:
                return Add(new LayerDraft("Permute",
                    [.. axes.Select(axis => DraftReader.Integer(axis).ToString(System.Globalization.CultureInfo.InvariantCulture))]),
                    [operand]);
            default:
                return Translations.Method(method.Name) is { } translation
                    ? Translate(translation, operand, arguments)
                    : throw NotUnderstoodException.At(call.Syntax, "no layer computes this");
        }
    }

    // x.view(x.shape[0], n) and the like: all axes but the first as one.
    private LayerDraft? Flat(FlowValue operand, IReadOnlyList<IArgumentOperation> arguments)
    {
        if (arguments.Count != 1 || DraftReader.Items(arguments[0].Value) is not [var batch, var width]
            || (!IsBatch(batch, operand) && !IsRest(batch)) || (IsRest(batch) && IsRest(width)))
        {
            return null;
        }

        return new LayerDraft("Flatten", []) { OutputWidth = IsRest(width) ? null : sizes.Size(width) };
    }

    private static bool IsRest(IOperation item) => DraftReader.Unwrap(item).ConstantValue is { HasValue: true, Value: -1 or -1L };

    // The first size of the tensor itself.
    private bool IsBatch(IOperation item, FlowValue operand)
    {
        return DraftReader.Unwrap(item) switch
        {
            IInvocationOperation { TargetMethod.Name: "size", Instance: { } tensor, Arguments: [{ Value: var axis }] } =>
                IsZero(axis) && Names(tensor),
            IArrayElementReferenceOperation
                { ArrayReference: IPropertyReferenceOperation { Property.Name: "shape", Instance: { } tensor }, Indices: [var axis] } =>
                IsZero(axis) && Names(tensor),
            _ => false,
        };

        static bool IsZero(IOperation axis) => DraftReader.Unwrap(axis).ConstantValue is { HasValue: true, Value: 0 or 0L };
        bool Names(IOperation tensor) => tensor is ILocalReferenceOperation or IParameterReferenceOperation
            && _variables.TryGetValue(Symbol(tensor), out var named) && named == operand;
    }

    private FlowValue Translate(Translation translation, FlowValue operand, IEnumerable<IArgumentOperation> arguments) =>
        Add(DraftReader.Read(translation, arguments, sizes), [operand]);

    private FlowValue Join(string kind, IReadOnlyList<FlowValue> operands, SyntaxNode place, bool isInPlace = false) =>
        operands[0] == operands[1] ? throw NotUnderstoodException.At(place, "a tensor is joined with itself")
            : Add(
                new LayerDraft(kind, IsPooled(operands[0]) != IsPooled(operands[1]) ? ["Broadcast = true"] : []) { IsInPlace = isInPlace },
                operands);

    // Whether a tensor has one value per channel, such as the factors of a squeeze-and-excitation block.
    private static bool IsPooled(FlowValue value)
    {
        var node = value.Node;
        while (node is { Operands.Count: 1 } && !IsPooling(node.Layer))
        {
            node = node.Operands[0].Node;
        }

        return node is not null && IsPooling(node.Layer);
    }

    private static bool IsPooling(LayerDraft layer) =>
        layer.Kind == "AdaptiveAvgPool" || (layer.Kind is "Mean" or "Sum" && layer.Arguments.Contains("KeepDim = true"));


    private FlowValue Concat(IOperation tensors, IEnumerable<IArgumentOperation> others)
    {
        var operands = DraftReader.Items(tensors).Select(Value).ToList();
        var axis = DraftReader.Integer(others.Single().Value);
        return operands.Count >= 2 && operands.Distinct().Count() == operands.Count
            ? Add(new LayerDraft("Concat", axis == -1 ? [] : [$"Axis = {axis}"]), operands)
            : throw NotUnderstoodException.At(tensors.Syntax, "what is concatenated is not written out, or twice the same");
    }

    // x[.., -1, ..]: one number among whole axes.
    private static LayerDraft Select(IPropertyReferenceOperation index)
    {
        var items = index.Arguments
            .SelectMany(argument => argument.ArgumentKind == ArgumentKind.ParamArray ? DraftReader.Items(argument.Value) : [argument.Value])
            .Select(Index)
            .ToList();
        var axis = items.FindIndex(item => item is not null);
        return axis >= 0 && items.FindLastIndex(item => item is not null) == axis
            ? new LayerDraft("Select", [$"Axis = {axis}", $"Index = {items[axis]}"])
            : throw NotUnderstoodException.At(index.Syntax, "an index is one number among whole axes");
    }

    private static long? Index(IOperation item)
    {
        while (item is IConversionOperation conversion && !item.ConstantValue.HasValue)
        {
            item = conversion.Operand;
        }

        return item switch
        {
            IRangeOperation { LeftOperand: null, RightOperand: null } => null,
            IPropertyReferenceOperation { Property: { Name: "Colon", ContainingType.Name: "TensorIndex" } }
                or IFieldReferenceOperation { Field: { Name: "Colon", ContainingType.Name: "TensorIndex" } } => null,
            _ => DraftReader.Integer(item),
        };
    }

    private FlowValue Add(LayerDraft layer, IReadOnlyList<FlowValue> operands, ModuleUse? module = null)
    {
        FlowNode node = new(layer, operands, module);
        _nodes.Add(node);
        return new FlowValue(-1, node);
    }

    internal static bool IsTensor(ITypeSymbol? type) => type?.ToDisplayString() == Tensor;
}
