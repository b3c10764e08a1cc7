using System.Linq;
using System.Threading.Tasks;
using Xunit;

namespace ModelGen.Generator.Tests;

/// <summary>What the fuzzers found, made small.</summary>
public sealed class FuzzedTests
{
    [Theory]
    [InlineData("[Model, Input(\"B\", 8), Linear(8)] public partial class Net { } [Model] public partial class Net { }")]
    [InlineData("[Model, Input(\"B\", 8), Linear(8)] public class Net { } [Model, Input(\"B\", 4), Linear(2)] public partial class Net { }")]
    public void AClassIsGeneratedOnce(string source) => Assert.True(Compile.Run(source).Sources.Count < 2);

    [Theory]
    [InlineData("[Model, Input(\"B\", 8), Linear(8), Cast(DType.Float)] public partial class Net { }")]
    [InlineData("[Model] public partial class Net { [Input(\"B\", \"class\")] Stage x; [Input(\"B\", \"class\")] Stage @class; [From(nameof(x)), Add(nameof(@class)), Mean(Axis = 1, KeepDim = true), Expand(-1, \"class\")] [Output] Stage y; }")]
    [InlineData("[Model, Dim(\"T\", MultipleOf = \"hidden\"), Dim(\"hidden\", Min = 16, MultipleOf = \"heads\"), Input(\"B\", \"T\"), Softmax] public partial class Net { }")]
    [InlineData("[Model, Input(\"B\", \"T\", 8), Pad(1, Value = double.NegativeInfinity)] public partial class Net { }")]
    [InlineData("[Model, Input(\"B\", \"T\", 8), Pad(1, Value = double.NaN)] public partial class Net { }")]
    [InlineData("[Model, Input(\"B\", 8), Add(\"x\", nameof(Architecture), When = false), Linear(8)] public partial class Net { }")]
    public void IsAModel(string source) => Assert.DoesNotContain("has errors", Generated(source));

    [Theory]
    [InlineData("[Model, Input(\"B\", 8), Add(nameof(training))] public partial class Net { }")]
    [InlineData("[Model, Input(\"B\", 8), Add(nameof(Stage))] public partial class Net { }")]
    [InlineData("[Model, Input(\"B\", 8), Add(nameof(T))] public partial class Net<T> { }")]
    public async Task ANameThatIsNoStageIsReported(string source) =>
        Assert.Equal("MG0007", Assert.Single(await Diagnostics.Of([source]),
            diagnostic => diagnostic.Severity == Microsoft.CodeAnalysis.DiagnosticSeverity.Error).Id);

    [Theory]
    [InlineData("[Model, Input(\"B\", \"D\"), GatedFeedForward(\"D/2\")] public partial class Net { }", "GatedFeedForward(\\\"D/2\\\") needs hidden of at least 1\", \"choose D so that D/2 is at least 1\", \"D/2\", D / 2")]
    [InlineData("[Model, Input(\"B\", \"C\", \"N\", \"H\", \"W\"), AvgPool(3, CeilMode = true, Padding = 1)] public partial class Net { }", "AvgPool(3, CeilMode = true, Padding = 1) needs at least 3 along depth")]
    public void IsCheckedAtRunTime(string source, string message) => Assert.Contains(message, Generated(source));

    [Fact]
    public Task AFactOfAnUnusedSymbolIsNoCheck() => Diagnostics.Verify(
        """
        [Model, Dim({|MG0201:"unused"|}, MultipleOf = "T")]
        [Input("B", "T", 4), Linear(4)]
        public partial class Net;
        """);

    [Fact]
    public Task AveragesInThreeDimensionsCoverTheKernel() => Diagnostics.Verify(
        """
        [Model, Input("B", "C", 1, 3, 3)]
        [{|MG0104:AvgPool(3, CeilMode = true)|}]
        public partial class Net;
        """);

    private static string Generated(string source)
    {
        GeneratorRun run = Compile.Run(source);
        run.AssertCompilesWithoutWarnings();
        return run.Sources.Single().Value;
    }
}
