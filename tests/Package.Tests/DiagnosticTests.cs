using System;
using System.Threading.Tasks;
using Xunit;

namespace ModelGen.Package.Tests;

/// <summary>The messages of the packed analyzer and the packed build step.</summary>
public sealed class DiagnosticTests(Packages packages)
{
    private const string Model = """
        using ModelGen;

        [Model]
        [Input("B", "T", 128)]
        [Lstm(256, NumLayers = 2, Bidirectional = true, Port = "last")]
        [Linear(10, In = 500)]
        public partial class Classifier;
        """;

    [Fact]
    public async Task MistakeIsToldOnceAtItsArgument()
    {
        using var folder = packages.NewFolder();
        folder.WriteProject(
            "Models", "<TargetFramework>net10.0</TargetFramework><ErrorEndLocation>true</ErrorEndLocation>", folder.ModelGen);
        folder.Write("Models/Classifier.cs", Model);

        var result = await Dotnet.Run(folder.Path, "build", "Models");

        Assert.NotEqual(0, result.ExitCode);
        Assert.Empty(result.Warnings);
        Assert.Contains(
            "Classifier.cs(6,18,6,21): error MG0102: Linear(10, In = 500) expects 500 features, but the tensor is (B, 512) after "
                + "Lstm(256, NumLayers = 2, Bidirectional = true, Port = \"last\") on line 5: set In = 512, or leave In out.",
            Assert.Single(result.Errors),
            StringComparison.Ordinal);
    }

    /// <summary>
    /// The package brings <c>global using ModelGen;</c>, whether the project has implicit usings or not, and a property leaves it out.
    /// </summary>
    [Fact]
    public async Task DeclarationNeedsNoUsing()
    {
        using var folder = packages.NewFolder();
        const string Properties = "<TargetFramework>net10.0</TargetFramework>";
        folder.WriteProject("Models", Properties, folder.ModelGen);
        folder.Write("Models/Head.cs", """[Model, Input("B", 8), Linear(4)] public partial class Head;""");
        folder.Write("Models/WithUsing.cs", """using ModelGen; [Model, Input("B", 8), Linear(4)] public partial class WithUsing;""");
        await Dotnet.RunClean(folder.Path, "build", "Models");

        folder.WriteProject("Models", Properties + "<ModelGenImplicitUsing>false</ModelGenImplicitUsing>", folder.ModelGen);
        var result = await Dotnet.Run(folder.Path, "build", "Models");
        Assert.NotEqual(0, result.ExitCode);
        Assert.All(result.Errors, error => Assert.Contains("Head.cs", error, StringComparison.Ordinal));
    }

    /// <summary>The package has a library for .NET 8 and later; the restore says so, not a compiler that finds no attribute.</summary>
    [Fact]
    public async Task OlderFrameworkIsRefusedByTheRestore()
    {
        using var folder = packages.NewFolder();
        folder.WriteProject("Models", "<TargetFramework>netstandard2.0</TargetFramework><LangVersion>11</LangVersion>", folder.ModelGen);
        folder.Write("Models/Classifier.cs", Model);

        var result = await Dotnet.Run(folder.Path, "restore", "Models");

        Assert.NotEqual(0, result.ExitCode);
        Assert.Contains(result.Errors, error => error.Contains(
            $"error NU1202: Package ModelGen {folder.Version} is not compatible with netstandard2.0", StringComparison.Ordinal));
    }

    [Fact]
    public async Task ProgramWithoutLibTorchIsToldWhatToAdd()
    {
        using var folder = packages.NewFolder();
        const string Properties = "<TargetFramework>net10.0</TargetFramework><OutputType>Exe</OutputType>";
        folder.WriteProject("App", Properties, folder.ModelGen);
        folder.Write("App/Program.cs", "using var zeros = TorchSharp.torch.zeros(2); System.Console.WriteLine(zeros.numel());");

        var result = await Dotnet.Run(folder.Path, "build", "App");
        Assert.Equal(0, result.ExitCode);
        var warning = Assert.Single(result.Warnings);
        Assert.Contains("warning MG0901: App builds but cannot run a model, "
            + $"because no libtorch package for {Build.Platform} is referenced: add {folder.LibTorch}, or ", warning);

        folder.WriteProject("App", Properties + "<NoWarn>$(NoWarn);MG0901</NoWarn>", folder.ModelGen);
        await Dotnet.RunClean(folder.Path, "build", "App");

        folder.WriteProject("App", Properties, folder.ModelGen, folder.LibTorch);
        Assert.EndsWith("2\n", await Dotnet.RunClean(folder.Path, "run", "--project", "App"));
    }

    /// <summary>What creates a model first throws, before TorchSharp looks for a library and prints where.</summary>
    [Theory]
    [InlineData("Net", "new Net()")]
    [InlineData("Gpt2", "new ModelGen.Models.Gpt2(D: 8, heads: 2, hidden: 16, layers: 2, positions: 12, vocabulary: 16)")]
    [InlineData("Net", "ModelGen.Checkpoint.Create(device => new Net(device), \"no.safetensors\")")]
    [InlineData("Gpt2", "ModelGen.Models.Gpt2.FromPretrained(args[0])")]
    public async Task Model_without_libtorch_names_the_package_to_add(string model, string creation)
    {
        using var folder = packages.NewFolder();
        folder.WriteProject(
            "App", "<TargetFramework>net10.0</TargetFramework><OutputType>Exe</OutputType><NoWarn>$(NoWarn);MG0901</NoWarn>",
            folder.ModelGen, folder.ModelGenModels);
        folder.Write("App/Net.cs", """[Model, Input("B", 8), Linear(4)] public partial class Net;""");
        folder.Write("App/Program.cs", $$"""
            try
            {
                {{creation}}.ToString();
            }
            catch (System.DllNotFoundException exception)
            {
                System.Console.WriteLine(exception.Message);
            }
            """);

        var output = await Dotnet.RunClean(
            folder.Path, "run", "--project", "App", "--",
            System.IO.Path.Combine(Packages.RepositoryRoot(), "tests", "Models.Tests", "Hub", "gpt2"));

        Assert.Equal(
            $"{model} cannot run without libtorch: add {folder.LibTorch} to the project of the program, "
            + "or TorchSharp-cpu for every platform, or TorchSharp-cuda-linux or TorchSharp-cuda-windows for a GPU.\n",
            output);
    }
}
