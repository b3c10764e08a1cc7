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

    [Fact]
    public Task A_chain_continues_from_the_final_states() => CodeFix.Verify(
        "MG0217",
        "Continue from the port 'last'",
        """[Model, Input("B", "T", 8), Lstm(16, Bidirectional = true), Select(Axis = 1, Index = -1), Linear(2)] public partial class Net;""",
        """[Model, Input("B", "T", 8), Lstm(16, Bidirectional = true, Port = "last"), Linear(2)] public partial class Net;""");

    [Fact]
    public Task A_stage_starts_from_the_final_states() => CodeFix.Verify(
        "MG0217",
        "Start from the port 'last'",
        """
        [Model, Input("B", "T", 8)]
        public partial class Net
        {
            [Lstm(16, Bidirectional = true)] Stage states;
            [From(nameof(states)), Select(Axis = 1, Index = -1), Linear(2), Output] Stage end;
            [From(nameof(states)), Mean(Axis = 1), Output] Stage mean;
        }
        """,
        """
        [Model, Input("B", "T", 8)]
        public partial class Net
        {
            [Lstm(16, Bidirectional = true)] Stage states;
            [From(nameof(states) + ".last"), Linear(2), Output] Stage end;
            [From(nameof(states)), Mean(Axis = 1), Output] Stage mean;
        }
        """);

    [Fact]
    public Task A_step_is_selected_instead_of_an_item() => CodeFix.Verify(
        "MG0218",
        "Change Axis to 1",
        """[Model, Input("B", "T", 8), Lstm(16), Select(Axis = 0, Index = -1), Linear(2)] public partial class Net;""",
        """[Model, Input("B", "T", 8), Lstm(16), Select(Axis = 1, Index = -1), Linear(2)] public partial class Net;""");

    [Fact]
    public Task The_batch_is_not_flattened() => CodeFix.Verify(
        "MG0218",
        "Change StartAxis to 1",
        """[Model, Input("B", 3, 8, 8), Flatten(StartAxis = 0), Linear(2)] public partial class Net;""",
        """[Model, Input("B", 3, 8, 8), Flatten(StartAxis = 1), Linear(2)] public partial class Net;""");

    [Fact]
    public Task An_image_gets_a_batch_axis() => CodeFix.Verify(
        "MG0219",
        "Change input 'input' to (B, 3, H, W)",
        """[Model, Input(3, "H", "W"), Conv(8, Kernel = 3)] public partial class Net;""",
        """[Model, Input("B", 3, "H", "W"), Conv(8, Kernel = 3)] public partial class Net;""");

    [Fact]
    public Task A_reshape_keeps_items() => CodeFix.Verify(
        "MG0222",
        "Change 400 to 1600",
        """[Model, Input("B", 16, 10, 10), Reshape(-1, 400), Linear(10)] public partial class Net;""",
        """[Model, Input("B", 16, 10, 10), Reshape(-1, 1600), Linear(10)] public partial class Net;""");

    [Fact]
    public Task A_tied_embedding_starts_small() => CodeFix.Verify(
        "MG0223",
        "Add Init = Init.Normal",
        """[Model, Input("B", "T", Type = DType.Int64), Embedding(100, 8), TiedLinear("embedding")] public partial class Net;""",
        """[Model, Input("B", "T", Type = DType.Int64), Embedding(100, 8, Init = Init.Normal), TiedLinear("embedding")] public partial class Net;""");

    [Fact]
    public Task AStageBelowStartsFromThePort() => CodeFix.Verify(
        "MG0217",
        "Start from the port 'last'",
        """
        [Model, Input("B", "T", 16)]
        public partial class Net
        {
            [Gru(8, Bidirectional = true)] Stage states;
            [Output, Select(Axis = 1, Index = -1), Linear(2)] Stage scores;
            [Output, From(nameof(states)), Mean(Axis = 1)] Stage mean;
        }
        """,
        """
        [Model, Input("B", "T", 16)]
        public partial class Net
        {
            [Gru(8, Bidirectional = true)] Stage states;
            [Output, From(nameof(states) + ".last"), Linear(2)] Stage scores;
            [Output, From(nameof(states)), Mean(Axis = 1)] Stage mean;
        }
        """);

    [Theory]
    [InlineData("Remove 'readonly' from 'scale'", "/* kept */ readonly Parameter scale = null!;", "/* kept */ Parameter scale = null!;")]
    [InlineData("Remove 'readonly' from 'scale'", "private readonly Parameter scale = null!;", "private Parameter scale = null!;")]
    [InlineData("Remove 'readonly' from 'scale'", "readonly private Parameter scale = null!;", "private Parameter scale = null!;")]
    [InlineData("Give 'Scale' a setter", "public Parameter Scale { get; } = null!;", "public Parameter Scale { get; private set; } = null!;")]
    [InlineData("Give 'Scale' a setter", "private Parameter Scale { get; } = null!;", "private Parameter Scale { get; set; } = null!;")]
    [InlineData("Give 'Scale' a setter", "public Parameter Scale { get; init; } = null!;", "public Parameter Scale { get; set; } = null!;")]
    public Task ReadOnlyTensors(string title, string faulty, string meant) => CodeFix.Verify(
        "MG0024",
        title,
        $"using TorchSharp.Modules;\n[Model, Input(\"B\", 8), Linear(8)] public partial class Net {{ {faulty} }}",
        $"using TorchSharp.Modules;\n[Model, Input(\"B\", 8), Linear(8)] public partial class Net {{ {meant} }}");
}
