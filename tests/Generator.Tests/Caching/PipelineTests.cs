using System.Linq;
using Microsoft.CodeAnalysis;
using Xunit;

namespace ModelGen.Generator.Tests;

/// <summary>What an edit makes the generator compute again, by the names of its steps.</summary>
public sealed class PipelineTests
{
    private const string _block = """
        [Model, Input("B", "D")]
        public partial class Block
        {
            [Linear("2*D"), Relu, Linear("D"), Residual] Stage inner;
        }
        """;

    private const string _user = """
        [Model, Input("B", 8)]
        [Block<Block>(3), Linear(2)]
        public partial class User
        {
            /// <summary>Theirs.</summary>
            public int Answer() { return 42; }
        }
        """;

    private const string _other = "[Model, Input(\"B\", 3), Linear(2)] public partial class Other;";

    private const string _mistaken = "[Model, Input(\"B\", 3), Linear(2), Residual] public partial class Mistaken;";

    private static readonly string[] _project = [_user, _block, _other, _mistaken];

    public static TheoryData<string> HarmlessEdits => ["a comment", "whitespace", "a method's body", "a new class", "an unrelated file",
        "two blank lines above the class", "another member", "a using", "documentation"];

    [Theory]
    [MemberData(nameof(HarmlessEdits))]
    public void ComputesNothingAfterParse(string edit) =>
        Incremental.Run([.. _project, "class Unrelated { int _value = 1; }"], Harmless(edit))
            .AssertNothingRecomputedAfter(TrackingNames.Parse);

    [Fact]
    public void OneModelsEditPlansThatModelAlone() =>
        AssertPlans(
            Incremental.Run(_project, Edit.Replace("[Block<Block>(3), Linear(2)]", "[Block<Block>(3), Linear(5)]")), modified: 1, "User");

    [Fact]
    public void ABlocksEditPlansItsUsers() =>
        AssertPlans(Incremental.Run(_project, Edit.Replace("Linear(\"2*D\")", "Linear(\"4*D\")")), modified: 2, "Block", "User");

    [Fact]
    public void AnEditOfAnAdaptedModelPlansItsUsers()
    {
        const string Adapted = "[Lora<User>(1, Targets = new[] { \"linear\" })] public partial class Adapted;";
        AssertPlans(Incremental.Run([.. _project, Adapted], Edit.Replace("[Block<Block>(3), Linear(2)]", "[Block<Block>(3), Linear(5)]")),
            modified: 2, "User", "Adapted");
        AssertPlans(Incremental.Run([.. _project, Adapted], Edit.Replace("Linear(\"2*D\")", "Linear(\"4*D\")")), modified: 3,
            "Block", "User", "Adapted");
        Incremental.Run([.. _project, Adapted], Edit.Prepend("// A comment.")).AssertNothingRecomputedAfter(TrackingNames.Parse);
        PipelineValues.AssertSelfContained(Compile.Run([.. _project, Adapted]).Driver);
    }

    [Fact]
    public void ARebuiltModelPlansWhatAdaptsIt()
    {
        MetadataReference old = Compile.Library("namespace Parts; [Model, Input(\"B\", \"D\"), Linear(\"D\")] public partial class Part;");
        MetadataReference @new = Compile.Library(
            "namespace Parts; [Model, Input(\"B\", \"D\"), Linear(\"D\"), Linear(\"hidden\")] public partial class Part;");
        Incremental run = Incremental.Run(
            ["[Lora<Parts.Part>(2, Targets = new[] { \"linear\" })] public partial class Adapted;", _other],
            new CompileOptions { References = [old] },
            Edit.Rebuild(old, @new));
        AssertPlans(run, modified: 1, "Adapted");
        Assert.Contains("long hidden", run.After.Sources["Adapted.g.cs"], System.StringComparison.Ordinal);
    }

    [Fact]
    public void ABlocksConstantPlansItsUsers()
    {
        string block = _block.Replace("Linear(\"2*D\")", "Linear(\"2*D\"), Linear(\"Width\")")
            .Replace("{\n", "{\n    const int Width = 8;\n");
        AssertPlans(Incremental.Run([_user, block], Edit.Replace("Width = 8", "Width = 9")), modified: 2, "Block", "User");
    }

    [Fact]
    public void ARebuiltBlockPlansItsUsers()
    {
        MetadataReference old = Compile.Library("namespace Parts; [Model, Input(\"B\", \"D\"), Linear(\"D\")] public partial class Part;");
        MetadataReference @new = Compile.Library(
            "namespace Parts; [Model, Input(\"B\", \"D\"), Linear(\"D\"), Linear(\"hidden\")] public partial class Part;");
        Incremental run = Incremental.Run(
            ["[Model, Input(\"B\", 8), Block<Parts.Part>] public partial class User;", _other],
            new CompileOptions { References = [old] },
            Edit.Rebuild(old, @new));
        AssertPlans(run, modified: 1, "User");
        Assert.Contains("long hidden", run.After.Sources["User.g.cs"], System.StringComparison.Ordinal);
    }

    [Fact]
    public void AMovedMistakeRegeneratesNothing() =>
        Incremental.Run(_project,
            Edit.Replace("[Model, Input(\"B\", 3), Linear(2), Residual]", "\n\n[Model, Input(\"B\", 3), Linear(2),\n Residual]"))
            .AssertNothingRecomputedAfter(TrackingNames.Parse);

    [Fact]
    public void AnotherWordingOfAMistakeRegeneratesNothing() =>
        Incremental.Run(
            "[Model, Input(\"B\", 3), Linear(2), Residual] public partial class Mistaken { [From(\"near\")] Stage a; }",
            Edit.Replace("\"near\"", "\"n\" + \"ear\""))
            .AssertNothingRecomputedAfter(TrackingNames.Parse);

    [Fact]
    public void ABlockGainsItsStepWithTheFirstModelThatIsDecoded()
    {
        const string Layer = "[Model, Input(\"B\", \"T\", \"D\"), MultiHeadAttention(2, Causal = true)] public partial class Layer;";
        const string Writer = "[Model, Input(\"B\", \"T\", Type = DType.Int64), Embedding(9, 8), Block<Layer>(2), "
            + "Linear(9)] public partial class Writer;";
        Incremental run = Incremental.Run([Layer, Writer, _other], Edit.Replace("Linear(9)]", "Linear(9), Autoregressive]"));
        AssertPlans(run, modified: 2, "Layer", "Writer");
        Assert.DoesNotContain("Step(", run.Before.Sources["Layer.g.cs"], System.StringComparison.Ordinal);
        Assert.Contains("Step(", run.After.Sources["Layer.g.cs"], System.StringComparison.Ordinal);

        // A second one changes nothing in it.
        run = Incremental.Run([Layer, Writer.Replace("Linear(9)]", "Linear(9), Autoregressive]"), _other],
            Edit.Add(Writer.Replace("Linear(9)]", "Autoregressive]").Replace("Writer", "Second")));
        Assert.DoesNotContain(IncrementalStepRunReason.Modified, run.Reasons(TrackingNames.Write));
    }

    [Fact]
    public void ANewModelLeavesTheOthersAlone()
    {
        Incremental run = Incremental.Run(_project, Edit.Add("[Model, Input(\"B\", 3), Linear(4)] public partial class Added;"));
        Assert.Single(run.Reasons(TrackingNames.Write), IncrementalStepRunReason.New);
        Assert.DoesNotContain(IncrementalStepRunReason.Modified, run.Reasons(TrackingNames.Write));
    }

    [Fact]
    public void ARemovedModelLeavesTheOthersAlone()
    {
        Incremental run = Incremental.Run(_project, Edit.Remove(3));
        Assert.Single(run.Reasons(TrackingNames.Write), IncrementalStepRunReason.Removed);
        Assert.DoesNotContain(IncrementalStepRunReason.Modified, run.Reasons(TrackingNames.Write));
        Assert.Equal(["Block.g.cs", "Other.g.cs", "User.g.cs"], run.After.Sources.Keys.Order());
    }

    [Fact]
    public void NoValueHoldsACompilation()
    {
        PipelineValues.AssertSelfContained(Compile.Run(_project).Driver);
        PipelineValues.AssertSelfContained(Compile.Run("""
            namespace N;
            public partial class Outer<T>
            {
                [Model, CrossEntropyLoss]
                [Dim("D", Default = 8, MultipleOf = "heads")]
                public partial class Net
                {
                    const int Classes = 3;
                    [Input("B", "T", "D")] Stage x;
                    [Input("B", "S", Type = DType.Bool, Optional = true)] Stage padding;
                    [From(nameof(x)), MultiHeadAttention("heads", KeyPaddingMask = nameof(padding)), Dropout, Residual, LayerNorm] Stage attended;
                    [Lstm(4), Linear(Classes)] Stage logits;
                }
            }
            """).Driver);
    }

    private static Edit Harmless(string edit) => edit switch
    {
        "a comment" => Edit.Replace("Linear(2)]\npublic partial class User", "Linear(2)] // two classes\npublic partial class User"),
        "whitespace" => Edit.Replace("[Block<Block>(3), Linear(2)]", "[  Block<Block>( 3 ),\n   Linear(2)  ]"),
        "a method's body" => Edit.Replace("return 42;", "return 6 * 7;"),
        "a new class" => Edit.Add("class New { [System.Obsolete] int _x; }"),
        "an unrelated file" => Edit.Replace("_value = 1", "_value = 2"),
        "two blank lines above the class" => Edit.Prepend("\n"),
        "another member" => Edit.Replace("return 42; }", "return 42; }\n/// <summary>Theirs.</summary>\npublic int Question => 0;"),
        "a using" => Edit.Prepend("using System.Linq;"),
        _ => Edit.Prepend("/// <summary>A user of blocks.</summary>"),
    };

    private static void AssertPlans(Incremental run, int modified, params string[] models)
    {
        System.Collections.Generic.List<IncrementalStepRunReason> plans = [.. run.Reasons(TrackingNames.Write)];
        Assert.True(plans.FindAll(reason => reason is IncrementalStepRunReason.Modified).Count == modified, run.Describe());
        Assert.True(plans.FindAll(reason => reason is IncrementalStepRunReason.Cached).Count == plans.Count - modified, run.Describe());
        foreach ((string hint, string text) in run.After.Sources)
        {
            bool changed = System.Array.Exists(models, model => hint == model + ".g.cs");
            Assert.True(changed == (run.Before.Sources[hint] != text), hint);
        }
    }
}
