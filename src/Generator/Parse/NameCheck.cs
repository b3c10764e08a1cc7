using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using ModelGen.Generator.Declarations;
using ModelGen.Generator.Diagnostics;
using ModelGen.Generator.Signatures;

namespace ModelGen.Generator.Parse;

/// <summary>
/// Finds names that conflict with the generated part: stages that hide what a model inherits, members and classes with the name of one of
/// its members, types that hide what it uses.
/// </summary>
/// <param name="type">The class.</param>
/// <param name="problems">Takes what is wrong.</param>
/// <param name="shared">What was read of the same compilation.</param>
internal sealed class NameCheck(INamedTypeSymbol type, ProblemSink problems, IReadModels shared)
{
    /// <summary>Reports names that collide.</summary>
    /// <param name="attributes">The attributes of the class.</param>
    /// <param name="stages">The stages.</param>
    /// <param name="blocks">The blocks.</param>
    /// <returns>Whether the generated part cannot be written for one of them.</returns>
    public bool Report(ImmutableArray<AttributeUse> attributes, IReadOnlyList<StageField> stages, IEnumerable<BlockReference> blocks)
    {
        var isAdapted = attributes.Any(use => use.Kind == Vocabulary.Lora);
        var (inputs, hasLoss, isDecoded) = isAdapted ? SurfaceOf(blocks.FirstOrDefault()) : Surface(attributes, stages);
        var isClassRefused = ReportClassName(hasLoss, isDecoded, isAdapted) || ReportHidingTypes();
        var repeated = new HashSet<string>(type.GetMembers()
            .Where(member => GeneratedPart.Repeats(member, inputs, hasLoss, isDecoded, isAdapted)).Select(member => member.Name));
        var inherited = DeclarationLayout.StageFields(type).FirstOrDefault() is { } field
            ? shared.Inherited(field.Type)
            : new HashSet<string>();
        foreach (var stage in stages.Where(stage => inherited.Contains(stage.Name) && !repeated.Contains(stage.Name)))
        {
            problems.Report(new Problem(
                Descriptors.BadName,
                stage.Site,
                $"Stage '{stage.Name}' would hide '{stage.Name}' of torch.nn.Module, which every model has: "
                    + $"give it another name, such as '{stage.Name}Stage'."));
        }

        foreach (var name in repeated.OrderBy(name => name, StringComparer.Ordinal))
        {
            problems.Report(new Problem(
                Descriptors.BadName,
                Site.Member(name),
                name == "Initialize" && type.GetMembers(name).Any(member => member is IMethodSymbol)
                    ? "'Initialize' runs at the end of the constructor as a partial method only: "
                        + "write 'partial void Initialize()' without further modifiers, or give yours another name."
                    : GeneratedPart.IsInherited(name) ? $"'{name}' would hide '{name}' of torch.nn.Module, "
                        + $"which the generated part of '{type.Name}' uses: give yours another name."
                    : $"'{name}' is a member that the generated part of '{type.Name}' declares: give yours another name."));
        }

        return isClassRefused || repeated.Count > 0;
    }

    // A member cannot have the name of its class.
    private bool ReportClassName(bool hasLoss, bool isDecoded, bool isAdapted)
    {
        if (type.TypeParameters.FirstOrDefault(parameter =>
            GeneratedPart.Declares(parameter.Name, hasLoss, isDecoded, isAdapted)) is { } parameter)
        {
            problems.Report(new Problem(
                Descriptors.BadName,
                Site.Class,
                $"A type parameter of a model cannot be called '{parameter.Name}', since the generated part of '{type.Name}' declares a "
                    + $"member of that name: give it another name, such as 'T{Names.PascalCase(parameter.Name)}'."));
            return true;
        }

        if (!GeneratedPart.Declares(type.Name, hasLoss, isDecoded, isAdapted))
        {
            return false;
        }

        problems.Report(new Problem(
            Descriptors.BadName,
            Site.Class,
            $"A model cannot be called '{type.Name}', since its generated part declares a member of that name: "
                + $"give the class another name, such as '{Names.PascalCase(type.Name)}Model'."));
        return true;
    }

    // Generated code starts its names at global::, and declares its locals with var.
    private bool ReportHidingTypes()
    {
        if ((shared.HiddenNamespace(type.ContainingAssembly) ?? HiddenVar()) is not { } what)
        {
            return false;
        }

        problems.Report(new Problem(
            Descriptors.HidingType,
            Site.Class,
            $"{what}, which the generated part of '{type.Name}' uses: "
                + $"give that type another name{(what.StartsWith("The type parameter", System.StringComparison.Ordinal)
                    ? string.Empty
                    : ", or move it to another namespace")}."));
        return true;
    }

    private string? HiddenVar()
    {
        for (var outer = type; outer is not null; outer = outer.ContainingType)
        {
            if (outer.TypeParameters.Any(parameter => parameter.Name == "var"))
            {
                return $"The type parameter 'var' of '{outer.Name}' hides the keyword 'var'";
            }

            if (outer.Name == "var" || !outer.GetTypeMembers("var").IsEmpty)
            {
                return $"The type 'var' in '{outer.Name}' hides the keyword 'var'";
            }
        }

        for (var space = type.ContainingNamespace; space is not null; space = space.ContainingNamespace)
        {
            if (!space.GetTypeMembers("var").IsEmpty)
            {
                return "The type 'var' hides the keyword 'var'";
            }
        }

        return null;
    }

    private static (int Inputs, bool HasLoss, bool IsDecoded) Surface(
        IEnumerable<AttributeUse> attributes, IEnumerable<StageField> stages) => (
        attributes.Count(use => use.Kind == "Input") + stages.Count(stage => stage.Attributes.Any(use => use.Kind == "Input")),
        attributes.Any(use => use.IsLoss),
        attributes.Any(use => use.Kind == "Autoregressive"));

    // An adapted model has the members of the other one.
    private static (int Inputs, bool HasLoss, bool IsDecoded) SurfaceOf(BlockReference? model) => model switch
    {
        { Declaration: { } declaration } => Surface(declaration.Attributes, declaration.Stages),
        { Signature: { } text } when SignatureText.Read(model.DisplayName, text) is { } signature =>
            (signature.Inputs.Count, signature.Loss is not null, signature.Decoding is not null),
        _ => default,
    };
}
