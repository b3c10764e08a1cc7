using System.Threading.Tasks;
using Xunit;

namespace ModelGen.Generator.Tests;

/// <summary>
/// Names of stages, layers, ports and symbols: unknown, repeated, taken. Where a repair is obvious, the repaired
/// declaration follows and is silent.
/// </summary>
public sealed class NameDiagnosticsTests
{
    [Fact]
    public async Task UnknownStage()
    {
        await Diagnostics.Verify(
            """
            [Model]
            public partial class Net
            {
                [Input("B", 3)] Stage pixels;
                [Linear(4)] Stage hidden;
                [From({|MG0007:"hiden"|}), Linear(4)] Stage y;
            }
            """,
            "There is no stage or input 'hiden': did you mean 'hidden'?");
        await Diagnostics.Verify(
            """
            [Model]
            public partial class Net
            {
                [Input("B", 3)] Stage pixels;
                [Linear(4)] Stage hidden;
                [From("hidden"), Relu] Stage y;
            }
            """);
    }

    [Fact]
    public async Task UnknownStageNoSuggestion()
    {
        await Diagnostics.Verify(
            """
            [Model]
            public partial class Net
            {
                [Input("B", 3)] Stage pixels;
                [Linear(4)] Stage hidden;
                [Add({|MG0007:"elsewhere"|})] Stage y;
            }
            """,
            "There is no stage or input 'elsewhere': choose 'hidden' or 'pixels'.");
        await Diagnostics.Verify(
            """
            [Model]
            public partial class Net
            {
                [Input("B", 3)] Stage pixels;
                [Linear(4)] Stage hidden;
                [Add("hidden")] Stage y;
            }
            """);
    }

    [Fact]
    public async Task UnknownInChain()
    {
        await Diagnostics.Verify(
            """
            [Model, Input("B", 3)]
            [Linear(3), Add({|MG0007:"inputt"|})]
            public partial class Net;
            """,
            "No input and no layer above is named 'inputt': did you mean 'input'?");
        await Diagnostics.Verify(
            """
            [Model, Input("B", 3)]
            [Linear(3), Add("input")]
            public partial class Net;
            """);
    }

    [Fact]
    public Task UnknownInChainBelow() => Diagnostics.Verify(
        """
        [Model, Input("B", 3)]
        [Add({|MG0007:"linear"|}), Linear(3)]
        public partial class Net;
        """,
        "No input and no layer above is named 'linear': the only input or layer above is 'input'.");

    [Fact]
    public async Task UnknownPort()
    {
        await Diagnostics.Verify(
            """
            [Model]
            public partial class Net
            {
                [Input("B", "T", 3)] Stage x;
                [Lstm(4)] Stage lstm;
                [From({|MG0007:"lstm.lst"|}), Linear(4)] Stage y;
            }
            """,
            "Stage 'lstm' has no layer and no port 'lst': did you mean 'last'?");
        await Diagnostics.Verify(
            """
            [Model]
            public partial class Net
            {
                [Input("B", "T", 3)] Stage x;
                [Lstm(4)] Stage lstm;
                [From("lstm.last"), Linear(4)] Stage y;
            }
            """);
    }

    [Fact]
    public async Task PortOfSeveral()
    {
        await Diagnostics.Verify(
            """
            [Model]
            public partial class Net
            {
                [Input("B", "T", 3)] Stage x;
                [Lstm(4), Lstm(4)] Stage both;
                [From({|MG0007:"both.last"|}), Linear(4)] Stage y;
            }
            """,
            "Several layers of 'both' have a port 'last': write \"both.lstm.last\" or \"both.lstm2.last\".");
        await Diagnostics.Verify(
            """
            [Model]
            public partial class Net
            {
                [Input("B", "T", 3)] Stage x;
                [Lstm(4), Lstm(4)] Stage both;
                [From("both.lstm2.last"), Linear(4)] Stage y;
            }
            """);
    }

    [Fact]
    public async Task UnknownLayer()
    {
        await Diagnostics.Verify(
            """
            [Model]
            public partial class Net
            {
                [Input("B", "T", 3)] Stage x;
                [Lstm(4), Lstm(4)] Stage both;
                [From({|MG0007:"both.lstn.last"|}), Linear(4)] Stage y;
            }
            """,
            "Stage 'both' has no layer 'lstn': did you mean 'lstm'?");
        await Diagnostics.Verify(
            """
            [Model]
            public partial class Net
            {
                [Input("B", "T", 3)] Stage x;
                [Lstm(4), Lstm(4)] Stage both;
                [From("both.lstm.last"), Linear(4)] Stage y;
            }
            """);
    }

    [Fact]
    public async Task LayerWithoutPort()
    {
        await Diagnostics.Verify(
            """
            [Model]
            public partial class Net
            {
                [Input("B", "T", 3)] Stage x;
                [Linear(4), Relu] Stage both;
                [From({|MG0007:"both.linear.h"|}), Linear(4)] Stage y;
            }
            """,
            "Linear(4) has no ports, only its result: write \"both.linear\".");
        await Diagnostics.Verify(
            """
            [Model]
            public partial class Net
            {
                [Input("B", "T", 3)] Stage x;
                [Linear(4), Relu] Stage both;
                [From("both.linear"), Linear(4)] Stage y;
            }
            """);
    }

    [Fact]
    public async Task BlockPort()
    {
        const string Block = """
            [Model]
            public partial class Two
            {
                [Input("B", "D")] Stage x;
                [Linear("D"), Output] Stage first;
                [Linear(7), Output] Stage second;
            }
            """;
        const string Net = """
            [Model]
            public partial class Net
            {
                [Input("B", 3)] Stage x;
                [Block<Two>] Stage both;
                [From("both.first", "both.block.second"), Concat, Output("B", 10)] Stage y;
            }
            """;
        await Diagnostics.Verify(
            [Net.Replace("\"both.block.second\"", "{|MG0007:\"both.block.third\"|}"), Block],
            ["Block<Two> has no port 'third': choose 'first' or 'second'."]);
        await Diagnostics.Verify([Net, Block]);
        await Diagnostics.Verify([Net], options: new() { References = [Compile.Library(Block)] });
    }

    [Fact]
    public async Task ChainPort()
    {
        await Diagnostics.Verify(
            """
            [Model, Input("B", "T", 3), Lstm(3), Add({|MG0007:"lstm.x"|})]
            public partial class Net;
            """,
            "Lstm(3) has no port 'x': choose 'last', 'h' or 'c'.");
        await Diagnostics.Verify(
            """
            [Model, Input("B", "T", 3), Lstm(3), Concat("lstm")]
            public partial class Net;
            """);
    }

    [Fact]
    public async Task PortOfInput()
    {
        await Diagnostics.Verify(
            """
            [Model]
            public partial class Net
            {
                [Input("B", "T", 3)] Stage x;
                [From({|MG0007:"x.h"|}), Linear(4)] Stage y;
            }
            """,
            "Input 'x' has no layers and so no 'h': write nameof(x).");
        await Diagnostics.Verify(
            """
            [Model]
            public partial class Net
            {
                [Input("B", "T", 3)] Stage x;
                [From("x"), Linear(4)] Stage y;
            }
            """);
    }

    [Fact]
    public Task UnknownInSpanVerbatim() => Diagnostics.Verify(
        """
        [Model]
        public partial class Net
        {
            [Input("B", "T", 3)] Stage x;
            [From({|MG0007:""|}), Linear(4)] Stage y;
        }
        """,
        "There is no stage or input '': the only stage or input is 'x'.");

    [Fact]
    public async Task FromNothing()
    {
        await Diagnostics.Verify(
            """
            [Model]
            public partial class Net
            {
                [Input("B", "T", 3)] Stage x;
                [{|MG0007:From|}, Linear(4)] Stage y;
            }
            """,
            "[From] on 'y' names nothing: name a stage or an input.");
        await Diagnostics.Verify(
            """
            [Model]
            public partial class Net
            {
                [Input("B", "T", 3)] Stage x;
                [From("x"), Linear(4)] Stage y;
            }
            """);
    }

    [Fact]
    public async Task TiedToNothing()
    {
        await Diagnostics.Verify(
            """
            [Model, Input("B", "T", Type = DType.Int64), Embedding(10, 4), TiedLinear({|MG0007:null!|})]
            public partial class Net;
            """,
            "TiedLinear shares the weight of an Embedding, so it must name one.");
        await Diagnostics.Verify(
            """
            [Model, Input("B", "T", Type = DType.Int64), Embedding(10, 4, Init = Init.Normal), TiedLinear("embedding")]
            public partial class Net;
            """);
    }

    [Fact]
    public async Task TiedToLinear()
    {
        await Diagnostics.Verify(
            """
            [Model, Input("B", "T", Type = DType.Int64), Embedding(10, 4), Linear(4), TiedLinear({|MG0007:"linear"|})]
            public partial class Net;
            """,
            "TiedLinear(\"linear\") shares the weight of an Embedding, so it must name one: write TiedLinear(\"embedding\").");
        await Diagnostics.Verify(
            """
            [Model, Input("B", "T", Type = DType.Int64), Embedding(10, 4, Init = Init.Normal), Linear(4), TiedLinear("embedding")]
            public partial class Net;
            """);
    }

    [Fact]
    public async Task TiedToStage()
    {
        await Diagnostics.Verify(
            """
            [Model]
            public partial class Net
            {
                [Input("B", "T", Type = DType.Int64)] Stage x;
                [Embedding(10, 4), Relu] Stage tokens;
                [TiedLinear({|MG0007:"tokens"|})] Stage y;
            }
            """,
            "TiedLinear(\"tokens\") shares the weight of an Embedding, so it must name one: write TiedLinear(\"tokens.embedding\").");
        await Diagnostics.Verify(
            """
            [Model]
            public partial class Net
            {
                [Input("B", "T", Type = DType.Int64)] Stage x;
                [Embedding(10, 4, Init = Init.Normal), Relu] Stage tokens;
                [TiedLinear("tokens.embedding")] Stage y;
            }
            """);
    }

    [Fact]
    public Task FromNull() => Diagnostics.Verify(
        """
        [Model]
        public partial class Net
        {
            [Input("B", "T", 3)] Stage x;
            [From({|MG0007:(string?)null!|}), Linear(4)] Stage y;
        }
        """,
        "From needs the name of a stage or an input here, such as nameof(…), not null.");

    [Fact]
    public Task FromNullArray() => Diagnostics.Verify(
        """
        [Model]
        public partial class Net
        {
            [Input("B", "T", 3)] Stage x;
            [{|MG0007:From(null!)|}, Linear(4)] Stage y;
        }
        """,
        "[From] on 'y' names nothing: name a stage or an input.");

    [Fact]
    public async Task UnknownSymbolOutput()
    {
        await Diagnostics.Verify(
            """
            [Model, Input("B", "D"), Linear(4), Output("B", "{|MG0008:K|}")]
            public partial class Net;
            """,
            "'K' has no value, since neither an input nor a layer's weights determine it: choose 'B' or 'D'.");
        await Diagnostics.Verify(
            """
            [Model, Input("B", "D"), Linear(4), Output("B", 4)]
            public partial class Net;
            """);
    }

    [Fact]
    public async Task MisspeltSymbol()
    {
        await Diagnostics.Verify(
            """
            [Model, Input("B", "hidden"), Linear("{|MG0008:hiden|}"), Linear(3)]
            public partial class Net;
            """,
            "'hiden' is not declared and used only here, so it would become a separate parameter: "
                + "did you mean 'hidden'? If not, declare it with [Dim(\"hiden\")].");
        await Diagnostics.Verify(
            """
            [Model, Input("B", "hidden"), Linear("hidden"), Linear(3)]
            public partial class Net;
            """);
    }

    [Fact]
    public async Task MisspeltDim()
    {
        await Diagnostics.Verify(
            """
            [Model, Input("B", 3), Dim("features", Default = 8), Linear("{|MG0008:feature|}")]
            public partial class Net;
            """,
            "'feature' is not declared and used only here, so it would become a separate parameter: "
                + "did you mean 'features'? If not, declare it with [Dim(\"feature\")].");
        await Diagnostics.Verify(
            """
            [Model, Input("B", 3), Dim("features", Default = 8), Linear("features")]
            public partial class Net;
            """);
    }

    [Fact]
    public async Task OutputBatch()
    {
        await Diagnostics.Verify(
            """
            [Model]
            [Input("B", 4)]
            [Linear(10)]
            [Output("{|MG0008:N|}", 10)]
            public partial class Net;
            """,
            "'N' has no value, since neither an input nor a layer's weights determine it: the only other symbol is 'B'.");
        await Diagnostics.Verify(
            """
            [Model]
            [Input("B", 4)]
            [Linear(10)]
            [Output("B", 10)]
            public partial class Net;
            """);
    }

    [Fact]
    public async Task WithMisspelt()
    {
        await Diagnostics.Verify(
            """
            [Model, Input("B", "D"), Linear("hidden"), Linear("D")]
            public partial class Inner;
            [Model, Input("B", 4), Block<Inner>(With = "{|MG0008:hiden|} = 5")]
            public partial class Net;
            """,
            "Inner has no parameter 'hiden': did you mean 'hidden'?");
        await Diagnostics.Verify(
            """
            [Model, Input("B", "D"), Linear("hidden"), Linear("D")]
            public partial class Inner;
            [Model, Input("B", 4), Block<Inner>(With = "hidden = 5")]
            public partial class Net;
            """);
    }

    [Fact]
    public Task WithRuntime() => Diagnostics.Verify(
        """
        [Model, Input("B", "D"), Linear("hidden"), Linear("D")]
        public partial class Inner;
        [Model, Input("B", 4), Block<Inner>(With = "{|MG0008:B|} = 0")]
        public partial class Net;
        """,
        "Inner has no parameter 'B': choose 'D' or 'hidden'.");

    [Fact]
    public async Task DimTwice()
    {
        await Diagnostics.Verify(
            """
            [Model, Input("B", "D"), Dim("D", Default = 8), Dim({|MG0009:"D"|}, Min = 8), Linear(4)]
            public partial class Net;
            """,
            "[Dim(\"D\")] is declared twice: merge both into one.");
        await Diagnostics.Verify(
            """
            [Model, Input("B", "D"), Dim("D", Default = 8, Min = 8), Linear(4)]
            public partial class Net;
            """);
    }

    [Fact]
    public async Task DimOfConstant()
    {
        await Diagnostics.Verify(
            """
            [Model, Input("B", "D"), Dim({|MG0009:"D"|}, Default = 8), Linear(4)]
            public partial class Net { const int D = 5; }
            """,
            "'D' is a constant of the class, so [Dim] cannot constrain it: remove this [Dim].");
        await Diagnostics.Verify(
            """
            [Model, Input("B", "D"), Linear(4)]
            public partial class Net { const int D = 5; }
            """);
    }

    [Fact]
    public async Task DuplicateInputs()
    {
        await Diagnostics.Verify(
            """
            [Model]
            [Input("B", 3)]
            [{|MG0009:Input("B", 4)|}]
            [Add("input")]
            public partial class Net;
            """,
            "'input' already names an input on line 2: give this one another name, such as [Input(…, Name = \"input2\")].");
        await Diagnostics.Verify(
            """
            [Model]
            [Input("B", 3)]
            [Input("B", 3, Name = "other")]
            [Add("other")]
            public partial class Net;
            """);
    }

    [Fact]
    public async Task DuplicateLayers()
    {
        await Diagnostics.Verify(
            """
            [Model, Input("B", 3)]
            [Linear(3, Name = "a")]
            [Relu(Name = {|MG0009:"a"|})]
            public partial class Net;
            """,
            "Two layers are named 'a', Linear(3, Name = \"a\") on line 2 and Relu(Name = \"a\"): give one another Name.");
        await Diagnostics.Verify(
            """
            [Model, Input("B", 3)]
            [Linear(3, Name = "a")]
            [Relu(Name = "b")]
            public partial class Net;
            """);
    }

    [Fact]
    public Task DuplicateAutomatic() => Diagnostics.Verify(
        """
        [Model, Input("B", 3)]
        [Linear(3, Name = "linear2"), Linear(4), {|MG0009:Linear(5)|}]
        public partial class Net;
        """,
        "Two layers are named 'linear2', Linear(3, Name = \"linear2\") on line 2 and Linear(5): give one another Name.");

    [Fact]
    public async Task TwoInputsOneField()
    {
        await Diagnostics.Verify(
            """
            [Model]
            public partial class Net { [Input("B", 3), {|MG0009:Input("B", 4)|}] Stage x; [Linear(4)] Stage y; }
            """,
            "Stage 'x' is one tensor, but has two shapes, Input(\"B\", 3) on line 2 and Input(\"B\", 4): "
                + "keep one, or declare another stage.");
        await Diagnostics.Verify(
            """
            [Model]
            public partial class Net { [Input("B", 3)] Stage x; [Linear(4)] Stage y; }
            """);
    }

    [Fact]
    public async Task WithTwice()
    {
        await Diagnostics.Verify(
            """
            [Model, Input("B", "D"), Linear("hidden"), Linear("D")]
            public partial class Inner;
            [Model, Input("B", 4), Block<Inner>(With = "hidden = 4, {|MG0009:hidden|} = 5")]
            public partial class Net;
            """,
            "With gives 'hidden' twice: keep one.");
        await Diagnostics.Verify(
            """
            [Model, Input("B", "D"), Linear("hidden"), Linear("D")]
            public partial class Inner;
            [Model, Input("B", 4), Block<Inner>(With = "hidden = 4")]
            public partial class Net;
            """);
    }

    [Fact]
    public async Task DimBadName()
    {
        await Diagnostics.Verify(
            """
            [Model, Input("B", "D"), Dim({|MG0016:"2D"|}, Default = 8), Linear(4)]
            public partial class Net;
            """,
            "\"2D\" is not a symbol: a symbol is a name such as \"D\".");
        await Diagnostics.Verify(
            """
            [Model, Input("B", "D"), Dim("D", Default = 8), Linear(4)]
            public partial class Net;
            """);
    }

    [Fact]
    public Task DimNullName() => Diagnostics.Verify(
        """
        [Model, Input("B", "D"), Dim({|MG0016:null!|}, Default = 8), Linear(4)]
        public partial class Net;
        """,
        "\"\" is not a symbol: a symbol is a name such as \"D\".");

    [Fact]
    public Task BadLayerName() => Diagnostics.Verify(
        """
        [Model, Input("B", 3), Linear(3, Name = {|MG0016:"a b"|}), Linear(3, Name = {|MG0016:""|}), Linear(3, Name = null), Linear(3, Name = "class")]
        public partial class Net;
        """,
        "\"a b\" cannot name a layer: use a C# identifier, since the name becomes a field and a part of state_dict keys.",
        "\"\" cannot name a layer: use a C# identifier, since the name becomes a field and a part of state_dict keys.");

    [Fact]
    public async Task BadInputName()
    {
        await Diagnostics.Verify(
            """
            [Model, Input("B", 3, Name = {|MG0016:"a b"|}), Linear(3)]
            public partial class Net;
            """,
            "\"a b\" cannot name a parameter of forward: use a C# identifier.");
        await Diagnostics.Verify(
            """
            [Model, Input("B", 3, Name = "ab"), Linear(3)]
            public partial class Net;
            """);
    }

    [Fact]
    public async Task DeviceSymbol()
    {
        await Diagnostics.Verify(
            """
            [Model, Input("B", 3), Linear("{|MG0016:device|}")]
            public partial class Net;
            """,
            "'device' cannot be a parameter of the constructor, which already uses this name: "
                + "call the dimension something else, such as 'deviceSize'.");
        await Diagnostics.Verify(
            """
            [Model, Input("B", 3), Linear("deviceSize")]
            public partial class Net;
            """);
    }

    [Fact]
    public async Task DtypeSymbol()
    {
        await Diagnostics.Verify(
            """
            [Model, Input("B", "{|MG0016:dtype|}"), Linear(3)]
            public partial class Net;
            """,
            "'dtype' cannot be a parameter of the constructor, which already uses this name: "
                + "call the dimension something else, such as 'dtypeSize'.");
        await Diagnostics.Verify(
            """
            [Model, Input("B", "dtypeSize"), Linear(3)]
            public partial class Net;
            """);
    }

    [Fact]
    public async Task StageForward()
    {
        await Diagnostics.Verify(
            """
            [Model]
            public partial class Net { [Input("B", 3)] Stage {|CS0169:{|CS8618:x|}|}; [Linear(3)] Stage {|CS0169:{|CS8618:{|MG0016:forward|}|}|}; }
            """,
            "'forward' is a member that the generated part of 'Net' declares: give yours another name.");
        await Diagnostics.Verify(
            """
            [Model]
            public partial class Net { [Input("B", 3)] Stage x; [Linear(3)] Stage forwards; }
            """);
    }

    [Fact]
    public Task StageCall() => Diagnostics.Verify(
        """
        [Model]
        public partial class Net { [Input("B", 3)] Stage {|CS0169:{|CS8618:x|}|}; [Linear(3)] Stage {|CS0169:{|CS8618:{|MG0016:call|}|}|}; }
        """,
        "'call' is a member that the generated part of 'Net' declares: give yours another name.");

    [Fact]
    public async Task StageTraining()
    {
        await Diagnostics.Verify(
            """
            [Model]
            public partial class Net { [Input("B", 3)] Stage x; [Linear(3), Dropout] Stage {|CS0108:{|MG0016:training|}|}; }
            """,
            "Stage 'training' would hide 'training' of torch.nn.Module, which every model has: "
                + "give it another name, such as 'trainingStage'.");
        await Diagnostics.Verify(
            """
            [Model]
            public partial class Net { [Input("B", 3)] Stage x; [Linear(3), Dropout] Stage trainingStage; }
            """);
    }

    [Fact]
    public async Task StageName()
    {
        await Diagnostics.Verify(
            """
            [Model]
            public partial class Net { [Input("B", 3)] Stage x; [Linear(3), Dropout] Stage {|CS0108:{|MG0016:name|}|}; }
            """,
            "Stage 'name' would hide 'name' of torch.nn.Module, which every model has: give it another name, such as 'nameStage'.");
        await Diagnostics.Verify(
            """
            [Model]
            public partial class Net { [Input("B", 3)] Stage x; [Linear(3), Dropout] Stage nameStage; }
            """);
    }

    [Fact]
    public Task StageArchitecture() => Diagnostics.Verify(
        """
        [Model]
        public partial class Net { [Input("B", 3)] Stage {|CS0169:{|CS8618:x|}|}; [Linear(3), Dropout] Stage {|CS0169:{|CS8618:{|MG0016:Architecture|}|}|}; }
        """,
        "'Architecture' is a member that the generated part of 'Net' declares: give yours another name.");

    [Fact]
    public Task StageOthers() => Diagnostics.Verify(
        """
        [Model]
        public partial class Net { [Input("B", 3)] Stage {|CS0169:{|CS8618:x|}|}; [Linear(3)] Stage {|CS0169:{|CS8618:{|MG0016:children|}|}|}; [Linear(3)] Stage {|CS0169:{|CS8618:{|MG0016:parameters|}|}|}; [Linear(3)] Stage {|CS0108:{|CS0169:{|CS8618:{|MG0016:GetHashCode|}|}|}|}; [Linear(3)] Stage {|CS0169:{|CS8618:to|}|}; [Linear(3)] Stage {|CS0169:{|CS8618:{|MG0016:save|}|}|}; [Linear(3)] Stage {|CS0169:{|CS8618:{|MG0016:Summary|}|}|}; [Linear(3)] Stage {|CS0169:{|CS8618:{|MG0016:Initialize|}|}|}; [Linear(3)] Stage {|CS0169:{|CS8618:{|MG0016:RegisterComponents|}|}|}; [Linear(3)] Stage {|CS0169:{|CS8618:{|MG0016:_toEpilog|}|}|}; [Linear(3)] Stage {|CS0169:{|CS8618:handle|}|}; [Linear(3)] Stage {|CS0169:{|CS8618:Loss|}|}; }
        """,
        "Stage 'children' would hide 'children' of torch.nn.Module, which every model has: give it another name, such as 'childrenStage'.",
        "Stage 'parameters' would hide 'parameters' of torch.nn.Module, which every model has: "
            + "give it another name, such as 'parametersStage'.",
        "Stage 'GetHashCode' would hide 'GetHashCode' of torch.nn.Module, which every model has: "
            + "give it another name, such as 'GetHashCodeStage'.",
        "Stage 'save' would hide 'save' of torch.nn.Module, which every model has: give it another name, such as 'saveStage'.",
        "'Summary' is a member that the generated part of 'Net' declares: give yours another name.",
        "'Initialize' is a member that the generated part of 'Net' declares: give yours another name.",
        "'RegisterComponents' is a member that the generated part of 'Net' declares: give yours another name.",
        "'_toEpilog' is a member that the generated part of 'Net' declares: give yours another name.");

    [Fact]
    public Task StageLoss() => Diagnostics.Verify(
        """
        [Model, CrossEntropyLoss]
        public partial class Net { [Input("B", 3)] Stage {|CS0169:{|CS8618:x|}|}; [Linear(3)] Stage {|CS0169:{|CS8618:{|MG0016:Loss|}|}|}; }
        """,
        "'Loss' is a member that the generated part of 'Net' declares: give yours another name.");

    [Fact]
    public async Task MemberCollision()
    {
        await Diagnostics.Verify(
            """
            [Model, Input("B", "linear"), Linear(3)]
            public partial class Net { public int _linear; public int {|MG0016:Architecture|}; public void Helper() { } }
            """,
            "'Architecture' is a member that the generated part of 'Net' declares: give yours another name.");
        await Diagnostics.Verify(
            """
            [Model, Input("B", "linear"), Linear(3)]
            public partial class Net { public int _linear; public int Size; public void Helper() { } }
            """);
    }

    [Fact]
    public async Task UserForward()
    {
        await Diagnostics.Verify(
            """
            [Model, Input("B", 3), Linear(3)]
            public partial class Net { public void {|MG0016:Summary|}() { } }
            """,
            "'Summary' is a member that the generated part of 'Net' declares: give yours another name.");
        await Diagnostics.Verify(
            """
            [Model, Input("B", 3), Linear(3)]
            public partial class Net { public void Summaries() { } }
            """);
    }

    [Fact]
    public Task MemberForward() => Diagnostics.Verify(
        """
        [Model, Input("B", 3), Linear(3)]
        public partial class Net { public Tensor {|MG0016:forward|}(Tensor input) => input; public int Tensor2; }
        public class Tensor;
        """,
        "'forward' is a member that the generated part of 'Net' declares: give yours another name.");

    /// <summary>Both would be registered under one name, which TorchSharp refuses when the model is created.</summary>
    [Fact]
    public async Task AFieldIsRegisteredUnderATakenName()
    {
        await Diagnostics.Verify(
            """
            [Model, Input("B", 8)]
            [Linear(4), Relu]
            public partial class Net
            {
                internal TorchSharp.Modules.Linear {|MG0009:linear|} = null!;
                internal TorchSharp.Modules.ReLU relu = null!;
                internal TorchSharp.Modules.Linear linear2 = null!;
            }
            """,
            "'linear' would be registered as 'linear', but Linear(4) on line 2 is registered as 'linear' already: "
                + "give the field another name or the layer another Name.");
        await Diagnostics.Verify(
            """
            [Model, Input("B", 8)]
            public partial class Net
            {
                [Linear(4)] Stage scores;
                internal TorchSharp.Modules.Linear linear = null!;
                [ComponentName(Name = "scores")] internal TorchSharp.Modules.Linear {|MG0009:extra|} = null!;
                [ComponentName(Name = "linear")] internal TorchSharp.Modules.Linear {|MG0009:more|} = null!;
            }

            internal sealed class ComponentNameAttribute : System.Attribute { public string Name { get; set; } = ""; }
            """,
            "'extra' would be registered as 'scores', "
                + "but the stage on line 4 is registered as 'scores' already: give the field another name.",
            "'more' would be registered as 'linear', "
                + "but 'linear' on line 5 is registered as 'linear' already: give the field another name.");
    }
}
