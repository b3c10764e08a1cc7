using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;
using ModelGen.Generator.Declarations;
using Xunit;

namespace ModelGen.Generator.Tests;

/// <summary>
/// What the generator remembers of a project must never show: after each of hundreds of edits, its files are those of a generator without
/// caches that saw the same edits, and those of one that sees the project for the first time. The second comparison has a deliberate
/// exception: a class whose declaration is half typed keeps its last members.
/// </summary>
public sealed class EditedProjectTests
{
    private const int _edits = 150;

    // Every file may have one of its wordings at a time; an empty one is no file. What a wording changes, others read: attributes,
    // constants, names, bases, parts.
    private static readonly string[][] _files =
    [
        [
            "[Model, Input(\"B\", 8), Linear(4)] public partial class Plain;",
            "[Model, Input(\"B\", 8), Linear(5)] public partial class Plain;",
            "[Input(\"B\", 8), Linear(4)] public partial class Plain;",
            "// moved\n\n[Model, Input(\"B\", 8), Linear(4)] public partial class Plain { void Body() { int x = 1; } }"
        ],
        [
            "[Model, Input(\"B\", 8), Linear(Sizes.Width)] public partial class Sized;",
            "[Model, Input(\"B\", 8), Linear(Sizes.Width + 1)] public partial class Sized { int Answer() => 41; }",
            "[Model, Input(\"B\", 8), Linear(Sizes.Width + 1)] public partial class Sized { int Answer() => 42; }"
        ],
        [
            "static class Sizes { public const int Width = Base.Least * 2; }",
            "static class Sizes { public const int Width = 7; }",
            "static class Sizes { [System.Obsolete] public const int Width = Base.Least * 2; static int F() { return 3; } }",
            "static class Sizes { public static readonly int Width = 7; }",
            ""
        ],
        ["static class Base { public const int Least = 3; }", "static class Base { public const int Least = 4; static int F() { const int "
            + "Least = 5; return Least; } }", "static class Base { public const int Least = 4; static int F() => 1; }"],
        [
            "[Model, Input(\"B\", \"D\"), Linear(\"2*D\"), Relu, Linear(\"D\")] public partial class Block;",
            "[Model, Input(\"B\", \"D\"), Linear(\"3*D\"), Relu, Linear(\"D\")] public partial class Block;",
            "[Input(\"B\", \"D\"), Linear(\"D\")] public partial class Block;",
            "[Model, Input(\"B\", \"D\"), Linear(\"D\")] public class Block;",
            "[Model, Input(\"B\", \"D\"), Block<User>] public partial class Block;",
            ""
        ],
        [
            "[Model, Input(\"B\", \"D\"), Block<Block>(2), Residual] public partial class Outer;",
            "[Model, Input(\"B\", \"D\"), Block<Block>(3)] public partial class Outer;",
            "[Model, Input(\"B\", \"D\"), Block<Block>(2), Linear(4)] public partial class Outer;"
        ],
        [
            "[Model, Input(\"B\", 8), Block<Outer>, Linear(3)] public partial class User;",
            "[Model, Input(\"B\", 8), Block<Outer>, Linear(3)] public partial class User { int _outer; }",
            "[Model, Input(\"B\", 8), Block<Block>, Linear(2)] public partial class User;"
        ],
        [
            "[M.Model, M.Input(\"B\", 8), M.Linear(3)] public partial class Qualified;",
            "[ModelGen.Model, global::ModelGen.Input(\"B\", 8), global::ModelGen.LinearAttribute(3)] public partial class Qualified;",
            "[ModelGen.ModelAttribute, Input(\"B\", 8), Linear(2)] public partial class Qualified;"
        ],
        ["global using M = ModelGen;", "global using M = System;", "global using M = ModelGen; "
            + "global using Net = ModelGen.ModelAttribute;", ""],
        ["[Net, Input(\"B\", 8), Linear(3)] public partial class Aliased;", "using Net = ModelGen.ModelAttribute;\n[Net, Input(\"B\", 8), "
            + "Linear(4)] public partial class Aliased;", "using NetAttribute = ModelGen.ModelAttribute;\n[Net, Input(\"B\", 8), "
                + "Linear(5)] public partial class Aliased;", "namespace N { using Net = System.ObsoleteAttribute; "
                    + "[Net, Input(\"B\", 8), Linear(4)] public partial class Aliased; }", "namespace N { using Net = "
            + "ModelGen.ModelAttribute; "
            + "[Net, Input(\"B\", 8), Linear(4)] public partial class Aliased; }"],
        ["[Model] public partial class Parts;", "public partial class Parts;", "[Model, Input(\"B\", 8)] public partial class Parts;",
            "[System.Serializable] public partial class Parts;", ""],
        [
            "[Input(\"B\", 8), Linear(3)] public partial class Parts;",
            "[Model, Input(\"B\", 8), Linear(3)] public partial class Parts;",
            "[Model, Input(\"B\", 8)] public partial class Parts { [Linear(3)] Stage a; }",
            "public partial class Parts { [Input(\"B\", 4)] Stage x; [Linear(3)] Stage a; }"
        ],
        [
            "public partial class Container { [Model, Input(\"B\", 8), Linear(3)] public partial class Nested; }",
            "public class Container { [Model, Input(\"B\", 8), Linear(3)] public partial class Nested; }",
            "public partial class Container<T> { [Model, Input(\"B\", 8), Linear(3)] public partial class Nested; }",
            "[Model, Input(\"B\", 8), Linear(9)] public partial class Container { [Model, Input(\"B\", 8), "
                + "Linear(3)] public partial class Nested; }"
        ],
        ["[Model, Input(\"B\", 8), Module<Custom>] public partial class Escapes;", "[Model, Input(\"B\", 8), Module<Custom>, "
            + "Linear(2)] public partial class Escapes;"],
        [
            "public class Custom : TorchSharp.torch.nn.Module<TorchSharp.torch.Tensor, TorchSharp.torch.Tensor> { public Custom() : "
                + "base(\"\") { } public override TorchSharp.torch.Tensor forward(TorchSharp.torch.Tensor x) => x; }",
            "public class Custom : Middle { public Custom(int x) { } }",
            "public class Custom : Middle { public Custom(int x = 3) { } }",
            "public class Custom : Middle { public Custom([System.Runtime.InteropServices.Optional] int x) { } }",
            "[Model] public class Custom : Middle { }"
        ],
        [
            "public class Middle : TorchSharp.torch.nn.Module<TorchSharp.torch.Tensor, TorchSharp.torch.Tensor> { public Middle() : "
                + "base(\"\") { } public override TorchSharp.torch.Tensor forward(TorchSharp.torch.Tensor x) => x; }",
            "public class Middle : System.Object { public Middle() { } }",
            "public class Middle : TorchSharp.torch.nn.Module<TorchSharp.torch.Tensor, TorchSharp.torch.Tensor> { public Middle() : "
                + "base(\"other\") { } public override TorchSharp.torch.Tensor forward(TorchSharp.torch.Tensor x) { return x; } }"
        ],
        [
            "class Unrelated { int _value = 1; }",
            "class Unrelated { int _value = 2; }",
            "class Unrelated { int F() => 1; }",
            "class Unrelated { int F() => 2; }",
            "class Unrelated { class Stage; }",
            "class Stage;",
            "namespace ModelGen { class Own; }",
            "class ModelAttribute : System.Attribute;",
            "class Unrelated { int F() => 2",
            "#if DEBUG\nclass ModelAttribute : System.Attribute;\n#endif"
        ],
    ];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void WritesWhatAFirstRunWrites(int seed)
    {
        Random random = new(seed);
        int[] wordings = new int[_files.Length];
        string[] firstWordings = [.. _files.Select(wordings => wordings[0])];
        GeneratorRun run = Compile.Run(firstWordings);
        GeneratorRun uncached = Compile.Run(firstWordings, CachesTests.WithoutCaches);
        CSharpParseOptions parse = (CSharpParseOptions)run.Project.SyntaxTrees[0].Options;
        int provisionalFiles = 0;
        for (int edit = 0; edit < _edits; edit++)
        {
            // Sometimes several files at once, as a rename does it.
            CSharpCompilation project = run.Project;
            List<string> history = [];
            for (int count = random.Next(6) == 0 ? 3 : 1; count > 0; count--)
            {
                int file = random.Next(_files.Length);
                string text = _files[file][wordings[file] = random.Next(_files[file].Length)];
                history.Add(text);
                project = Reword(project, Compile.FileName(file), text, parse);
            }

            (run, uncached) = (run.Continue(project), uncached.Continue(project));
            string where = $"Edit {edit} of seed {seed}:\n{string.Join('\n', history)}";
            AssertSame(uncached, run, except: [], $"{where}\nThe caches change what is written.");

            HashSet<string> provisional = ProvisionalFiles(run);
            provisionalFiles += provisional.Count;
            AssertSame(Compile.Run(project, CachesTests.WithoutCaches), run, provisional, $"{where}\nA first run writes something else.");
            Assert.All(provisional,
                file => Assert.Contains("has errors; see its MG diagnostics", run.Sources[file], StringComparison.Ordinal));
        }

        Assert.True(provisionalFiles > 0, "No declaration was half typed.");
    }

    private static void AssertSame(GeneratorRun expected, GeneratorRun actual, HashSet<string> except, string where)
    {
        Assert.Equal(expected.Sources.Keys.Order(), actual.Sources.Keys.Order());
        string difference = string.Join('\n', expected.Sources
            .Where(source => !except.Contains(source.Key) && actual.Sources[source.Key] != source.Value)
            .Select(source => $"- {source.Key}\n{source.Value}\n+ {source.Key}\n{actual.Sources[source.Key]}"));
        Assert.True(difference.Length == 0, $"{where}\n{difference}");
    }

    // A declaration that is half typed keeps the members of the last whole one, which only throw, so that its users compile while the
    // author types; a first run knows no earlier declaration. Both fail to build, so the difference never reaches an assembly.
    private static HashSet<string> ProvisionalFiles(GeneratorRun run) =>
        [.. run.Driver.GetRunResult().Results.Single().TrackedSteps[TrackingNames.Parse]
            .SelectMany(step => step.Outputs)
            .Select(output => (Declaration)output.Value)
            .Where(declaration => declaration.IsProvisional)
            .Select(declaration => $"{declaration.Type.HintName}.g.cs")];

    private static CSharpCompilation Reword(CSharpCompilation project, string name, string text, CSharpParseOptions parse)
    {
        var tree = project.SyntaxTrees.SingleOrDefault(tree => tree.FilePath == Compile.Folder + name);
        return (tree, text) switch
        {
            (null, "") => project,
            (null, _) => project.AddSyntaxTrees(Compile.Parse(text, name, parse)),
            (_, "") => project.RemoveSyntaxTrees(tree),
            _ => project.ReplaceSyntaxTree(tree, tree.WithChangedText(SourceText.From(text, System.Text.Encoding.UTF8))),
        };
    }
}
