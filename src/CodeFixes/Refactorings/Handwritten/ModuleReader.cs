using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ModelGen.CodeFixes.Refactorings.Handwritten;

/// <summary>A layer of a module, and its path in a checkpoint.</summary>
internal sealed record ModuleLayer(LayerDraft Layer, ModuleUse Module);

/// <summary>Reads the expressions that create a class's modules.</summary>
internal sealed class ModuleReader(SizeReader sizes, ConstructorReader setup, PointwiseReader pointwise, Compilation compilation)
{
    public const string Factory = "TorchSharp.torch.nn";

    private readonly BlockReader _blocks = new(sizes, compilation);
    private readonly HashSet<ISymbol> _used = new(SymbolEqualityComparer.Default);

    /// <summary>The layers of a module: one, or those of a <c>Sequential</c> in order.</summary>
    /// <exception cref="NotUnderstoodException">It is created by something else, or is not a layer of the vocabulary.</exception>
    public IReadOnlyList<ModuleLayer> Read(ISymbol field, IOperation creation)
    {
        var key = setup.Key(field);
        var module = Creation(creation);
        return IsSequential(module)
            ? [.. Sequence(key, null, (IInvocationOperation)module, isNamed: true,
                setup.Lists.TryGetValue(field, out var appended) ? appended : [])]
            : [.. Layer(module, new ModuleUse(key, null, IsNamed: true))];
    }

    private IEnumerable<ModuleLayer> Sequence(
        string field, string? path, IInvocationOperation call, bool isNamed, IReadOnlyList<IOperation> appended)
    {
        IReadOnlyList<IOperation> items = [.. call.Arguments.Length == 1 ? Items(call.Arguments[0].Value) : [], .. appended];
        NotUnderstoodException.Unless(items.Count > 0, call.Syntax, "the modules of a Sequential are not written out");
        for (var i = 0; i < items.Count; i++)
        {
            var item = DraftReader.Unwrap(items[i]);
            var name = i.ToString(CultureInfo.InvariantCulture);
            var hasName = false;
            if (item is ITupleOperation { Elements: [var first, var second] })
            {
                name = first.ConstantValue is { HasValue: true, Value: string given }
                    ? given
                    : throw NotUnderstoodException.At(first.Syntax, "the name is computed");
                hasName = Microsoft.CodeAnalysis.CSharp.SyntaxFacts.IsValidIdentifier(name);
                item = second;
            }

            var inner = Creation(item);
            var entry = path is null ? name : $"{path}.{name}";
            foreach (var layer in IsSequential(inner)
                ? Sequence(field, entry, (IInvocationOperation)inner, isNamed: false, [])
                : Layer(inner, new ModuleUse(field, entry, isNamed && hasName)))
            {
                yield return layer;
            }
        }
    }

    private IReadOnlyList<IOperation> Items(IOperation list) => DraftReader.Unwrap(list) switch
    {
        ILocalReferenceOperation local when setup.Lists.TryGetValue(local.Local, out var items) => items,
        IInvocationOperation { TargetMethod.Name: "ToArray", Arguments: [{ Value: var inner }] } => Items(inner),
        IInvocationOperation { TargetMethod.Name: "ToArray", Instance: { } inner } => Items(inner),
        _ => DraftReader.Items(list),
    };

    private IEnumerable<ModuleLayer> Layer(IOperation creation, ModuleUse module)
    {
        if (creation is not IInvocationOperation call)
        {
            return [new ModuleLayer(_blocks.Read(creation)!, module)];
        }

        if (call.TargetMethod.Name == "Identity")
        {
            return [];
        }

        if (Translations.Module(call.TargetMethod.Name) is not { } translation)
        {
            return [new ModuleLayer(
                pointwise.Module(call) ?? throw NotUnderstoodException.At(call.Syntax, $"there is no layer for {call.TargetMethod.Name}"),
                module)];
        }

        return [new ModuleLayer(DraftReader.Read(translation, call.Arguments, sizes), module)];
    }

    private static bool IsSequential(IOperation creation) => creation is IInvocationOperation { TargetMethod.Name: "Sequential" };

    // A call of torch.nn or new, also by way of a local variable.
    private IOperation Creation(IOperation creation)
    {
        var unwrapped = DraftReader.Unwrap(creation);
        if (unwrapped is ILocalReferenceOperation local && setup.Locals.TryGetValue(local.Local, out var held))
        {
            NotUnderstoodException.Unless(_used.Add(local.Local), creation.Syntax, "a module is registered twice");
            return Creation(held);
        }

        return unwrapped is IInvocationOperation { TargetMethod: { IsStatic: true } method }
            && method.ContainingType.ToDisplayString() == Factory
            || (unwrapped is IObjectCreationOperation { Type: INamedTypeSymbol } && _blocks.Read(unwrapped) is not null)
            ? unwrapped
            : throw NotUnderstoodException.At(creation.Syntax, "a module is not created by a method of torch.nn");
    }
}
