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
            "analyzers/dotnet/roslyn5.0/cs/ModelGen.Completion.dll",
            "build/net8.0/ModelGen.targets",
            "buildTransitive/net8.0/ModelGen.targets",
            "lib/net8.0/ModelGen.Attributes.dll",
            "lib/net8.0/ModelGen.Attributes.xml",
            "lib/net8.0/ModelGen.Runtime.dll",
            "lib/net8.0/ModelGen.Runtime.xml",
            .. Build.Platform == "linux-x64" ? ["precompiled/linux-x64/ModelGen.Generator.dll"] : Array.Empty<string>(),
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

    [Fact]
    public void ModelsHoldTheirLibraryAlone()
    {
        Assert.Equal(["ModelGen.Models.nuspec", "README.md", "lib/net8.0/ModelGen.Models.dll", "lib/net8.0/ModelGen.Models.xml"],
            Files(packages.Models));
        Assert.Equal(
            [
                ("Microsoft.Extensions.AI.Abstractions", Build.ExtensionsAIVersion), ("Microsoft.ML.Tokenizers", Build.TokenizersVersion),
                ("ModelGen", packages.Version),
            ],
            Nuspec(packages.Models).Descendants().Where(element => element.Name.LocalName == "dependency")
                .Select(element => ((string)element.Attribute("id")!, (string)element.Attribute("version")!))
                .Order());
    }

    [Fact]
    public void Training_holds_its_library_alone()
    {
        Assert.Equal(["ModelGen.Training.nuspec", "README.md", "lib/net8.0/ModelGen.Training.dll", "lib/net8.0/ModelGen.Training.xml"],
            Files(packages.Training));
        Assert.Equal(
            ["ModelGen", "Parquet.Net", "Sep", "Spectre.Console"],
            Nuspec(packages.Training).Descendants()
                .Where(element => element.Name.LocalName == "dependency").Select(element => (string)element.Attribute("id")!).Order());
    }

    [Fact]
    public void Plots_hold_their_library_alone()
    {
        Assert.Equal(
            [
                "ModelGen.Training.Plots.nuspec", "README.md", "lib/net8.0/ModelGen.Training.Plots.dll",
                "lib/net8.0/ModelGen.Training.Plots.xml",
            ],
            Files(packages.Plots));
        Assert.Equal(
            ["ModelGen.Training", "ScottPlot"],
            Nuspec(packages.Plots).Descendants().Where(element => element.Name.LocalName == "dependency")
                .Select(element => (string)element.Attribute("id")!).Order());
    }

    [Fact]
    public void Onnx_holds_its_library_alone()
    {
        Assert.Equal(["ModelGen.Onnx.nuspec", "README.md", "lib/net8.0/ModelGen.Onnx.dll", "lib/net8.0/ModelGen.Onnx.xml"],
            Files(packages.Onnx));
        Assert.Equal(
            ["Google.Protobuf", "Microsoft.ML.OnnxRuntime.Managed", "ModelGen", "ModelGen.Inference"],
            Nuspec(packages.Onnx).Descendants().Where(element => element.Name.LocalName == "dependency")
                .Select(element => (string)element.Attribute("id")!).Order());
    }

    [Fact]
    public void Inference_holds_its_library_alone()
    {
        Assert.Equal(
            ["ModelGen.Inference.nuspec", "README.md", "lib/net8.0/ModelGen.Inference.dll", "lib/net8.0/ModelGen.Inference.xml"],
            Files(packages.Inference));
        Assert.Equal(
            ["Microsoft.ML.OnnxRuntime.Managed"],
            Nuspec(packages.Inference).Descendants().Where(element => element.Name.LocalName == "dependency")
                .Select(element => (string)element.Attribute("id")!).Order());
    }

    [Fact]
    public void PyTorch_holds_its_library_alone()
    {
        Assert.Equal(
            ["ModelGen.PyTorch.nuspec", "README.md", "lib/net8.0/ModelGen.PyTorch.dll", "lib/net8.0/ModelGen.PyTorch.xml"],
            Files(packages.PyTorch));
        Assert.Equal(
            ["ModelGen"],
            Nuspec(packages.PyTorch).Descendants().Where(element => element.Name.LocalName == "dependency")
                .Select(element => (string)element.Attribute("id")!).Order());
    }

    /// <summary>What a registry and a debugger ask for.</summary>
    [Fact]
    public void EveryPackageSaysWhatItIs()
    {
        foreach (var package in new[]
        {
            packages.Library, packages.Models, packages.Training, packages.Plots, packages.Onnx, packages.Inference,
            packages.PyTorch, packages.Templates,
        })
        {
            var said = Nuspec(package).Descendants().ToLookup(element => element.Name.LocalName);
            Assert.Equal("MIT", said["license"].Single().Value);
            Assert.Equal("README.md", said["readme"].Single().Value);
            Assert.NotEmpty(said["description"].Single().Value);
            Assert.NotEmpty(said["projectUrl"].Single().Value);
            Assert.Matches("^[0-9a-f]{40}$", (string?)said["repository"].Single().Attribute("commit"));
        }
    }

    /// <summary>
    /// What they refer to comes with .NET, Roslyn or MSBuild, in the package, or with TorchSharp: no dependency is missing.
    /// </summary>
    [Theory]
    [InlineData("lib/", "System", "netstandard", "ModelGen.Attributes", "ModelGen.Runtime", "TorchSharp", "Microsoft.Extensions.AI", "Microsoft.ML.Tokenizers", "Parquet", "Sep", "Spectre.Console", "ModelGen.Training", "ScottPlot", "SkiaSharp", "Google.Protobuf", "Microsoft.ML.OnnxRuntime", "ModelGen.Inference")]
    [InlineData("analyzers/", "netstandard", "Microsoft.CodeAnalysis", "System.Collections.Immutable", "System.Composition.AttributedModel", "System.Memory", "ModelGen.Generator")]
    [InlineData("precompiled/", "netstandard", "Microsoft.CodeAnalysis", "System.Collections.Immutable", "System.Memory")]
    [InlineData("tasks/", "netstandard", "Microsoft.Build")]
    public void EveryReferenceIsAtHand(string folder, params string[] atHand) => ForEachAssembly(folder, (name, assembly) =>
    {
        var metadata = assembly.GetMetadataReader();
        Assert.All(
            metadata.AssemblyReferences.Select(reference => metadata.GetString(metadata.GetAssemblyReference(reference).Name)),
            reference => Assert.Contains(atHand,
                known => reference == known || reference.StartsWith(known + ".", StringComparison.Ordinal)));
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
        using var library = ZipFile.OpenRead(packages.Library);
        using var models = ZipFile.OpenRead(packages.Models);
        using var training = ZipFile.OpenRead(packages.Training);
        using var plots = ZipFile.OpenRead(packages.Plots);
        using var onnx = ZipFile.OpenRead(packages.Onnx);
        using var pytorch = ZipFile.OpenRead(packages.PyTorch);
        foreach (var entry in new[] { library, models, training, plots, onnx, pytorch }.SelectMany(package => package.Entries)
            .Where(entry => entry.FullName.StartsWith(folder, StringComparison.Ordinal)
                && entry.Name.EndsWith(".dll", StringComparison.Ordinal)))
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
                .Where(name => !name.StartsWith("_rels/", StringComparison.Ordinal)
                    && !name.StartsWith("package/", StringComparison.Ordinal) && name != "[Content_Types].xml")
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
