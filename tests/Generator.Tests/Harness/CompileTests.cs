using System;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Xunit;
using Xunit.Sdk;

namespace ModelGen.Generator.Tests;

public sealed class CompileTests
{
    [Fact]
    public void CleanCodeIsClean() => Run(ToyFault.None).AssertCompilesWithoutWarnings();

    [Theory]
    [InlineData(ToyFault.NullableWarning, "CS8603")]
    [InlineData(ToyFault.Undocumented, "CS1591")]
    [InlineData(ToyFault.Silenced, "CS8603 warning (silenced)")]
    [InlineData(ToyFault.UnusedUsing, "CS8019 hidden")]
    [InlineData(ToyFault.CSharp12, "In C# 11.0")]
    public void UncleanCodeFails(object fault, string message)
    {
        var failure = Assert.Throws<FailException>(() => Run((ToyFault)fault).AssertCompilesWithoutWarnings());
        Assert.Contains(message, failure.Message, StringComparison.Ordinal);
        Assert.Contains("M.g.cs(", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ASilencedWarningMayBeAllowed() => Run(ToyFault.Silenced).AssertCompilesWithoutWarnings("CS8603");

    [Fact]
    public void TheUsersOwnWarningsFailToo() => Assert.Contains(
        "Model.cs(1,",
        Assert.Throws<FailException>(() => Run(ToyFault.None,
            "[Model] public partial class M { string? _unused; }").AssertCompilesWithoutWarnings()).Message,
        StringComparison.Ordinal);

    [Fact]
    public void AVersionMayBeChosen() => Run(ToyFault.CSharp12).AssertCompilesWithoutWarnings([LanguageVersion.CSharp12]);

    [Fact]
    public void AGeneratorThatThrowsFails()
    {
        string message = Assert.Throws<FailException>(() => Run(ToyFault.Throws)).Message;
        Assert.Contains("CS8785: ToyGenerator threw", message, StringComparison.Ordinal);
        Assert.Contains("toy fault", message, StringComparison.Ordinal);
    }

    [Fact]
    public void GeneratingNothingProvesNothing() =>
        Assert.ThrowsAny<XunitException>(() => Run(ToyFault.None, "class M;").AssertCompilesWithoutWarnings());

    [Fact]
    public void WhatIsCompiledLoads() => Assert.Equal(2, Run(ToyFault.None, "[Model, Linear(3)] public partial class M;")
        .Load().GetType("M")!.GetField("Attributes")!.GetRawConstantValue());

    [Fact]
    public void ALibraryIsSeen()
    {
        CompileOptions toy = new() { Tools = new(new ToyGenerator()) };
        MetadataReference library = Compile.Library("[Model] public partial class Inner;", toy);
        Compile.Generate(
            "[Model] public partial class Outer { const int Sum = Attributes + Inner.Attributes; public int Twice => 2 * Sum; }",
            toy with { References = [library] });
    }

    [Fact]
    public void GeneratedTextIsAtHand() =>
        Assert.Contains("Attributes = 1;", Run(ToyFault.None).Sources["M.g.cs"], StringComparison.Ordinal);

    private static GeneratorRun Run(ToyFault fault, string source = "[Model] public partial class M;") =>
        Compile.Run(source, new() { Tools = new(new ToyGenerator(fault)) });
}
