using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ModelGen.Generator.Parse;

/// <summary>
/// Distinguishes the user's part of a class from the generated part, which the analyzer sees as well, and lists the names
/// that the generated part needs.
/// </summary>
internal static class GeneratedPart
{
    private static readonly string Folder = "ModelGen.Generator.ModelGenerator";
    private static readonly string Assembly = typeof(GeneratedPart).Assembly.GetName().Name!;

    // Written into every model, or into its base class below torch.nn.Module.
    private static readonly HashSet<string> Names = new()
    {
        "forward", "call", "Architecture", "Summary", "Initialize", "RegisterComponents", "_toEpilog",
    };

    // Written into a model without adapters besides.
    private static readonly HashSet<string> Saved = new() { "SaveFolder", "FromFolder" };

    // Written into a model with a loss besides.
    private static readonly HashSet<string> Training = new() { "Loss", "LossOf", "LossAndOutputs", "Batch" };

    // Written into a model that is decoded step by step besides.
    private static readonly HashSet<string> Decoding = new() { "Step", "NewState", "NewDecoding", "ConditionOn" };

    // Written into a model with adapters besides.
    private static readonly HashSet<string> Adapted = new() { "BaseModel", "Adapters" };

    // Members of torch.nn.Module that the generated part uses by these names.
    private static readonly HashSet<string> Used = new() { "training", "train", "register_module", "_deviceType", "_deviceIndex" };

    // Namespaces whose types generated code names.
    private static readonly string[] Namespaces = ["TorchSharp", "ModelGen", "System"];

    private static readonly string[] Hooks = ["register_forward_hook", "register_forward_pre_hook"];

    public static bool IsAt(Location location) => location.SourceTree is { } tree && IsIn(tree);

    /// <summary>Whether a file was written by this generator.</summary>
    public static bool IsIn(SyntaxTree tree) => StartOfFolder(tree) > 0;

    // The compiler puts generated files into a folder named after the generator, and that into one named after its assembly.
    private static int StartOfFolder(SyntaxTree tree) =>
        tree.FilePath.EndsWith(".g.cs", StringComparison.Ordinal)
        && tree.FilePath.LastIndexOf(Folder, StringComparison.Ordinal) is > 0 and var start
        && IsSeparator(tree.FilePath[start - 1])
        && IsSeparator(tree.FilePath[start + Folder.Length])
            ? start
            : -1;

    /// <summary>
    /// The folder, with a separator at its end or empty, below which all generators' files of a project stand; null if this
    /// generator wrote none of these.
    /// </summary>
    public static string? FolderOfGenerators(IEnumerable<SyntaxTree> trees)
    {
        foreach (var tree in trees)
        {
            if (StartOfFolder(tree) is > 0 and var start && start - Assembly.Length - 1 is >= 0 and var end
                && string.CompareOrdinal(tree.FilePath, end, Assembly, 0, Assembly.Length) == 0)
            {
                return tree.FilePath.Substring(0, end);
            }
        }

        return null;
    }

    /// <summary>
    /// Whether a file stands where a generator's files do: two folders below that of all generators, which may be no folder at all.
    /// </summary>
    public static bool IsGenerated(SyntaxTree tree, string folder)
    {
        var path = tree.FilePath;
        if (!path.StartsWith(folder, StringComparison.Ordinal))
        {
            return false;
        }

        var depth = 0;
        for (var i = folder.Length; i < path.Length; i++)
        {
            if (IsSeparator(path[i]))
            {
                depth += i == folder.Length ? 0 : 1;
            }
            else if (path[i] == ':')
            {
                return false;
            }
        }

        return depth >= 2 && !IsSeparator(path[folder.Length]);
    }

    private static bool IsSeparator(char character) => character is '/' or '\\';

    /// <summary>The names that every model inherits: a stage so named would hide them.</summary>
    /// <param name="stage">The type of a stage, which is a module as well.</param>
    public static HashSet<string> Inherited(ITypeSymbol stage)
    {
        var names = new HashSet<string>(Hooks);
        for (var type = stage.BaseType; type is not null; type = type.BaseType)
        {
            names.UnionWith(type.GetMembers()
                .Where(member => member.CanBeReferencedByName
                    && member.DeclaredAccessibility is Accessibility.Public or Accessibility.Protected or Accessibility.ProtectedOrInternal)
                .Select(member => member.Name));
        }

        return names;
    }

    /// <summary>Whether the generated part of a model declares a member of that name.</summary>
    public static bool Declares(string name, bool hasLoss, bool isDecoded, bool isAdapted) =>
        Names.Contains(name)
        || (hasLoss && Training.Contains(name))
        || (isDecoded && Decoding.Contains(name))
        || (isAdapted ? Adapted : Saved).Contains(name);

    /// <summary>
    /// Whether a block of that class cannot be decoded step by step, since it would have a member called as the class is.
    /// </summary>
    public static bool IsDecoding(string name) => Decoding.Contains(name);

    /// <summary>Whether the generated part uses a member of torch.nn.Module of that name.</summary>
    public static bool IsInherited(string name) => Used.Contains(name);

    /// <summary>Whether a member of the user's part conflicts with the generated part.</summary>
    /// <param name="member">The member.</param>
    /// <param name="inputs">The number of inputs.</param>
    /// <param name="hasLoss">Whether there is a loss.</param>
    /// <param name="isDecoded">Whether the model is decoded step by step.</param>
    /// <param name="isAdapted">Whether it has adapters.</param>
    public static bool Repeats(ISymbol member, int inputs, bool hasLoss, bool isDecoded, bool isAdapted)
    {
        if (Used.Contains(member.Name))
        {
            return !member.IsOverride && !(member is IFieldSymbol field && DeclarationLayout.IsStage(field)) && !member.Locations.All(IsAt);
        }

        if (!Declares(member.Name, hasLoss, isDecoded, isAdapted) || member.Locations.All(IsAt))
        {
            return false;
        }

        if (member is not IMethodSymbol method)
        {
            return true;
        }

        return method.Name switch
        {
            "Initialize" => method.Parameters.IsEmpty && !IsPartial(method),
            "Architecture" or "BaseModel" or "Adapters" or "Batch" => true,
            "Summary" or "RegisterComponents" or "NewState" or "NewDecoding" => method.Parameters.IsEmpty,
            "forward" => method.Parameters.Length == inputs && method.Parameters.All(IsTensor),
            "Loss" => method.Parameters.Length == inputs + 1 && method.Parameters.All(IsTensor),
            "SaveFolder" => HasParameters(method, "String", "JsonObject"),
            "FromFolder" => HasParameters(method, "String", "Device"),
            "LossOf" => method.Parameters.All(IsTensor),
            "LossAndOutputs" => method.Parameters.Length == 1 && method.Parameters[0].Type.Name == "Batch",
            "call" => !method.IsOverride && method.Parameters.Length == inputs && method.Parameters.All(IsTensor),
            "_toEpilog" => method.Parameters.Length == 3,
            "Step" => method.Parameters.Length >= 3 && IsTensor(method.Parameters[0]) && method.Parameters[1].Type.Name == "ModelState",
            "Given" => method.Parameters.Length > 0 && method.Parameters.Length < inputs && method.Parameters.All(IsTensor),
            _ => false,
        };
    }

    /// <summary>Whether it is the partial method <c>Initialize(Device, ScalarType)</c>.</summary>
    public static bool IsPlacedInitialize(IMethodSymbol method) =>
        method.Parameters.Length == 2 && method.Parameters[0].Type.Name == "Device"
            && method.Parameters[1].Type.Name == "ScalarType" && IsPartial(method.PartialImplementationPart ?? method);

    private static bool IsPartial(IMethodSymbol method) =>
        method.DeclaringSyntaxReferences.Any(reference => reference.GetSyntax() is MethodDeclarationSyntax declared
            && declared.Modifiers.Any(SyntaxKind.PartialKeyword)
            && declared.Modifiers.All(modifier => modifier.IsKind(SyntaxKind.PartialKeyword)
                || modifier.IsKind(SyntaxKind.AsyncKeyword) || modifier.IsKind(SyntaxKind.UnsafeKeyword)));

    private static bool HasParameters(IMethodSymbol method, params string[] types) =>
        method.Parameters.Select(parameter => parameter.Type.Name).SequenceEqual(types);

    private static bool IsTensor(IParameterSymbol parameter) => parameter.Type.Name == "Tensor";

    /// <summary>What hides a namespace whose types generated code names, as the start of a sentence; null if nothing does.</summary>
    public static string? HiddenNamespace(IAssemblySymbol assembly) =>
        Namespaces.FirstOrDefault(name => !assembly.GlobalNamespace.GetTypeMembers(name).IsEmpty) is { } hidden
            ? $"The type '{hidden}' in the global namespace hides the namespace '{hidden}'"
            : null;
}
