using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using ModelGen.Generator.Declarations;
using ModelGen.Generator.Kinds;

namespace ModelGen.CodeFixes.Refactorings.Handwritten;

/// <summary>Reads <c>new Part(…)</c>, where <c>Part</c> is a model, as <c>Block&lt;Part&gt;</c>.</summary>
internal sealed class BlockReader(SizeReader sizes, Compilation compilation)
{
    /// <summary>The block; null if the created object is not a module of the solution.</summary>
    /// <exception cref="UndeclaredPartException">The class is a module written by hand.</exception>
    /// <exception cref="NotUnderstoodException">Some argument of the constructor has no place in the block.</exception>
    public LayerDraft? Read(IOperation creation)
    {
        if (creation is not IObjectCreationOperation { Type: INamedTypeSymbol type, Constructor: { } constructor } call
            || !ConstructorReader.IsModule(type))
        {
            return null;
        }

        if (!type.GetAttributes().Any(attribute => attribute.AttributeClass?.ToDisplayString() == Vocabulary.ModelAttribute))
        {
            return type.DeclaringSyntaxReferences.Length == 1 ? throw new UndeclaredPartException(creation.Syntax, type) : null;
        }

        NotUnderstoodException.Unless(call.Initializer is null, creation.Syntax,
            "a block is created with more than its constructor's arguments");
        LayerDraft draft = new("Block", [])
        {
            HasWeights = true,
            TypeArgument = ((BaseObjectCreationExpressionSyntax)creation.Syntax) is ObjectCreationExpressionSyntax { Type: var name }
                ? name.ToString()
                : type.Name
        };
        List<string> with = [];
        List<string> widths = [];
        foreach (var argument in Arguments(constructor, call.Arguments))
        {
            var parameter = argument.Parameter!;
            if (argument.ArgumentKind == ArgumentKind.DefaultValue)
            {
                continue;
            }

            if (SizeReader.IsSize(parameter))
            {
                var size = sizes.Size(argument.Value, parameter.Name);
                widths.Add(size);
                with.Add($"{parameter.Name} = {size}");
            }
            else if (SizeReader.IsSetting(parameter))
            {
                with.Add($"{parameter.Name} = {sizes.Setting(argument.Value) ?? Number(argument.Value)}");
            }
            else if (sizes.Resolve(argument.Value) is IParameterReferenceOperation { Parameter: var given }
                && (ConstructorReader.IsDevice(given) || ConstructorReader.IsScalarType(given)))
            {
                draft = ConstructorReader.IsDevice(given) ? draft with { TakesDevice = true } : draft with { TakesType = true };
            }
            else
            {
                NotUnderstoodException.Unless(argument.Value.ConstantValue is { HasValue: true, Value: null }, argument.Syntax,
                    $"a block has no argument for '{parameter.Name}'");
            }
        }

        return with.Count == 0 ? draft : draft with { Widths = widths, Arguments = [$"With = \"{string.Join(", ", with)}\""] };
    }

    // The arguments of the generated constructor. A constructor of the class may pass them on.
    private IEnumerable<IArgumentOperation> Arguments(IMethodSymbol constructor, IReadOnlyList<IArgumentOperation> arguments)
    {
        if (constructor.DeclaringSyntaxReferences is not [var reference] || reference.GetSyntax() is not ConstructorDeclarationSyntax
            { Initializer.RawKind: (int)SyntaxKind.ThisConstructorInitializer } own)
        {
            return arguments;
        }

        NotUnderstoodException.Unless(own.Body?.Statements.Count == 0, own, "a block's constructor does more than compute sizes");
        if (compilation.GetSemanticModel(own.SyntaxTree).GetOperation(own) is not IConstructorBodyOperation
            { Initializer: IExpressionStatementOperation { Operation: IInvocationOperation chained } })
        {
            throw NotUnderstoodException.At(own, "a block's constructor is not understood");
        }

        foreach (var argument in arguments)
        {
            sizes.Set(argument.Parameter!, argument.Value);
        }

        return chained.Arguments;
    }

    private string Number(IOperation value) =>
        sizes.Resolve(value).ConstantValue is { HasValue: true, Value: double or float or int or long } constant
            ? System.Convert.ToDouble(constant.Value, CultureInfo.InvariantCulture).ToString("R", CultureInfo.InvariantCulture)
            : throw NotUnderstoodException.At(value.Syntax, "the number is computed");
}
