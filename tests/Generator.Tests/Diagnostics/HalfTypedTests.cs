using System.Linq;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Xunit;

namespace ModelGen.Generator.Tests;

/// <summary>
/// A declaration as an editor sees it between two keystrokes: the compiler says what is missing, nothing of ours is added to it, and the
/// class keeps its surface, so that code elsewhere stays as it is.
/// </summary>
public sealed class HalfTypedTests
{
    [Theory]
    [InlineData("[Linear(]")]
    [InlineData("[Linear(\n")]
    [InlineData("[Linear(\"]")]
    [InlineData("[Linear(\"D]")]
    [InlineData("[Linear(\"\n")]
    [InlineData("[Linear(\"D + \n")]
    [InlineData("[Linear(4\n")]
    [InlineData("[Linear(4,]")]
    [InlineData("[Linear(4,)]")]
    [InlineData("[Linear(,4)]")]
    [InlineData("[Linear(4, Bias =)]")]
    [InlineData("[Linear(4, Bias = fal)]")]
    [InlineData("[Linear(4, Bi)]")]
    [InlineData("[Linear(4, Bi = false)]")]
    [InlineData("[Linear(4), ]", false)]
    [InlineData("[Linear(4), , Relu]")]
    [InlineData("[Linear(4), Re]")]
    [InlineData("[Linear(4), Output(\"B\", 4, Type = DType.Float)]")]
    [InlineData("[Linear(4), Output(\"B\", ]")]
    [InlineData("[Linear(width)]")]
    [InlineData("[Block<>]")]
    [InlineData("[Block<Missing>]")]
    [InlineData("[Block<Missing>(]")]
    [InlineData("[Lin")]
    [InlineData("[")]
    [InlineData("[Linear(Sizes.)]")]
    public Task AChain(string layers, bool isToldByCompiler = true) =>
        Verify($"[Model, Input(\"B\", \"D\")]\n{layers}\npublic partial class Net;", isToldByCompiler);

    [Theory]
    [InlineData("[Linear(4)]")]
    [InlineData("[Linear(4)] Sta")]
    [InlineData("[Linear(4)] Stage")]
    [InlineData("[Linear(4)] Stage y")]
    [InlineData("[Linear(4)] Stage y { get; }")]
    [InlineData("[From(nameof())] Stage y;")]
    [InlineData("[From(nameof()), Linear(4)] Stage y;")]
    [InlineData("[From(nameof(z)), Linear(4)] Stage y;")]
    [InlineData("[From(nameof(x), ), Linear(4)] Stage y;")]
    [InlineData("[From(x), Linear(4)] Stage y;")]
    [InlineData("[Linear(4), Concat(nameof(x), ] Stage y;")]
    [InlineData("[Linear(4)] Stage y, ")]
    [InlineData("[Linear(4)] Stage y; Stage z, ")]
    [InlineData("[Linear(4)] Stage y = ")]
    [InlineData("[Linear(4)] Stage y; Sta")]
    [InlineData("[Linear(4)] Stage y; Stage")]
    [InlineData("[Linear(4)] Stage y; Stage y;")]
    [InlineData("[Linear(4)] Stage y; [Linear(5)] Stage y;")]
    [InlineData("[Linear(4)] Stage y; const int ")]
    [InlineData("[Linear(4)] Stage y; const int N")]
    [InlineData("[Linear(4)] Stage y; const int N = 4, ")]
    [InlineData("[Linear(4)] Stage y; const int N = 4; const int N = 5;")]
    [InlineData("[Linear(4)] Stage y; const int N = 4; const long N = 4;")]
    [InlineData("[Linear(4)] Stage y; event")]
    [InlineData("[Linear(4)] Stage y; event System.Action ")]
    [InlineData("[Linear(4)] Stage y; fixed int")]
    [InlineData("[Linear(4)] Stage y; fixed int ")]
    [InlineData("[Linear(4)] Stage y; int this[")]
    [InlineData("[Linear(4)] Stage y; public int ")]
    [InlineData("[Linear(4)] Stage y; enum ")]
    [InlineData("[Linear(4)] Stage y; class ")]
    [InlineData("[Linear(4)] Stage y; delegate void ")]
    [InlineData("[Linear(4)] Stage y; void (")]
    [InlineData("[Linear(4)] Stage y; [return: Shape(\"B\", 4)] static TorchSharp.torch.Tensor ([Shape(\"B\", 4)] TorchSharp.torch.Tensor ")]
    public Task AStage(string stage) =>
        Verify($"[Model]\npublic partial class Net\n{{\n    [Input(\"B\", 3)] Stage x;\n    {stage}\n}}", isToldByCompiler: true);

    [Fact]
    public Task AnInputWithoutItsSemicolon() =>
        Verify("[Model]\npublic partial class Net\n{\n    [Input(\"B\", 3)] Stage x\n    [Linear(4)] Stage y;\n}", isToldByCompiler: true);

    [Theory]
    [InlineData("[Model] public partial class")]
    [InlineData("[Model] public partial class { [Input(\"B\", 3)] Stage x; [Linear(4)] Stage y; }")]
    [InlineData("[Model] public partial class Net")]
    [InlineData("[Model] public partial class Net {")]
    [InlineData("[Model] public partial class Net { Stage")]
    [InlineData("[Model] public partial class Net { Stage x")]
    [InlineData("[Model] public partial class Net { [Input")]
    [InlineData("[Model] public partial class Net { [Input(\"B\", 3)] Stage x;")]
    [InlineData("[Model, Input(\"B\", 3)] public partial class Net")]
    [InlineData("[Model, Input(\"B\", 3)] public partial class Net<")]
    [InlineData("[Model, Input(\"B\", 3), Linear(4)] public partial class Net<>;")]
    [InlineData("namespace { [Model, Input(\"B\", 3), Linear(4)] public partial class Net; }")]
    [InlineData("partial class { [Model, Input(\"B\", 3), Linear(4)] public partial class Net; }")]
    [InlineData("[Mod\n[Input(\"B\", 3), Linear(4)] public partial class Net;")]
    [InlineData("[Mod]\n[Input(\"B\", 3), Linear(4)] public partial class Net;")]
    [InlineData("[Mod, Input(\"B\", 3), Linear(4)] public partial class Net;")]
    [InlineData("[Mod] public partial class Net { [Input(\"B\", 3)] public Stage? x = null; [Linear(4)] public Stage? y = null; }")]
    [InlineData("public partial class Net { [Input(\"B\", 3)] public Stage? x = null; [Linear(4)] public Stage? y = null;")]
    [InlineData("[Input(\"B\", 3), Linear(4)] public partial class Net {")]
    [InlineData("[Input(\"B\", 3), Linear(4)] public partial class")]
    public async Task AClass(string source)
    {
        var diagnostics = await Diagnostics.Of([source]);
        string text = string.Join('\n', diagnostics.Select(DiagnosticText.WithLine));
        Assert.True(diagnostics.All(diagnostic => diagnostic.Id.StartsWith("CS", System.StringComparison.Ordinal)), text);
        Assert.True(diagnostics.Any(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error), text);
        GeneratorRun run = Compile.Run(source);
        Assert.All(run.Driver.GetRunResult().GeneratedTrees,
            tree => Assert.Empty(tree.GetDiagnostics(TestContext.Current.CancellationToken)));
    }

    [Theory]
    [InlineData("[Model] public class Bad { Stage")]
    [InlineData("[Model] public class Bad { Stage }")]
    [InlineData("[Model] public class Bad {")]
    public async Task OneMessageForAClassThatIsBegun(string source) => Assert.Equal(
        ["MG0001"],
        (await Diagnostics.Of([source]))
            .Select(diagnostic => diagnostic.Id).Where(id => !id.StartsWith("CS", System.StringComparison.Ordinal)));

    private static async Task Verify(string source, bool isToldByCompiler)
    {
        var diagnostics = await Diagnostics.Of([source]);
        string text = string.Join('\n', diagnostics.Select(DiagnosticText.WithLine));
        Assert.True(diagnostics.All(diagnostic => diagnostic.Id.StartsWith("CS", System.StringComparison.Ordinal)), text);
        Assert.True(isToldByCompiler == diagnostics.Any(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error), text);

        string surface = Compile.Run(source).Sources["Net.g.cs"];
        Assert.Contains("public Net(", surface, System.StringComparison.Ordinal);
        Assert.Contains("forward(", surface, System.StringComparison.Ordinal);
    }
}
