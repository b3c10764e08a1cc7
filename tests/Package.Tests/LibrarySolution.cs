using System.IO;
using System.Threading.Tasks;
using Xunit;

namespace ModelGen.Package.Tests;

/// <summary>
/// A library of models in C# 11 for three frameworks, an application that only uses it, and one that declares a model of its own around one
/// of the library's; built once, without any warning. Every weight is 1, so that what comes out is known.
/// </summary>
public sealed class LibrarySolution(Packages packages) : IAsyncLifetime
{
    private const string Executable = "<TargetFramework>net10.0</TargetFramework><OutputType>Exe</OutputType>";

    internal ScratchFolder Folder { get; } = packages.NewFolder();

    public async ValueTask InitializeAsync()
    {
        Folder.WriteProject(
            "Library", "<TargetFrameworks>net8.0;net9.0;net10.0</TargetFrameworks><LangVersion>11</LangVersion>", Folder.ModelGen);
        Folder.Write("Library/Rise.cs", """
            using ModelGen;

            namespace Library
            {
                [Model]
                [Input("B", "D")]
                public partial class Rise
                {
                    [LayerNorm, Linear("D"), Residual]
                    private Stage rise;
                }
            }
            """);

        // This one with real copies of libtorch, as users have it.
        Folder.WriteProject("User", Executable + "<CreateSymbolicLinksForCopyLocalIfPossible>false</CreateSymbolicLinksForCopyLocalIfPossible>", """<ProjectReference Include="../Library/Library.csproj" />""", Folder.LibTorch);
        Folder.Write("User/Program.cs", Program("new Library.Rise(D: 3)"));

        Folder.WriteProject("Builder", Executable, """<ProjectReference Include="../Library/Library.csproj" />""", Folder.ModelGen, Folder.LibTorch);
        Folder.Write("Builder/Tower.cs", """
            using ModelGen;

            [Model]
            [Input("B", 3)]
            [Block<Library.Rise>(2)]
            [Linear(1)]
            public partial class Tower;
            """);
        Folder.Write("Builder/Program.cs", Program("new Tower()"));

        Folder.Write("Solution.slnx", """
            <Solution>
              <Project Path="Library/Library.csproj" />
              <Project Path="User/User.csproj" />
              <Project Path="Builder/Builder.csproj" />
            </Solution>
            """);
        await Dotnet.RunClean(Folder.Path, "build", "Solution.slnx");
    }

    public ValueTask DisposeAsync()
    {
        Folder.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>The path of what was built of <paramref name="project"/>.</summary>
    internal string Output(string project, string configuration = "Debug", string framework = "net10.0") =>
        Folder[Path.Combine(project, "bin", configuration, framework)];

    private static string Program(string model) => $$"""
        using System;
        using static TorchSharp.torch;

        using var noGradients = no_grad();
        using var model = {{model}};
        foreach (var parameter in model.parameters())
        {
            parameter.fill_(1);
        }

        using var input = tensor(new float[,] { { 1, 2, 3 } });
        using var output = model.forward(input);
        Console.WriteLine(string.Join(" ", output.data<float>()));
        """;
}
