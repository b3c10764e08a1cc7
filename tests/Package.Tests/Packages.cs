using System;
using System.IO;
using System.Runtime.CompilerServices;
using System.Threading.Tasks;
using ModelGen.Package.Tests;
using Xunit;
using Xunit.Sdk;
using Xunit.v3;

[assembly: AssemblyFixture(typeof(Packages))]
[assembly: Parallelization(Mode = ParallelMode.None)]

namespace ModelGen.Package.Tests;

/// <summary>
/// The packages, packed once from what is built, in a version that no other run has: what the machine's package cache may hold of an
/// earlier one is never what is tested. The version leaves the cache with the tests.
/// </summary>
public sealed class Packages : IAsyncLifetime
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("modelgen-packages-");

    /// <summary>The version of all packages.</summary>
    public string Version { get; } = $"0.0.1-test.{Guid.NewGuid():N}";

    /// <summary>A feed: the folder with the packages.</summary>
    public string Feed => Path.Combine(_root.FullName, "feed");

    public string Library => Path.Combine(Feed, $"ModelGen.{Version}.nupkg");

    public string Models => Path.Combine(Feed, $"ModelGen.Models.{Version}.nupkg");

    public string Training => Path.Combine(Feed, $"ModelGen.Training.{Version}.nupkg");

    public string Plots => Path.Combine(Feed, $"ModelGen.Training.Plots.{Version}.nupkg");

    public string Onnx => Path.Combine(Feed, $"ModelGen.Onnx.{Version}.nupkg");

    public string Inference => Path.Combine(Feed, $"ModelGen.Inference.{Version}.nupkg");

    public string PyTorch => Path.Combine(Feed, $"ModelGen.PyTorch.{Version}.nupkg");

    public string Templates => Path.Combine(Feed, $"ModelGen.Templates.{Version}.nupkg");

    /// <summary>
    /// A new folder outside the repository in which a restore finds the packages, then whatever the machine is configured for.
    /// </summary>
    public ScratchFolder NewFolder()
    {
        var folder = new ScratchFolder(Path.Combine(_root.FullName, Guid.NewGuid().ToString("N")[..8]), Version);
        folder.Write("nuget.config", $"""
            <configuration>
              <packageSources>
                <add key="packed" value="{Feed}" />
              </packageSources>
            </configuration>
            """);
        return folder;
    }

    public async ValueTask InitializeAsync()
    {
        string[] projects =
            ["src/Package", "src/Models", "src/Training", "src/Training.Plots", "src/Onnx", "src/Inference", "src/PyTorch", "templates"];
        foreach (var project in projects)
        {
            await Dotnet.RunClean(
                RepositoryRoot(), "pack",
                project, "--no-build", "--configuration", Build.Configuration, "--output", Feed, $"-p:PackageVersion={Version}");
        }
    }

    public ValueTask DisposeAsync()
    {
        _root.Delete(recursive: true);
        string[] names =
        [
            "modelgen", "modelgen.models", "modelgen.training", "modelgen.training.plots", "modelgen.onnx", "modelgen.inference",
            "modelgen.templates",
        ];
        foreach (var package in names)
        {
            var restored = new DirectoryInfo(Path.Combine(Build.PackageCache, package, Version));
            if (restored.Exists)
            {
                restored.Delete(recursive: true);
            }
        }

        return ValueTask.CompletedTask;
    }

    /// <summary>The folder of the solution.</summary>
    internal static string RepositoryRoot([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", ".."));
}
