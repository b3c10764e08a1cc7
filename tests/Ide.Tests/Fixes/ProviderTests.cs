using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using ModelGen.CodeFixes;
using ModelGen.Generator.Diagnostics;
using Xunit;

namespace ModelGen.Ide.Tests.Fixes;

/// <summary>How the fixes present themselves to an IDE and to readers.</summary>
public sealed class ProviderTests
{
    private static readonly IReadOnlyList<CodeFixProvider> _providers =
    [
        .. typeof(RepairCodeFixProvider).Assembly.GetTypes()
            .Where(type => !type.IsAbstract && type.IsSubclassOf(typeof(CodeFixProvider)))
            .Select(type => (CodeFixProvider)System.Activator.CreateInstance(type)!),
    ];

    [Fact]
    public void AnIdeFindsEveryProvider()
    {
        Assert.NotEmpty(_providers);
        Assert.All(_providers, provider =>
        {
            var export = Assert.Single(provider.GetType().GetCustomAttributes<ExportCodeFixProviderAttribute>());
            Assert.Equal([LanguageNames.CSharp], export.Languages);
            Assert.True(provider.GetType().IsPublic);
            Assert.NotNull(provider.GetFixAllProvider());
        });
    }

    [Fact]
    public void OnlyWhatExistsIsFixed()
    {
        var known = Descriptors.All.Select(descriptor => descriptor.Id).Concat(["CS0103", "CS0246"]);
        var ids = _providers.SelectMany(provider => provider.FixableDiagnosticIds).ToList();
        Assert.Empty(ids.Except(known));
        Assert.Equal(ids.Order(System.StringComparer.Ordinal), ids.Distinct().Order(System.StringComparer.Ordinal));
    }

    // IDEs with Roslyn 4.8 have System.Composition 7.0; a reference by name would ask for the version that this was built with.
    [Fact]
    public void TheAssemblyDoesNotReferToComposition()
    {
        var references = References(typeof(RepairCodeFixProvider).Assembly);
        Assert.Contains("Microsoft.CodeAnalysis.Workspaces", references);
        Assert.DoesNotContain(references, name => name.StartsWith("System.Composition", System.StringComparison.Ordinal));
    }

    /// <summary>
    /// A host without the features of an IDE, such as a command-line tool that applies fixes, must be able to
    /// load every type beside the fixes.
    /// </summary>
    [Fact]
    public void OnlyCompletionRefersToFeatures()
    {
        Assert.DoesNotContain("Microsoft.CodeAnalysis.Features", References(typeof(RepairCodeFixProvider).Assembly));
        Assert.Contains("Microsoft.CodeAnalysis.Features", References(typeof(Completion.DeclarationCompletionProvider).Assembly));
        Assert.DoesNotContain(References(typeof(Completion.DeclarationCompletionProvider).Assembly),
            name => name.StartsWith("System.Composition", System.StringComparison.Ordinal));
    }

    [Fact]
    public void TheDocumentationListsEveryFix()
    {
        Assert.Equal(
            _providers.SelectMany(provider => provider.FixableDiagnosticIds).Order(System.StringComparer.Ordinal), Rows("diagnostic"));
    }

    [Fact]
    public void TheDocumentationListsEverySuppression()
    {
        Assert.Equal(Generator.Suppressors.Suppressions.All.Keys.Order(System.StringComparer.Ordinal), Rows("suppressed"));
    }

    private static List<string> References(Assembly assembly)
    {
        using PEReader file = new(File.OpenRead(assembly.Location));
        var metadata = file.GetMetadataReader();
        return [.. metadata.AssemblyReferences.Select(reference => metadata.GetString(metadata.GetAssemblyReference(reference).Name))];
    }

    // The identifiers in the first column of the table with that heading.
    private static IEnumerable<string> Rows(string heading) =>
        Documentation.Fixes.Split('\n')
            .SkipWhile(line => !line.StartsWith($"| {heading} |", System.StringComparison.Ordinal))
            .TakeWhile(line => line.Length > 0)
            .Skip(2)
            .SelectMany(line => line.Split('|')[1].Trim().Split(", "))
            .Order(System.StringComparer.Ordinal);
}
