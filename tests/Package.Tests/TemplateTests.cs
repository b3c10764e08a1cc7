using System.IO;
using System.Threading.Tasks;
using Xunit;

namespace ModelGen.Package.Tests;

/// <summary>The project that <c>dotnet new modelgen</c> makes.</summary>
public sealed class TemplateTests(Packages packages)
{
    /// <summary>docs/getting-started.md, step by step.</summary>
    [Fact]
    public async Task GettingStartedIsTrue()
    {
        using var folder = packages.NewFolder();
        var hive = folder["hive"];
        await Dotnet.RunClean(folder.Path, "new", "install", packages.Templates, "--debug:custom-hive", hive);
        await Dotnet.RunClean(folder.Path, "new", "modelgen", "--name", "Digits", "--debug:custom-hive", hive);
        var made = folder["Digits"];
        var model = File.ReadAllText(Path.Combine(made, "Digits", "FirstDigit.cs"));
        Assert.Contains(
            Assert.Single(Document.Blocks("csharp")).Replace("using ModelGen;\n\n", string.Empty), model.ReplaceLineEndings("\n"));

        await Dotnet.RunClean(made, "build");
        var run = await Dotnet.RunClean(made, "run", "--no-build", "--project", "Digits");
        Assert.Contains(Assert.Single(Document.Blocks("text summary")), run);
        Assert.Matches("(9[0-9]|100)[.,][0-9].?% of 1,000 new sequences are answered correctly", run);
        Assert.Contains("succeeded: 1", await Dotnet.RunClean(made, "test", "--no-build"));

        var told = Document.Blocks("text diagnostic");
        Assert.Equal(2, told.Count);
        Assert.Contains(told[0].Trim(), Assert.Single((await Build("[Linear(10)]", "[Linear(10, In = 128)]")).Errors));
        Assert.Empty((await Build("[Lstm(64, Port = \"last\")]", "[Lstm(64, Bidirectional = true, Port = \"last\")]")).Errors);
        Assert.Contains(told[1].Trim(), Assert.Single((await Build("[Output(\"B\", 10)]", "[Output(\"B\", 11)]")).Errors));

        Task<DotnetResult> Build(string text, string other)
        {
            Assert.Contains(text, model);
            folder.Write("Digits/Digits/FirstDigit.cs", model.Replace(text, other));
            return Dotnet.Run(made, "build", "Digits", "--no-restore");
        }
    }

    [Fact]
    public async Task NameAndFrameworkAreChoices()
    {
        using var folder = packages.NewFolder();
        var hive = folder["hive"];
        await Dotnet.RunClean(folder.Path, "new", "install", packages.Templates, "--debug:custom-hive", hive);

        await Dotnet.RunClean(folder.Path, "new", "modelgen", "--name", "My-Model", "--Framework", "net8.0", "--debug:custom-hive", hive);

        Assert.Contains("namespace My_Model;", File.ReadAllText(folder["My-Model/My-Model/FirstDigit.cs"]));
        Assert.Contains("namespace My_Model.Tests;", File.ReadAllText(folder["My-Model/My-Model.Tests/FirstDigitTests.cs"]));
        foreach (var project in new[] { "My-Model", "My-Model.Tests" })
        {
            Assert.Contains("<TargetFramework>net8.0</TargetFramework>", File.ReadAllText(folder[$"My-Model/{project}/{project}.csproj"]));
        }
    }
}
