using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using ModelGen.Generator.Caching;
using ModelGen.Generator.Declarations;
using ModelGen.Generator.Diagnostics;
using ModelGen.Generator.Infer;
using ModelGen.Generator.Parse;
using ModelGen.Generator.Repairs;
using ModelGen.Generator.Shapes;
using Xunit;

namespace ModelGen.Generator.Tests;

/// <summary>Which declarations an edit makes the generator read again: one that was remembered is the same object.</summary>
public sealed class DeclarationMemoryTests
{
    private static readonly string[] _project =
    [
        "[Model, Input(\"B\", \"D\"), Linear(\"D\")] public partial class Block;",
        "[Model, Input(\"B\", 8), Block<Block>, Linear(2)] public partial class User;",
        "[Model, Input(\"B\", 8), Linear(Sizes.Width)] public partial class Other;",
        "static class Sizes { public const int Width = 4; public static int F() { return 1; } }",
    ];

    private static readonly string[] _models = ["Block", "User", "Other"];

    [Theory]
    [InlineData("return 1;", "return 2;")]
    [InlineData("static class Sizes {", "static class Sizes { /* of layers */")]
    [InlineData("static class Sizes", "[System.Obsolete] static class Sizes")]
    [InlineData("Linear(2)", "Linear(3)", "User")]
    [InlineData("Linear(\"D\")", "Linear(\"2*D\")", "Block", "User")]
    [InlineData("Width = 4", "Width = 5", "Block", "User", "Other")]
    [InlineData("int F()", "int G()", "Block", "User", "Other")]
    public void ReadsOnlyWhatMayHaveChanged(string old, string @new, params string[] models)
    {
        DeclarationMemory memory = new(Caches.Shared);
        var project = Compile.Project(_project);
        ImmutableArray<Declaration> before = memory.Read(project, _ => { }, TestContext.Current.CancellationToken);
        ImmutableArray<Declaration> after = memory.Read(Edit.Replace(old, @new).Apply(project), _ => { },
            TestContext.Current.CancellationToken);
        IEnumerable<string> read = after.Where((declaration, i) => !ReferenceEquals(declaration, before[i]))
            .Select(declaration => declaration.Type.Name);
        Assert.Equal(models, read);
    }

    // Many are read without watching null.
    [Fact]
    public void ManyAreReadAsEachAlone()
    {
        const string Nullable = """
            [Model, Input("B", 4), Input("B", Type = DType.Bool, Optional = true)]
            public partial class MayBeNull
            {
                [Apply(nameof(Mask), Inputs = ["input2"])] Stage masked;
                [return: Shape("B", 4)]
                static TorchSharp.torch.Tensor Mask([Shape("B", 4)] TorchSharp.torch.Tensor x, [Shape("B")] TorchSharp.torch.Tensor? mask) => x;
            }
            """;
        CSharpCompilation project = Compile.Project([.. ZooProject.Files(ZooProject.ModelsPerCopy), Nullable]);
        ImmutableArray<Declaration> read = new DeclarationMemory(Caches.Shared).Read(project, _ => { },
            TestContext.Current.CancellationToken);
        Assert.Equal(ZooProject.ModelsPerCopy + 1, read.Length);
        Assert.All(read, declaration => Assert.Equal(
            Caches.Shared.Parse(project.GetTypeByMetadataName(declaration.Type.QualifiedName.Replace("global::", ""))!, new SilentSink(),
                TestContext.Current.CancellationToken),
            declaration));
        Assert.Equal([false, true], read[^1].Methods.Single().Parameters.Select(parameter => parameter.MayBeNull));
    }

    // What equality leaves out, an edit does not change: the generator would keep the old file.
    [Fact]
    public void EveryPartOfADeclarationCounts()
    {
        var declaration = Declaration.Failed(TypeShell.None("A"));
        foreach (PropertyInfo part in typeof(Declaration).GetProperties().Where(property => property.CanWrite))
        {
            Declaration other = declaration with { };
            Assert.Equal(declaration, other);
            part.SetValue(other, Different(part.GetValue(declaration)));
            Assert.True(declaration != other, $"Declarations that differ in {part.Name} are equal.");
        }
    }

    private static object Different(object? value) => value switch
    {
        null => Declaration.Failed(TypeShell.None("C")),
        bool isTrue => !isTrue,
        OwnInitialization => OwnInitialization.Placed,
        TypeShell => TypeShell.None("B"),
        _ => OneItem(value.GetType()),
    };

    private static object OneItem(Type array)
    {
        Array items = Array.CreateInstance(array.GenericTypeArguments[0], 1);
        MethodInfo create = typeof(ImmutableArray).GetMethods().Single(method => method.Name == nameof(ImmutableArray.Create)
            && method.GetParameters() is [{ ParameterType.IsArray: true } only]
            && only.ParameterType.GetElementType()!.IsGenericMethodParameter);
        return Activator.CreateInstance(array, create.MakeGenericMethod(array.GenericTypeArguments).Invoke(null, [items]))!;
    }

    [Fact]
    public void TheAnalyzerIsGivenWhatTheGeneratorRead()
    {
        GeneratorRun run = Compile.Run(_project);
        Assert.All(_models, name => Assert.NotNull(Recall(run.Output, name)));
        Assert.Same(Recall(run.Output, "Block"), Assert.Single(Recall(run.Output, "User")!.Blocks).Declaration);
    }

    [Fact]
    public void OfAMistakeTheAnalyzerReadsForItself()
    {
        GeneratorRun run = Compile.Run(
            [.. _project, "[Model, Input(\"B\", 8), Linear(2)] public partial class Mistaken { [Relu] static Stage act; }"]);
        Assert.Null(Recall(run.Output, "Mistaken"));
        Assert.NotNull(Recall(run.Output, "Other"));
    }

    [Fact]
    public void AfterAnEditTheAnalyzerReadsForItself()
    {
        GeneratorRun run = Compile.Run(_project);
        Assert.All(_models, name => Assert.Null(Recall(Edit.Replace("Width = 4", "Width = 5").Apply(run.Output), name)));
        Assert.All(_models,
            name => Assert.Null(Recall(run.Output.AddSyntaxTrees(Parse(run, "static class Others { }", "/project/Others.cs")), name)));
        Assert.All(_models, name => Assert.Null(Recall(run.Output.WithOptions(run.Output.Options.WithUsings("System")), name)));
    }

    [Theory]
    [InlineData("static class Others { }", true)]
    [InlineData("partial class Other { int _more; }", false)]
    public void WhatAnotherGeneratorWritesCountsWhereItIsAPartOfTheModel(string source, bool isKnown)
    {
        GeneratorRun run = Compile.Run(_project);
        CSharpCompilation output = run.Output.AddSyntaxTrees(Parse(run, source, "Maker/Maker.Maker/Others.g.cs"));
        Assert.Equal(isKnown, Recall(output, "Other") is not null);
        Assert.NotNull(Recall(output, "Block"));
    }

    private static Declaration? Recall(CSharpCompilation compilation, string name) =>
        DeclarationMemory.Recall(compilation.GetTypeByMetadataName(name)!);

    private static SyntaxTree Parse(GeneratorRun run, string source, string path) =>
        CSharpSyntaxTree.ParseText(source, (CSharpParseOptions)run.Project.SyntaxTrees[0].Options, path,
            cancellationToken: TestContext.Current.CancellationToken);
}
