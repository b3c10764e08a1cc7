using System;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Xunit;

namespace ModelGen.Generator.Tests;

/// <summary>
/// While a declaration is half typed, its class keeps the members that the last whole declaration gave it, so that code in other files
/// stays free of errors. A build from scratch knows no earlier declaration and writes what can be read.
/// </summary>
public sealed class LastSurfaceTests
{
    private const string Model = """
        [Model, CrossEntropyLoss]
        [Input("B", "T", "D")]
        [Input("B", "T", Type = DType.Bool, Name = "mask", Optional = true)]
        [MultiHeadAttention("heads", KeyPaddingMask = "mask"), LayerNorm]
        [Dropout("rate"), Linear("classes"), Permute(0, 2, 1)]
        [Setting("rate", Default = 0.1)]
        public partial class Net;
        """;

    private const string Stages = """
        [Model]
        public partial class Stages
        {
            [Input("B", "D")] Stage x;
            [Input("B", "E")] Stage y;
            [From(nameof(x)), Linear("h"), Relu] Stage a;
            [From(nameof(y)), Linear("h")] Stage b;
            [From(nameof(a), nameof(b)), Concat, Linear("classes")] Stage c;
        }
        """;

    private const string User = """
        [Model, Input("B", "T", "D")]
        [Block<Net>(With = "heads = 4, classes = 5"), Select(Axis = 2, Index = 0)]
        public partial class UserNet;
        """;

    private const string Program = """
        using TorchSharp;
        static class Program
        {
            static torch.Tensor Run(torch.Tensor x, torch.Tensor mask)
            {
                using var net = new Net(D: 8, heads: 2, classes: 3, rate: 0.2);
                using var stages = new Stages(D: 1, h: 2, E: 3, classes: 4);
                using var user = new UserNet(D: 8);
                _ = stages.call(x, x);
                _ = user.call(x);
                _ = net.call(x);
                return net.Loss(x, mask, net.forward(x, mask));
            }
        }
        """;

    private static readonly string[] _project = [Model, Stages, User, Program];

    [Theory]
    [InlineData("Linear(\"classes\"), Permute(0, 2, 1)]", "Linear(")]
    [InlineData("Linear(\"classes\"), Permute(0, 2, 1)]", "Linear(]")]
    [InlineData("Linear(\"classes\"), Permute(0, 2, 1)]", "Linear(\"classes\", Bias = ), Permute(0, 2, 1)]")]
    [InlineData("Linear(\"classes\"), Permute(0, 2, 1)]", "Linear(\"cla")]
    [InlineData("Linear(\"classes\"), Permute(0, 2, 1)]", "Lin")]
    [InlineData("[Input(\"B\", \"T\", \"D\")]\n[Input(\"B\", \"T\", Type = DType.Bool, Name = \"mask\", Optional = true)]", "", "MG0007, MG0002")]
    [InlineData("[Input(\"B\", \"T\", \"D\")]\n", "", "MG0017")]
    [InlineData("[Input(\"B\", \"T\", Type = DType.Bool, Name = \"mask\", Optional = true)]", "[Input(\"B\", ")]
    [InlineData("[MultiHeadAttention(\"heads\", KeyPaddingMask = \"mask\"), LayerNorm]\n[Dropout(\"rate\"), Linear(\"classes\"), Permute(0, 2, 1)]", "", "MG0003")]
    [InlineData("public partial class Net;", "public partial class Net {")]
    [InlineData("public partial class Net;", "public partial class Net")]
    [InlineData("public partial class Net;", "public partial class Net { Stage }")]
    [InlineData("[Setting(\"rate\", Default = 0.1)]", "[Setting(\"rate\", Default = 0.1, )]")]
    [InlineData("[Setting(\"rate\", Default = 0.1)]", "[Setting(\"rate\", Default = 0.")]
    [InlineData("[From(nameof(x)), Linear(\"h\"), Relu] Stage a;", "[From(nameof(x)), Linear(\"h\"), Rel] Stage a;")]
    [InlineData("[From(nameof(x)), Linear(\"h\"), Relu] Stage a;", "[From(nameof(x)), Linear(\"h\"), Relu] Sta")]
    [InlineData("[From(nameof(x)), Linear(\"h\"), Relu] Stage a;", "[From(nameof(")]
    [InlineData("[From(nameof(x)), Linear(\"h\"), Relu] Stage a;", "")]
    [InlineData("[Input(\"B\", \"E\")] Stage y;", "[Input(\"B\", \"E\"] Stage y;")]
    [InlineData("[Input(\"B\", \"E\")] Stage y;", "[Input(\"B\", ")]
    [InlineData("[From(nameof(a), nameof(b)), Concat, Linear(\"classes\")] Stage c;", "[From(nameof(a), nameof(b)), Concat, Linear(")]
    public async Task UsersInOtherFilesStayFreeOfErrors(string old, string @new, string? reported = null)
    {
        GeneratorRun before = Compile.Run(_project);
        Assert.Empty(Errors(before));
        Edit edit = Edit.Replace(old, @new);
        GeneratorRun during = before.Continue(edit.Apply(before.Project));

        // The class itself may have errors; neither other files nor what is generated may.
        Assert.Empty(Errors(during).Where(diagnostic => diagnostic.Location.SourceTree?.FilePath is not (Compile.Folder
            + "Model.cs" or Compile.Folder + "Model2.cs")).Select(DiagnosticText.WithLine));
        Assert.Contains(during.Sources, source => source.Value.Contains("has errors", StringComparison.Ordinal));
        PipelineValues.AssertSelfContained(during.Driver);

        // What the analyzer reports does not depend on the past.
        var diagnostics = await during.Output.WithAnalyzers([new ModelAnalyzer()])
            .GetAllDiagnosticsAsync(TestContext.Current.CancellationToken);
        string ours = string.Join(", ", diagnostics.Where(diagnostic => diagnostic.Severity > DiagnosticSeverity.Info
            && diagnostic.Id.StartsWith("MG", StringComparison.Ordinal)).Select(diagnostic => diagnostic.Id));
        Assert.Equal(reported ?? "", ours);

        // Another edit elsewhere changes nothing, and with the repair everything is as before.
        GeneratorRun meanwhile = during.Continue(Edit.Add("class Elsewhere;").Apply(during.Project));
        Assert.Equal(during.Sources, meanwhile.Sources);
        GeneratorRun after = during.Continue(before.Project);
        Assert.Equal(before.Sources, after.Sources);
    }

    [Fact]
    public void ABuildFromScratchDependsOnTheTextAlone()
    {
        GeneratorRun before = Compile.Run(_project);
        var edited = Edit.Replace("Linear(\"classes\"), Permute(0, 2, 1)]", "Linear(").Apply(before.Project);
        before.Continue(edited);
        GeneratorRun first = Compile.Run(edited);
        Assert.Equal(Compile.Run([.. edited.SyntaxTrees.Skip(1).Select(tree => tree.ToString())]).Sources, first.Sources);
        Assert.DoesNotContain("long classes", first.Sources["Net.g.cs"], StringComparison.Ordinal);
    }

    [Fact]
    public void TheLastWholeDeclarationCounts()
    {
        GeneratorRun run = Compile.Run(_project);
        run = run.Continue(Edit.Replace("Linear(\"classes\"), Permute", "Linear(\"width\"), Permute").Apply(run.Project));
        run = run.Continue(Edit.Replace("Linear(\"width\")", "Linear(\"width\", ").Apply(run.Project));
        Assert.Contains("long width", run.Sources["Net.g.cs"], StringComparison.Ordinal);
        Assert.DoesNotContain("long classes", run.Sources["Net.g.cs"], StringComparison.Ordinal);
    }

    // A partial method needs its declaration, and a half-typed class may be given one.
    [Fact]
    public void OtherMembersAreThoseOfTheClassAsItIsNow()
    {
        const string Whole = "[Model, Input(\"B\", 8), Linear(4)] public partial class Net { }";
        GeneratorRun run = Compile.Run(Whole);
        run = run.Continue(Edit.Replace("{ }",
            "{ partial void Initialize(TorchSharp.torch.Device device, TorchSharp.torch.ScalarType dtype) { } }").Apply(run.Project));
        Assert.Empty(Errors(run));
        run = run.Continue(Edit.Replace("Linear(4)", "Lin").Apply(run.Project));
        Assert.All(Errors(run), error => Assert.Equal("CS0246", error.Id));
        GeneratorRun half = Compile.Run(Whole).Continue(run.Project);
        Assert.All(Errors(half), error => Assert.Equal("CS0246", error.Id));
        Assert.Contains(
            "partial void Initialize(global::TorchSharp.torch.Device device", half.Sources["Net.g.cs"], StringComparison.Ordinal);
    }

    private static Diagnostic[] Errors(GeneratorRun run) =>
        [.. run.Output.GetDiagnostics(TestContext.Current.CancellationToken)
            .Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)];
}
