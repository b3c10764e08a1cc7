using System.Threading.Tasks;
using Xunit;

namespace ModelGen.Ide.Tests.Fixes;

/// <summary>What fits by chance, or in another sense than was meant, is written as it was meant.</summary>
public sealed class MeantFixTests
{
    [Fact]
    public Task TheOtherMatrixIsTransposed() => CodeFix.Verify(
        "MG0215",
        "Add TransposeOther = true",
        """
        [Model]
        public partial class Net
        {
            [Input("B", "T", 8)] Stage q;
            [Input("B", "S", 8)] Stage k;
            [From(nameof(q), nameof(k)), MatMul] Stage scores;
        }
        """,
        """
        [Model]
        public partial class Net
        {
            [Input("B", "T", 8)] Stage q;
            [Input("B", "S", 8)] Stage k;
            [From(nameof(q), nameof(k)), MatMul(TransposeOther = true)] Stage scores;
        }
        """);

    [Fact]
    public Task TheFinalStateIsNamed() => CodeFix.Verify(
        "MG0215",
        "Change InitialHidden to nameof(encoder) + \".h\"",
        """
        [Model]
        public partial class Net
        {
            [Input("B", "S", 8)] Stage source;
            [Input("B", "T", 8)] Stage target;
            [From(nameof(source)), Gru(64)] Stage encoder;
            [From(nameof(target)), Gru(64, InitialHidden = nameof(encoder))] Stage decoder;
        }
        """,
        """
        [Model]
        public partial class Net
        {
            [Input("B", "S", 8)] Stage source;
            [Input("B", "T", 8)] Stage target;
            [From(nameof(source)), Gru(64)] Stage encoder;
            [From(nameof(target)), Gru(64, InitialHidden = nameof(encoder) + ".h")] Stage decoder;
        }
        """);

    [Fact]
    public Task TheStepsAreTakenTogether() => CodeFix.Verify(
        "MG0216",
        "Change Axis to 1",
        """[Model, Input("B", "T", Type = DType.Int64), Embedding(100, 8), Mean(Axis = -1), Linear(2)] public partial class Net;""",
        """[Model, Input("B", "T", Type = DType.Int64), Embedding(100, 8), Mean(Axis = 1), Linear(2)] public partial class Net;""");

    [Fact]
    public Task TheStageBeginsWithTheInputThatNothingReads() => CodeFix.Verify(
        "MG0103",
        "Insert From(nameof(target)) before Embedding",
        """
        [Model]
        public partial class Net
        {
            [Input("B", "S", Type = DType.Int64)] Stage source;
            [Input("B", "T", Type = DType.Int64)] Stage target;
            [From(nameof(source)), Embedding(100, 32), Output] Stage encoder;
            [Embedding(100, 32), Output] Stage decoder;
        }
        """,
        """
        [Model]
        public partial class Net
        {
            [Input("B", "S", Type = DType.Int64)] Stage source;
            [Input("B", "T", Type = DType.Int64)] Stage target;
            [From(nameof(source)), Embedding(100, 32), Output] Stage encoder;
            [From(nameof(target)), Embedding(100, 32), Output] Stage decoder;
        }
        """);
}
