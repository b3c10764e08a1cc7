using System.Linq;
using ModelGen.Generator.Arguments;
using ModelGen.Generator.Declarations;
using ModelGen.Generator.Diagnostics;
using ModelGen.Generator.Shapes;
using ModelGen.Generator.Symbols;

namespace ModelGen.Generator.Bind;

/// <summary>Reads what a declaration states of its sizes and settings: <c>[Dim]</c> and <c>[Setting]</c>.</summary>
internal sealed class StatementReader(SymbolReader symbols, SettingReferences settings, ProblemSink problems)
{
    /// <summary>Reads <c>[Dim]</c>.</summary>
    public void ReadDim(AttributeUse use)
    {
        var site = use.At(DimArguments.Name);
        var name = use.Find(DimArguments.Name)?.Value.Text ?? string.Empty;
        if (!Names.IsIdentifier(name))
        {
            problems.Report(
                new Problem(Descriptors.BadName, site, $"{SymbolReader.Quoted(name)} is not a symbol: a symbol is a name such as \"D\"."));
            return;
        }

        if (symbols.IsStated(name) || symbols.Constant(name) is not null)
        {
            problems.Report(new Problem(
                Descriptors.DuplicateName,
                site,
                symbols.Constant(name) is not null
                    ? $"'{name}' is a constant of the class, so [Dim] cannot constrain it: remove this [Dim]."
                    : $"[Dim(\"{name}\")] is declared twice: merge both into one."));
            return;
        }

        symbols.Note(name, site);
        var arguments = BoundArguments.Bind(DimArguments.All, new ArgumentReader(use, symbols, settings, problems));
        var (min, max) = (arguments.Get(DimArguments.Min), arguments.Get(DimArguments.Max));
        var (byDefault, multiple) = (arguments.Get(DimArguments.Default), arguments.Get(DimArguments.MultipleOf));
        if (min < 0)
        {
            problems.Report(new Problem(Descriptors.BadArgument, use.At(DimArguments.Min),
                $"'{name}' is a size, so Min must be at least 0, not {min}."));
            return;
        }

        if (max < min)
        {
            problems.Report(new Problem(
                Descriptors.BadArgument, use.At(DimArguments.Max), $"'{name}' would have no value: Max = {max} is less than Min = {min}."));
            return;
        }

        if (byDefault is { } value && Obstacle(value, min, max, multiple) is { } reason)
        {
            problems.Report(new Problem(Descriptors.BadArgument, use.At(DimArguments.Default),
                $"The default of '{name}' is {value}, which is {reason}."));
            return;
        }

        var facts = new SymbolFacts(name, min, use.Find(DimArguments.Max) is null ? null : max,
            multiple is null ? EquatableArray<Dim>.Empty : [multiple]);
        symbols.State(new SymbolTable.DimStatement(name, byDefault, facts, min >= 1 && use.Find(DimArguments.Min) is not null, use, site));
    }

    /// <summary>Reads <c>[Setting]</c>.</summary>
    public void ReadSetting(AttributeUse use)
    {
        var site = use.At(SettingArguments.Name);
        var arguments = BoundArguments.Bind(SettingArguments.All, new ArgumentReader(use, symbols, settings, problems));
        var name = arguments.Get(SettingArguments.Name) ?? string.Empty;
        var wrong = !Names.IsIdentifier(name)
            ? (Descriptors.BadName, $"\"{name}\" cannot name a parameter of the constructor: use a C# identifier.")
            : Names.Reserved.Contains(name)
            ? (Descriptors.BadName, $"'{name}' cannot be a parameter of the constructor, which already uses this name: "
                + $"call the setting something else, such as '{name}Setting'.")
            : symbols.Constant(name) is not null
            ? (Descriptors.DuplicateName, $"'{name}' is a constant of the class already: give the setting another name.")
            : settings.Has(name)
            ? (Descriptors.DuplicateName, $"[Setting(\"{name}\")] is declared twice: keep one.")
            : ((Microsoft.CodeAnalysis.DiagnosticDescriptor Descriptor, string Message)?)null;
        if (wrong is var (descriptor, message))
        {
            problems.Report(new Problem(descriptor, site, message));
            return;
        }

        settings.Declare(
            new DeclaredSetting(name, use, site, arguments.Get(SettingArguments.Default), use.At(SettingArguments.Default)));
    }

    // Why a default cannot be.
    private static string? Obstacle(long value, long min, long max, Dim? multiple) =>
        value < min ? $"less than Min = {min}"
        : value > max ? $"more than Max = {max}"
        : multiple is not null && multiple.TryGetConstant(out var divisor) && value % divisor != 0 ? $"not a multiple of {divisor}"
        : null;
}
