using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;
using ModelGen.Generator;
using ModelGen.Generator.Repairs;
using ModelGen.Generator.Tests;

namespace ModelGen.Benchmarks;

/// <summary>A user's project of 1,000 models, or another number, in a file each, and one file without a model.</summary>
internal sealed class LargeProject
{
    /// <summary>How many models there are.</summary>
    public const int Models = 1000;

    private const string Unrelated = "internal static class Unrelated\n{\n    public static int Answer() => 42;\n}\n";

    private readonly CSharpCompilation _empty;
    private readonly SyntaxTree[] _trees;

    private LargeProject(IEnumerable<string> files)
    {
        CSharpParseOptions parse = new(LanguageVersion.CSharp12, DocumentationMode.Parse);

        // On one thread, so that what the compiler takes can be compared with what the generator takes, which has one.
        _empty = CSharpCompilation.Create("Large", references: References.All, options:
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable,
                optimizationLevel: OptimizationLevel.Release, concurrentBuild: false));
        _trees = [.. files.Append(Unrelated).Select((file, i) =>
            CSharpSyntaxTree.ParseText(SourceText.From(file, System.Text.Encoding.UTF8), parse, $"/large/File{i}.cs"))];

        // References are bound once, as in a compiler server.
        _empty.GetTypeByMetadataName("TorchSharp.torch");
    }

    /// <summary>Copies of the zoo.</summary>
    public static LargeProject Zoo(int models = Models) => new(ZooProject.Files(models));

    /// <summary>Half of them use one block, the others are the zoo's.</summary>
    public static LargeProject OneBlock() => new([.. ZooProject.UsersOfOneBlock(Models / 2), .. ZooProject.Files((Models / 2) - 1)]);

    /// <summary>A compilation of the files in which nothing is bound but the references.</summary>
    public CSharpCompilation Fresh() => _empty.AddSyntaxTrees(_trees);

    /// <summary>As <see cref="Fresh()"/>, with these files in place of the project's.</summary>
    public CSharpCompilation Fresh(IEnumerable<SyntaxTree> trees) => _empty.AddSyntaxTrees(trees);

    /// <summary>A driver that has run nothing.</summary>
    public GeneratorDriver Driver() =>
        CSharpGeneratorDriver.Create([new ModelGenerator().AsSourceGenerator()], parseOptions: (CSharpParseOptions)_trees[0].Options);

    /// <summary>The compilation after one change of one file: the first that has the text.</summary>
    public static CSharpCompilation Edit(CSharpCompilation compilation, string old, string @new)
    {
        SyntaxTree tree = compilation.SyntaxTrees.First(tree => tree.ToString().Contains(old, StringComparison.Ordinal));
        int start = tree.ToString().IndexOf(old, StringComparison.Ordinal);
        return compilation.ReplaceSyntaxTree(tree,
            tree.WithChangedText(tree.GetText().WithChanges(new TextChange(new TextSpan(start, old.Length), @new))));
    }
}
