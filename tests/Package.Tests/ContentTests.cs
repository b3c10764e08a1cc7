using System;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Xml.Linq;
using Xunit;

namespace ModelGen.Package.Tests;

/// <summary>What is in the packages.</summary>
public sealed class ContentTests(Packages packages)
{
    [Fact]
    public void LibraryHoldsWhatUsersNeedAndNothingElse() => Assert.Equal(
        [
            "ModelGen.nuspec",
            "README.md",
            "analyzers/dotnet/cs/ModelGen.CodeFixes.dll",
            "analyzers/dotnet/cs/ModelGen.Generator.dll",
            "build/ModelGen.targets",
            "buildTransitive/ModelGen.targets",
            "lib/net8.0/ModelGen.Attributes.dll",
            "lib/net8.0/ModelGen.Attributes.xml",
            "lib/net8.0/ModelGen.Runtime.dll",
            "lib/net8.0/ModelGen.Runtime.xml",
            "tasks/netstandard2.0/ModelGen.Build.dll",
        ],
        Files(packages.Library));

    [Fact]
    public void LibraryDependsOnTorchSharpAlone()
    {
        var dependency = Assert.Single(Nuspec(packages.Library).Descendants(), element => element.Name.LocalName == "dependency");

        Assert.Equal("TorchSharp", (string?)dependency.Attribute("id"));
        Assert.Equal(Build.TorchSharpVersion, (string?)dependency.Attribute("version"));
    }

    /// <summary>What they refer to comes with .NET, Roslyn or MSBuild, in the package, or with TorchSharp: no dependency is missing.</summary>
    [Theory]
    [InlineData("lib/", "System", "netstandard", "ModelGen.Attributes", "TorchSharp")]
    [InlineData("analyzers/", "netstandard", "Microsoft.CodeAnalysis", "System.Collections.Immutable", "System.Composition.AttributedModel", "System.Memory", "ModelGen.Generator")]
    [InlineData("tasks/", "netstandard", "Microsoft.Build")]
    public void EveryReferenceIsAtHand(string folder, params string[] atHand) => ForEachAssembly(folder, (name, assembly) =>
    {
        var metadata = assembly.GetMetadataReader();
        Assert.All(
            metadata.AssemblyReferences.Select(reference => metadata.GetString(metadata.GetAssemblyReference(reference).Name)),
            reference => Assert.Contains(atHand, known => reference == known || reference.StartsWith(known + ".", StringComparison.Ordinal)));
    });

    [Fact]
    public void EveryAssemblyIsDeterministicAndHasItsSymbols() => ForEachAssembly(string.Empty, (name, assembly) =>
    {
        var entries = assembly.ReadDebugDirectory().Select(debug => debug.Type).ToArray();
        Assert.True(entries.Contains(DebugDirectoryEntryType.Reproducible), name);
        Assert.True(entries.Contains(DebugDirectoryEntryType.EmbeddedPortablePdb), name);
    });

    [Fact]
    public void TemplateHoldsNoPlaceholder()
    {
        Assert.Contains("content/modelgen/.editorconfig", Files(packages.Templates));
        Assert.Contains("content/modelgen/.template.config/template.json", Files(packages.Templates));
        Assert.DoesNotContain(Nuspec(packages.Templates).Descendants(), element => element.Name.LocalName == "dependency");

        using var package = ZipFile.OpenRead(packages.Templates);
        var projects = package.Entries.Where(entry => entry.Name.EndsWith(".csproj", StringComparison.Ordinal)).ToArray();
        Assert.Equal(2, projects.Length);
        Assert.All(projects, project => Assert.DoesNotContain("_VERSION", Text(project)));
    }

    private void ForEachAssembly(string folder, Action<string, PEReader> check)
    {
        using var package = ZipFile.OpenRead(packages.Library);
        foreach (var entry in package.Entries.Where(entry => entry.FullName.StartsWith(folder, StringComparison.Ordinal) && entry.Name.EndsWith(".dll", StringComparison.Ordinal)))
        {
            using var bytes = new MemoryStream();
            using (var content = entry.Open())
            {
                content.CopyTo(bytes);
            }

            bytes.Position = 0;
            using var assembly = new PEReader(bytes);
            check(entry.FullName, assembly);
        }
    }

    private static string[] Files(string path)
    {
        using var package = ZipFile.OpenRead(path);
        return
        [
            .. package.Entries.Select(entry => entry.FullName)
                .Where(name => !name.StartsWith("_rels/", StringComparison.Ordinal) && !name.StartsWith("package/", StringComparison.Ordinal) && name != "[Content_Types].xml")
                .Order(StringComparer.Ordinal),
        ];
    }

    private static XDocument Nuspec(string path)
    {
        using var package = ZipFile.OpenRead(path);
        return XDocument.Parse(Text(package.Entries.Single(entry => entry.Name.EndsWith(".nuspec", StringComparison.Ordinal))));
    }

    private static string Text(ZipArchiveEntry entry)
    {
        using var reader = new StreamReader(entry.Open());
        return reader.ReadToEnd();
    }
}
