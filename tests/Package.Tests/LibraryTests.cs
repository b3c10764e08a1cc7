using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Xunit;

namespace ModelGen.Package.Tests;

/// <summary>The package as a library of models and its applications see it.</summary>
public sealed class LibraryTests(LibrarySolution solution) : IClassFixture<LibrarySolution>
{
    private const string Adapted = "was adapted to this machine's libstdc++";

    [Theory]
    [InlineData("net8.0")]
    [InlineData("net9.0")]
    [InlineData("net10.0")]
    public void LibraryIsBuiltForEveryFramework(string framework) =>
        Assert.True(File.Exists(Path.Combine(solution.Output("Library", framework: framework), "Library.dll")));

    [Theory]

    // LayerNorm makes (-1.22, 0, 1.22) of (1, 2, 3) and adds 1, Linear adds the three and 1.
    [InlineData("User", "5 6 7")]

    // Twice that, then the sum and 1.
    [InlineData("Builder", "31")]
    public async Task ModelOfALibraryRuns(string project, string expected)
    {
        var result = await Dotnet.Run(solution.Folder.Path, Path.Combine(solution.Output(project), project + ".dll"));

        Assert.Equal(expected + "\n", result.Output);
        Assert.Equal(0, result.ExitCode);
    }

    /// <summary>The package of published models alone: the runtime and the build step come with it.</summary>
    [Fact]
    public async Task PublishedModelsRun()
    {
        solution.Folder.WriteProject("Chatter", "<TargetFramework>net10.0</TargetFramework><OutputType>Exe</OutputType>",
            solution.Folder.ModelGenModels, solution.Folder.LibTorch);
        solution.Folder.Write("Chatter/Program.cs", """
            using System;
            using ModelGen;
            using ModelGen.Models;

            using var gpt = new Gpt2(D: 8, heads: 2, hidden: 16, layers: 2, positions: 12, vocabulary: 16);
            gpt.eval();
            Console.WriteLine(gpt.Generate(new long[] { 1, 2, 3 }, GenerationOptions.Greedy with { MaxNewTokens = 5 }).Count);
            try
            {
                Gpt2.FromPretrained("nowhere");
            }
            catch (PretrainedException exception)
            {
                Console.WriteLine(exception.Message.Contains("nowhere"));
            }
            """);

        Assert.EndsWith("5\nTrue\n", await Dotnet.RunClean(solution.Folder.Path, "run", "--project", "Chatter"));
    }

    /// <summary>The package of pictures alone: training and what draws come with it, in versions that fit those of TorchSharp.</summary>
    [Fact]
    public async Task Pictures_are_drawn()
    {
        solution.Folder.WriteProject(
            "Painter", "<TargetFramework>net10.0</TargetFramework><OutputType>Exe</OutputType>", solution.Folder.ModelGenPlots,
            solution.Folder.LibTorch);
        solution.Folder.Write("Painter/Program.cs", """
            using System;
            using System.IO;
            using ModelGen.Training;

            var confusion = new ConfusionMatrix();
            using (var scores = TorchSharp.torch.eye(3))
            using (var classes = TorchSharp.torch.arange(3))
            {
                confusion.Add(scores, classes);
            }

            TrainingPlots.SaveConfusionMatrix("confusion.png", confusion.Counts(), ["a", "b", "c"]);
            Console.WriteLine(new FileInfo("confusion.png").Length > 1000);
            """);

        Assert.EndsWith("True\n", await Dotnet.RunClean(solution.Folder.Path, "run", "--project", "Painter"));
    }

    [Fact]
    public async Task BuildingAgainWritesNothing()
    {
        var before = Times();
        var output = await Dotnet.RunClean(solution.Folder.Path, "build", "Solution.slnx");

        Assert.DoesNotContain(Adapted, output);
        Assert.Equal(before, Times());
    }

    [Fact]
    public async Task PropertyLeavesTheNativeLibraryAsItIs()
    {
        const string Library = "runtimes/linux-x64/native/libLibTorchSharp.so";
        var original = File.ReadAllBytes(Path.Combine(Build.PackageCache, "torchsharp", Build.TorchSharpVersion, Library));

        var output = await Dotnet.RunClean(
            solution.Folder.Path, "build", "User", "--configuration", "Release", "-p:ModelGenLinuxCompatibility=false");
        Assert.DoesNotContain(Adapted, output);
        Assert.Equal(original, File.ReadAllBytes(Path.Combine(solution.Output("User", "Release"), Library)));

        output = await Dotnet.RunClean(solution.Folder.Path, "build", "User", "--configuration", "Release", "--no-restore");
        var differs = !File.ReadAllBytes(Path.Combine(solution.Output("User", "Release"), Library)).AsSpan().SequenceEqual(original);
        Assert.Equal(output.Contains(Adapted, StringComparison.Ordinal), differs);
        if (!differs)
        {
            // This machine needs no copy: then the original has to load.
            await ModelOfALibraryRuns("User", "5 6 7");
        }
    }

    // Links are made anew each time, and lists of what was built are written anew with the same text.
    private SortedDictionary<string, DateTime> Times() => new(
        Directory.EnumerateFiles(solution.Folder.Path, "*", SearchOption.AllDirectories)
            .Where(path => Path.GetExtension(path) is ".dll" or ".so" or ".pdb" or ".json" or ".cache"
                && File.ResolveLinkTarget(path, returnFinalTarget: false) is null)
            .ToDictionary(path => Path.GetRelativePath(solution.Folder.Path, path), File.GetLastWriteTimeUtc));
}
