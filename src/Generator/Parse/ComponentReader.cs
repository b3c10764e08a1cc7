using System;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ModelGen.Generator.Declarations;
using ModelGen.Generator.Diagnostics;
using ModelGen.Generator.Repairs;

namespace ModelGen.Generator.Parse;

/// <summary>
/// Reads what a class has besides its layers: its own constructors, <c>Initialize</c>, and the members that hold
/// parameters, tensors and modules.
/// </summary>
internal sealed class ComponentReader(INamedTypeSymbol type, ProblemSink problems, CancellationToken cancellation)
{
    /// <summary>Reports the user's own constructors that create no layer: only the generated one does.</summary>
    public void ReportConstructors()
    {
        for (var i = 0; i < type.InstanceConstructors.Length; i++)
        {
            if (type.InstanceConstructors[i].DeclaringSyntaxReferences.FirstOrDefault()
                ?.GetSyntax(cancellation) is ConstructorDeclarationSyntax {
                    Initializer: not { RawKind: (int)SyntaxKind.ThisConstructorInitializer } } own
                && !GeneratedPart.IsIn(own.SyntaxTree))
            {
                problems.Report(new Problem(
                    Descriptors.UnsupportedType,
                    Site.Constructor(i),
                    "Only the generated constructor creates the layers: "
                        + "call it with ': this(…)', or write 'partial void Initialize()' instead, which it calls at its end."));
            }
        }
    }

    /// <summary>The members that hold parameters, tensors and modules; reports those that cannot be registered.</summary>
    public ImmutableArray<OwnComponent> Components()
    {
        var components = OwnComponentReader.Read(type).ToImmutableArray();
        foreach (var component in components.Where(component => component is { IsReadOnly: true, IsModule: false }))
        {
            var isProperty = type.GetMembers(component.Member).Any(member => member is IPropertySymbol);
            problems.Report(new Problem(
                Descriptors.ReadOnlyTensor,
                Site.Member(component.Member),
                $"'{component.Member}' cannot be replaced when the model moves to another device or type, so it is not registered: "
                    + $"{(isProperty ? "give it a setter, which may be private" : "remove 'readonly'")}, "
                    + "or make it static if it is not part of the model.")
            {
                Repairs = [Repair.MakeWritable(component.Member, isProperty)],
            });
        }

        return components;
    }

    /// <summary>The forms of <c>Initialize</c> that the user's part implements.</summary>
    public OwnInitialization Initialization()
    {
        var own = OwnInitialization.None;
        foreach (var method in type.GetMembers("Initialize").OfType<IMethodSymbol>()
            .Where(method => (method.PartialImplementationPart ?? method).Locations.Any(location => !GeneratedPart.IsAt(location))))
        {
            own |= method.Parameters.Length == 0 ? OwnInitialization.Plain
                : GeneratedPart.IsPlacedInitialize(method) ? OwnInitialization.Placed
                : OwnInitialization.None;
        }

        return own;
    }

    /// <summary>The user's own constructors that may repeat the generated one, which is known with the sizes.</summary>
    /// <param name="isExtended">Whether the generated part is there.</param>
    public ImmutableArray<OwnConstructor> Constructors(bool isExtended)
    {
        if (type.InstanceConstructors.Length - (isExtended ? 1 : 0) < 1
            || type.InstanceConstructors.All(constructor => constructor.IsImplicitlyDeclared))
        {
            return ImmutableArray<OwnConstructor>.Empty;
        }

        var own = ImmutableArray.CreateBuilder<OwnConstructor>();
        for (var i = 0; i < type.InstanceConstructors.Length; i++)
        {
            var parameters = type.InstanceConstructors[i].Parameters;
            if (parameters.Length >= 2
                && parameters[parameters.Length - 2].Type.Name == "Device" && parameters[parameters.Length - 1].Type.Name == "Nullable"
                && !type.InstanceConstructors[i].Locations.All(GeneratedPart.IsAt))
            {
                own.Add(new OwnConstructor(i, string.Join(",", parameters.Take(parameters.Length - 2)
                    .Select(parameter => parameter.Type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat)))));
            }
        }

        return own.ToImmutable();
    }
}
