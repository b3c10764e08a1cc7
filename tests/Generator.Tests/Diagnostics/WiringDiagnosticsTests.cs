using System.Threading.Tasks;
using Xunit;

namespace ModelGen.Generator.Tests;

/// <summary>
/// How stages, inputs and blocks are connected. Where a repair is obvious, the repaired declaration follows and is silent.
/// </summary>
public sealed class WiringDiagnosticsTests
{
    [Fact]
    public async Task CycleSelf()
    {
        await Diagnostics.Verify(
            """
            [Model]
            public partial class Net { [Input("B", 3)] Stage x; [From("y"), Linear(3)] Stage {|MG0012:y|}; }
            """,
            "Stage 'y' reads itself: name another stage in its [From] or its layers.");
        await Diagnostics.Verify(
            """
            [Model]
            public partial class Net { [Input("B", 3)] Stage x; [From("x"), Linear(3)] Stage y; }
            """);
    }

    [Fact]
    public async Task CycleSelfThroughLayer()
    {
        await Diagnostics.Verify(
            """
            [Model]
            public partial class Net { [Input("B", 3)] Stage x; [Linear(3), Add("y")] Stage {|MG0012:y|}; }
            """,
            "Stage 'y' reads itself: name another stage in its [From] or its layers.");
        await Diagnostics.Verify(
            """
            [Model]
            public partial class Net { [Input("B", 3)] Stage x; [Linear(3), Add("x")] Stage y; }
            """);
    }

    [Fact]
    public async Task CycleTwo()
    {
        await Diagnostics.Verify(
            """
            [Model]
            public partial class Net { [Input("B", 3)] Stage x; [From("b"), Linear(3)] Stage {|MG0012:a|}; [Linear(3)] Stage b; }
            """,
            "Stages read each other in a cycle, 'a' → 'b' → 'a': let one of them start from an input or an earlier stage.");
        await Diagnostics.Verify(
            """
            [Model]
            public partial class Net { [Input("B", 3)] Stage x; [From("x"), Linear(3)] Stage a; [Relu] Stage b; }
            """);
    }

    [Fact]
    public async Task CycleThree()
    {
        await Diagnostics.Verify(
            """
            [Model]
            public partial class Net { [Input("B", 3)] Stage x; [From("c"), Linear(3)] Stage {|MG0012:a|}; [Linear(3)] Stage b; [Relu] Stage c; [Linear(2)] Stage d; }
            """,
            "Stages read each other in a cycle, 'a' → 'c' → 'b' → 'a': let one of them start from an input or an earlier stage.");
        await Diagnostics.Verify(
            """
            [Model]
            public partial class Net { [Input("B", 3)] Stage x; [From("x"), Linear(3)] Stage a; [LayerNorm] Stage b; [Relu] Stage c; [Linear(2)] Stage d; }
            """);
    }

    [Fact]
    public async Task BlockSelf()
    {
        await Diagnostics.Verify(
            """
            [Model, Input("B", 3), {|MG0012:Block<Net>|}]
            public partial class Net;
            """,
            "Net would contain itself, which no model can: use another model as its block.");
        await Diagnostics.Verify(
            """
            [Model, Input("B", 3), Relu]
            public partial class Net;
            """);
    }

    [Fact]
    public async Task BlockMutual()
    {
        await Diagnostics.Verify(
            """
            [Model, Input("B", 3), {|MG0012:Block<B>|}]
            public partial class A;
            [Model, Input("B", 3), {|MG0012:Block<A>|}]
            public partial class B;
            """,
            "B contains A in turn, so the two would contain each other endlessly: remove one from the other.",
            "A contains B in turn, so the two would contain each other endlessly: remove one from the other.");
        await Diagnostics.Verify(
            """
            [Model, Input("B", 3), Block<B>]
            public partial class A;
            [Model, Input("B", 3), Relu]
            public partial class B;
            """);
    }

    [Fact]
    public Task BlockMutualThree() => Diagnostics.Verify(
        """
        [Model, Input("B", 3), Block<B>]
        public partial class A;
        [Model, Input("B", 3), {|MG0012:Block<C>|}]
        public partial class B;
        [Model, Input("B", 3), {|MG0012:Block<B>|}]
        public partial class C;
        """,
        "C contains B in turn, so the two would contain each other endlessly: remove one from the other.",
        "B contains C in turn, so the two would contain each other endlessly: remove one from the other.");

    [Fact]
    public async Task UnusedStage()
    {
        await Diagnostics.Verify(
            """
            [Model]
            public partial class Net { [Input("B", 3)] Stage x; [Linear(3)] Stage {|MG0013:a|}; [From("x"), Linear(2)] Stage b; }
            """,
            "Stage 'a' reaches no output, so it is not computed: mark it with [Output], let another stage start from it, or remove it.");
        await Diagnostics.Verify(
            """
            [Model]
            public partial class Net { [Input("B", 3)] Stage x; [Linear(3), Output] Stage a; [From("x"), Linear(2), Output] Stage b; }
            """);
    }

    [Fact]
    public async Task UnusedInput()
    {
        await Diagnostics.Verify(
            """
            [Model]
            public partial class Net { [Input("B", 3)] Stage x; [Input("B", 4)] Stage {|MG0014:z|}; [Linear(3)] Stage a; }
            """,
            "Input 'z' reaches no output, so it has no effect: use it in a layer or a [From], or remove it.");
        await Diagnostics.Verify(
            """
            [Model]
            public partial class Net { [Input("B", 3)] Stage x; [Input("B", 4)] Stage z; [From("x"), Concat("z")] Stage a; }
            """);
    }

    [Fact]
    public async Task UnusedInputChain()
    {
        await Diagnostics.Verify(
            """
            [Model, Input("B", 3), Input("B", 4, Name = {|MG0014:"other"|}), Linear(3)]
            public partial class Net;
            """,
            "Input 'other' reaches no output, so it has no effect: use it in a layer or a [From], or remove it.");
        await Diagnostics.Verify(
            """
            [Model, Input("B", 3), Input("B", 4, Name = "other"), Concat("other")]
            public partial class Net;
            """);
    }

    [Fact]
    public async Task BlockNoModel()
    {
        await Diagnostics.Verify(
            """
            public class Plain;
            [Model, Input("B", 3), {|MG0015:Block<Plain>|}]
            public partial class Net;
            """,
            "'Plain' is not a model, so its shapes are unknown: add [Model] to it.");
        await Diagnostics.Verify(
            """
            [Model, Input("B", 3), Relu]
            public partial class Plain;
            [Model, Input("B", 3), Block<Plain>]
            public partial class Net;
            """);
    }

    [Fact]
    public Task BlockInt() => Diagnostics.Verify(
        """
        [Model, Input("B", 3), {|MG0015:Block<int>|}]
        public partial class Net;
        """,
        "'int' is not a model, so its shapes are unknown: add [Model] to it.");

    [Fact]
    public Task BlockArrayType() => Diagnostics.Verify(
        """
        [Model, Input("B", 3), {|MG0015:Block<int[]>|}]
        public partial class Net;
        """,
        "'int[]' is not a model, so its shapes are unknown: add [Model] to it.");

    [Fact]
    public async Task BlockInputs2()
    {
        await Diagnostics.Verify(
            """
            [Model]
            public partial class Inner { [Input("B", "D")] Stage x; [Input("B", "D")] Stage y; [From("x", "y"), Add] Stage z; }
            [Model]
            public partial class Net { [Input("B", 4)] Stage p; [Input("B", 5, Optional = true)] Stage q; [From("p"), Block<Inner>(Inputs = new[] { {|MG0017:"q"|} })] Stage b; }
            """,
            "Block<Inner>(Inputs = [\"q\"]) needs a tensor, but input 'q' on line 4 is optional and may be null: "
                + "remove Optional, or use it only as a mask, an initial state or an optional input of a block.");
        await Diagnostics.Verify(
            """
            [Model]
            public partial class Inner { [Input("B", "D")] Stage x; [Input("B", "D")] Stage y; [From("x", "y"), Add] Stage z; }
            [Model]
            public partial class Net { [Input("B", 4)] Stage p; [Input("B", 4)] Stage q; [From("p"), Block<Inner>(Inputs = new[] { "q" })] Stage b; }
            """);
    }

    [Fact]
    public async Task OptionalChain()
    {
        await Diagnostics.Verify(
            """
            [Model, Input("B", 3, Optional = true), {|MG0017:Linear(3)|}]
            public partial class Net;
            """,
            "Linear(3) needs a tensor, but input 'input' on line 1 is optional and may be null: "
                + "remove Optional, or use it only as a mask, an initial state or an optional input of a block.");
        await Diagnostics.Verify(
            """
            [Model, Input("B", 3), Linear(3)]
            public partial class Net;
            """);
    }

    [Fact]
    public async Task OptionalOutput()
    {
        await Diagnostics.Verify(
            """
            [Model]
            public partial class Net { [Input("B", 3)] Stage x; [Input("B", 3, Optional = true), {|MG0017:Output|}] Stage y; [From("x"), Linear(3), Output] Stage z; }
            """,
            "An output needs a tensor, but input 'y' on line 2 is optional and may be null: return the result of a layer.");
        await Diagnostics.Verify(
            """
            [Model]
            public partial class Net { [Input("B", 3)] Stage x; [Input("B", 3), Output] Stage y; [From("x"), Linear(3), Output] Stage z; }
            """);
    }

    [Fact]
    public async Task OptionalResidual()
    {
        await Diagnostics.Verify(
            """
            [Model]
            public partial class Net { [Input("B", 3)] Stage x; [Input("B", 3, Optional = true)] Stage y; [From("x"), Add({|MG0017:"y"|})] Stage z; }
            """,
            "Add(\"y\") needs a tensor, but input 'y' on line 2 is optional and may be null: "
                + "remove Optional, or use it only as a mask, an initial state or an optional input of a block.");
        await Diagnostics.Verify(
            """
            [Model]
            public partial class Net { [Input("B", 3)] Stage x; [Input("B", 3)] Stage y; [From("x"), Add("y")] Stage z; }
            """);
    }

    [Fact]
    public async Task OptionalMemory()
    {
        await Diagnostics.Verify(
            """
            [Model]
            public partial class Net { [Input("B", "T", 4)] Stage x; [Input("B", "S", 4, Optional = true)] Stage y; [From("x"), MultiHeadAttention(2, Memory = {|MG0017:"y"|})] Stage z; }
            """,
            "MultiHeadAttention(2, Memory = \"y\") needs a tensor, but input 'y' on line 2 is optional and may be null: "
                + "remove Optional, or use it only as a mask, an initial state or an optional input of a block.");
        await Diagnostics.Verify(
            """
            [Model]
            public partial class Net { [Input("B", "T", 4)] Stage x; [Input("B", "S", 4)] Stage y; [From("x"), MultiHeadAttention(2, Memory = "y")] Stage z; }
            """);
    }

    [Fact]
    public Task BlockInputs() => Diagnostics.Verify(
        """
        [Model]
        public partial class Inner { [Input("B", "D")] Stage x; [Input("B", "D")] Stage y; [From("x", "y"), Add] Stage z; }
        [Model]
        public partial class Net { [Input("B", 4)] Stage p; [Input("B", 5)] Stage q; [From("p"), {|MG0018:Block<Inner>|}] Stage a; [From("p"), Block<Inner>(Inputs = new[] { {|MG0111:"q"|} })] Stage b; [From("p"), Block<Inner>(Inputs = new[] { "a", "b" })] Stage c; }
        """,
        "Inner takes 'x', 'y', but it is given 1 tensor: name the second and further ones in Inputs, in this order.",
        "Block<Inner>(Inputs = [\"q\"]) does not fit: "
            + "Inner takes (B, D) as 'y', where D is 4 here, but input 'q' on line 4 is (B, 5): axis 1 must be 4, not 5.");

    [Fact]
    public async Task FromTwoNoJoin()
    {
        await Diagnostics.Verify(
            """
            [Model]
            public partial class Net { [Input("B", 3)] Stage x; [Input("B", 3)] Stage y; [From("x", "y"), {|MG0018:Linear(3)|}] Stage z; }
            """,
            "Linear(3) takes one tensor, but [From] gives 'z' 2: join them first with Concat or Add.");
        await Diagnostics.Verify(
            """
            [Model]
            public partial class Net { [Input("B", 3)] Stage x; [Input("B", 3)] Stage y; [From("x", "y"), Concat] Stage z; }
            """);
    }

    [Fact]
    public async Task FromTwoNoLayer()
    {
        await Diagnostics.Verify(
            """
            [Model]
            public partial class Net { [Input("B", 3)] Stage x; [Input("B", 3)] Stage y; [From("x", "y")] Stage {|MG0018:z|}; [Linear(3)] Stage w; }
            """,
            "Stage 'z' starts from 2 tensors but has no layer that joins them: add Concat, Add or another joining layer.");
        await Diagnostics.Verify(
            """
            [Model]
            public partial class Net { [Input("B", 3)] Stage x; [Input("B", 3)] Stage y; [From("x", "y"), Concat] Stage z; [Linear(3)] Stage w; }
            """);
    }

    [Fact]
    public async Task ResidualTwo()
    {
        await Diagnostics.Verify(
            """
            [Model]
            public partial class Net { [Input("B", 3)] Stage x; [Input("B", 3)] Stage y; [From("x", "y"), Add, {|MG0018:Residual|}] Stage z; }
            """,
            "Residual adds the start of stage 'z', but it starts from 2 tensors: join them on a stage of their own.");
        await Diagnostics.Verify(
            """
            [Model]
            public partial class Net { [Input("B", 3)] Stage x; [Input("B", 3)] Stage y; [From("x", "y"), Add] Stage z; }
            """);
    }

    [Fact]
    public async Task ConcatOne()
    {
        await Diagnostics.Verify(
            """
            [Model, Input("B", 3), {|MG0018:Concat|}]
            public partial class Net;
            """,
            "Concat joins several tensors, but there is only input 'input' (B, 3): "
                + "name another, as in Concat(nameof(other)), or several in [From].");
        await Diagnostics.Verify(
            """
            [Model, Input("B", 3), Concat("input")]
            public partial class Net;
            """);
    }

    [Fact]
    public async Task AddNothing()
    {
        await Diagnostics.Verify(
            """
            [Model, Input("B", 3), {|MG0018:Add|}]
            public partial class Net;
            """,
            "Add joins several tensors, but there is only input 'input' (B, 3): "
                + "name another, as in Add(nameof(other)), or several in [From].");
        await Diagnostics.Verify(
            """
            [Model, Input("B", 3), Add("input")]
            public partial class Net;
            """);
    }

    [Fact]
    public async Task SdpaOne()
    {
        await Diagnostics.Verify(
            """
            [Model, Input("B", "T", 4), {|MG0018:ScaledDotProductAttention|}]
            public partial class Net;
            """,
            "ScaledDotProductAttention takes queries, keys and values, but it is given 1 tensor: "
                + "put it first on a stage with [From(\"query\", \"key\", \"value\")].");
        await Diagnostics.Verify(
            """
            [Model, Input("B", "T", 4), MultiHeadAttention(1)]
            public partial class Net;
            """);
    }

    [Fact]
    public async Task LossTuple()
    {
        await Diagnostics.Verify(
            """
            [Model, {|MG0018:CrossEntropyLoss|}]
            public partial class Net { [Input("B", 3)] Stage x; [Linear(3), Output] Stage a; [Linear(3), Output] Stage b; }
            """,
            "CrossEntropyLoss compares one output with the target, but the model has 2: "
                + "name it with Of = nameof(…), or mark only one stage with [Output].");
        await Diagnostics.Verify(
            """
            [Model, CrossEntropyLoss]
            public partial class Net { [Input("B", 3)] Stage x; [Relu] Stage a; [Linear(3)] Stage b; }
            """);
    }

    [Fact]
    public async Task InputWithLayers()
    {
        await Diagnostics.Verify(
            """
            [Model]
            public partial class Net { [Input("B", 3), {|MG0019:Linear(3)|}] Stage x; [Linear(4)] Stage y; }
            """,
            "Stage 'x' is an input, so it cannot have layers: put Linear(3) on a stage of its own with [From(nameof(x))].");
        await Diagnostics.Verify(
            """
            [Model]
            public partial class Net { [Input("B", 3)] Stage x; [Linear(4)] Stage y; }
            """);
    }

    [Fact]
    public async Task InputWithFrom()
    {
        await Diagnostics.Verify(
            """
            [Model]
            public partial class Net { [Input("B", 3)] Stage x; [{|MG0019:From("x")|}, Input("B", 3)] Stage x2; [Add("x")] Stage y; }
            """,
            "Stage 'x2' is an input, so it cannot start from another tensor: remove From(\"x\"), or [Input].");
        await Diagnostics.Verify(
            """
            [Model]
            public partial class Net { [Input("B", 3)] Stage x; [Input("B", 3)] Stage x2; [From("x"), Add("x2")] Stage y; }
            """);
    }

    [Fact]
    public async Task EscapeUnknown()
    {
        await Diagnostics.Verify(
            """
            [Model, Input("B", 3), Apply({|MG0020:"Doubel"|})]
            public partial class Net { [return: Shape("B", 3)] static TorchSharp.torch.Tensor Double([Shape("B", 3)] TorchSharp.torch.Tensor x) => x + x; }
            """,
            "The class has no method 'Doubel': did you mean 'Double'?");
        await Diagnostics.Verify(
            """
            [Model, Input("B", 3), Apply("Double")]
            public partial class Net { [return: Shape("B", 3)] static TorchSharp.torch.Tensor Double([Shape("B", 3)] TorchSharp.torch.Tensor x) => x + x; }
            """);
    }

    [Fact]
    public Task EscapeModule() => Diagnostics.Verify(
        """
        public class Plain;
        [Model, Input("B", 3), {|MG0020:Module<Plain>("B", 3)|}]
        public partial class Net;
        """,
        "'Plain' is not a module that maps one tensor to one tensor: "
            + "derive it from torch.nn.Module<Tensor, Tensor>, or use Block<Plain> for a model.");

    [Fact]
    public async Task LayerOnField()
    {
        await Diagnostics.Verify(
            """
            [Model]
            public partial class Net { [Input("B", 3)] Stage x; [Linear(4)] int {|CS0169:{|MG0021:y|}|}; [Linear(5)] Stage z; }
            """,
            "'y' is of type int, but inputs and layers belong on fields of type Stage: write 'Stage y;'.");
        await Diagnostics.Verify(
            """
            [Model]
            public partial class Net { [Input("B", 3)] Stage x; [Linear(4)] Stage y; [Relu] Stage z; }
            """);
    }
}
