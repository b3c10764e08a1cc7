using System.IO;
using System.Threading.Tasks;
using Xunit;

namespace ModelGen.Package.Tests;

/// <summary>The project that <c>dotnet new modelgen</c> makes.</summary>
public sealed class TemplateTests(Packages packages)
{
    [Fact]
    public async Task WhatTheTemplateMakesBuildsLearnsAndPassesItsTest()
    {
        using var folder = packages.NewFolder();
        var hive = folder["hive"];
        await Dotnet.RunClean(folder.Path, "new", "install", packages.Templates, "--debug:custom-hive", hive);

        // A name that is no C# name.
        await Dotnet.RunClean(folder.Path, "new", "modelgen", "--name", "My-Model", "--debug:custom-hive", hive);
        var made = folder["My-Model"];
        await Dotnet.RunClean(made, "build");

        var run = await Dotnet.RunClean(made, "run", "--no-build", "--project", "My-Model");
        Assert.Contains("step 400  loss 0.", run);
        Assert.Matches("9[0-9]\\.[0-9].?% of 1,000 new sequences are answered correctly|100.0", run);

        Assert.Contains("succeeded: 1", await Dotnet.RunClean(made, "test", "--no-build"));
    }

    [Fact]
    public async Task FrameworkIsAChoice()
    {
        using var folder = packages.NewFolder();
        var hive = folder["hive"];
        await Dotnet.RunClean(folder.Path, "new", "install", packages.Templates, "--debug:custom-hive", hive);

        await Dotnet.RunClean(folder.Path, "new", "modelgen", "--name", "Older", "--Framework", "net8.0", "--debug:custom-hive", hive);

        foreach (var project in new[] { "Older", "Older.Tests" })
        {
            Assert.Contains("<TargetFramework>net8.0</TargetFramework>", File.ReadAllText(folder[Path.Combine("Older", project, project + ".csproj")]));
        }
    }
}
