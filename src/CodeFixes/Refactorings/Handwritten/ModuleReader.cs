using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ModelGen.CodeFixes.Refactorings.Handwritten;

/// <summary>A layer of a module's, and where a checkpoint finds it.</summary>
internal sealed record ModuleLayer(LayerDraft Layer, ModuleUse Module);

/// <summary>Reads the expressions that create a class's modules.</summary>
internal sealed class ModuleReader(SizeReader sizes)
{
    public const string Factory = "TorchSharp.torch.nn";

    /// <summary>The layers of a module: one, or those of a <c>Sequential</c> in order.</summary>
    /// <exception cref="NotUnderstoodException">It is created by something else, or is no layer of the vocabulary.</exception>
    public IReadOnlyList<ModuleLayer> Read(string field, IOperation creation)
    {
        var call = Call(creation);
        return call.TargetMethod.Name == "Sequential"
            ? [.. Sequence(field, null, call, isNamed: true)]
            : [.. Layer(call, new ModuleUse(field, null, IsNamed: true))];
    }

    private IEnumerable<ModuleLayer> Sequence(string field, string? path, IInvocationOperation call, bool isNamed)
    {
        var items = call.Arguments.Length == 1 ? DraftReader.Items(call.Arguments[0].Value) : [];
        NotUnderstoodException.Unless(items.Count > 0, call.Syntax, "the modules of a Sequential are not written out");
        for (var i = 0; i < items.Count; i++)
        {
            var item = DraftReader.Unwrap(items[i]);
            var name = i.ToString(CultureInfo.InvariantCulture);
            var hasName = false;
            if (item is ITupleOperation { Elements: [var first, var second] })
            {
                name = first.ConstantValue is { HasValue: true, Value: string given } ? given : throw NotUnderstoodException.At(first.Syntax, "the name is computed");
                hasName = Microsoft.CodeAnalysis.CSharp.SyntaxFacts.IsValidIdentifier(name);
                item = second;
            }

            var inner = Call(item);
            var entry = path is null ? name : $"{path}.{name}";
            foreach (var layer in inner.TargetMethod.Name == "Sequential"
                ? Sequence(field, entry, inner, isNamed: false)
                : Layer(inner, new ModuleUse(field, entry, isNamed && hasName)))
            {
                yield return layer;
            }
        }
    }

    private IEnumerable<ModuleLayer> Layer(IInvocationOperation call, ModuleUse module)
    {
        if (call.TargetMethod.Name == "Identity")
        {
            return [];
        }

        var translation = Translations.Module(call.TargetMethod.Name) ?? throw NotUnderstoodException.At(call.Syntax, $"there is no layer for {call.TargetMethod.Name}");
        return [new ModuleLayer(DraftReader.Read(translation, call.Arguments, sizes), module)];
    }

    private static IInvocationOperation Call(IOperation creation) =>
        DraftReader.Unwrap(creation) is IInvocationOperation call && call.TargetMethod is { IsStatic: true } method && method.ContainingType.ToDisplayString() == Factory
            ? call
            : throw NotUnderstoodException.At(creation.Syntax, "a module is created by something else than a method of torch.nn");
}
