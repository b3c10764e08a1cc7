using System.Threading.Tasks;
using Xunit;

namespace ModelGen.Generator.Tests;

/// <summary>
/// Dimensions and other arguments that are none. Where a repair is obvious, the repaired declaration follows and is silent.
/// </summary>
public sealed class ArgumentDiagnosticsTests
{
    [Fact]
    public async Task DimMultiple()
    {
        await Diagnostics.Verify(
            """
            [Model, Input("B", "D"), Dim("D", MultipleOf = {|MG0010:true|}), Linear(4)]
            public partial class Net;
            """,
            "Dim's MultipleOf must be an integer or an expression in a string, such as 512 or \"4*D\", not true.");
        await Diagnostics.Verify(
            """
            [Model, Input("B", "D"), Dim("D", MultipleOf = 8), Linear(4)]
            public partial class Net;
            """);
    }

    [Fact]
    public Task BadDimInShape() => Diagnostics.Verify(
        """
        [Model, Input("B", {|MG0010:new object[] { "x" }|})]
        [Linear(3)]
        public partial class Net;
        """,
        "Axis 1 must be an integer or an expression in a string, such as 512 or \"4*D\", not [\"x\"].");

    [Fact]
    public Task BadShapeEntries() => Diagnostics.Verify(
        """
        [Model, Input({|MG0010:true|}, {|MG0010:2.5|}, {|MG0010:typeof(int)|}, {|MG0010:null!|}, {|MG0010:'c'|}, {|MG0010:ulong.MaxValue|}, {|MG0010:DType.Bool|}, {|MG0010:-1|}, {|MG0010:0|}, {|MG0010:"..."|}, "T {|MG0010:T|}")]
        [Linear(3)]
        public partial class Net;
        """,
        "Axis 0 must be an integer or an expression in a string, such as 512 or \"4*D\", not true.",
        "Axis 1 must be an integer or an expression in a string, such as 512 or \"4*D\", not 2.5.",
        "Axis 2 must be an integer or an expression in a string, such as 512 or \"4*D\", not typeof(int).",
        "Axis 3 must be an integer or an expression in a string, such as 512 or \"4*D\", not null.",
        "Axis 4 must be an integer or an expression in a string, such as 512 or \"4*D\", not 'c'.",
        "Axis 5 must be an integer or an expression in a string, such as 512 or \"4*D\", not 18446744073709551615.",
        "Axis 6 must be an integer or an expression in a string, such as 512 or \"4*D\", not Bool.",
        "Axis 7 must be at least 1, not -1.",
        "Axis 8 must be at least 1, not 0.",
        "\"...\" stands for leading axes, so it can only come first.",
        "\"T T\" is not a dimension: expected an operator: a product needs '*'.");

    [Fact]
    public Task BadShapeArray() => Diagnostics.Verify(
        """
        [Model, Input(new object[] { "B", "T{|MG0010:!|}" }), Linear(3)]
        public partial class Net;
        """,
        "\"T!\" is not a dimension: '!' has no meaning in a dimension: use names, integers, + - * / % ( ), min and max.");

    [Fact]
    public Task BadShapeNamed() => Diagnostics.Verify(
        """
        [Model, Input(shape: new object[] { "B", {|MG0010:-1|} }), Linear(3)]
        public partial class Net;
        """,
        "Axis 1 must be at least 1, not -1.");

    [Fact]
    public Task NullShape() => Diagnostics.Verify(
        """
        [Model, {|MG0010:Input(null!)|}, Linear(3)]
        public partial class Net;
        """,
        "Input 'input' has no axes: give one entry per axis, such as [Input(\"B\", \"T\", 128)].");

    [Fact]
    public Task EmptyShape() => Diagnostics.Verify(
        """
        [Model, {|MG0010:Input|}, Linear(3)]
        public partial class Net;
        """,
        "Input 'input' has no axes: give one entry per axis, such as [Input(\"B\", \"T\", 128)].");

    [Fact]
    public Task BadSizeIn() => Diagnostics.Verify(
        """
        [Model, Input("B", 3)]
        [Linear(4, In = {|MG0010:2.5|})]
        [Linear(4, In = {|MG0010:0|})]
        [Linear(features: {|MG0010:-1|})]
        public partial class Net;
        """,
        "Linear's In must be an integer or an expression in a string, such as 512 or \"4*D\", not 2.5.",
        "Linear's In must be at least 1, not 0.",
        "Linear's features must be at least 1, not -1.");

    [Fact]
    public async Task BadConstant()
    {
        await Diagnostics.Verify(
            """
            [Model, Input("B", 3), Linear({|MG0010:"N"|})]
            public partial class Net { const int N = -5; }
            """,
            "Linear's features must be at least 1, but \"N\" is -5.");
        await Diagnostics.Verify(
            """
            [Model, Input("B", 3), Linear("N")]
            public partial class Net { const int N = 5; }
            """);
    }

    [Fact]
    public Task HugeConstant() => Diagnostics.Verify(
        """
        [Model, Input("B", "T", 3), {|MG0010:Lstm(long.MaxValue, Bidirectional = true)|}, Linear(3)]
        public partial class Net;
        """,
        "Lstm(9223372036854775807, Bidirectional = true) would give (B, T, 18446744073709551614), "
            + "where 18446744073709551614 is more than a tensor can have: choose smaller sizes.");

    [Fact]
    public Task HugeCoefficient() => Diagnostics.Verify(
        """
        [Model, Input("B", "D"), Linear({|MG0010:"9223372036854775807*D*D + 99999999999999999999*D"|}), Linear(3)]
        public partial class Net;
        """,
        "\"9223372036854775807*D*D + 99999999999999999999*D\" has a number above 9223372036854775807, more than a tensor can have.");

    [Fact]
    public Task BlockBroken2() => Diagnostics.Verify(
        """
        [Model, Input("B", "D"), Linear({|MG0010:-3|})]
        public partial class Inner;
        [Model, Input("B", 3), Block<Inner>(2), Linear(5)]
        public partial class Net;
        """,
        "Linear's features must be at least 1, not -3.");

    [Fact]
    public async Task Unreadable()
    {
        await Diagnostics.Verify(
            """
            [Model, Input({|MG0010:"2*T + S"|}, 3), Linear(4)]
            public partial class Net;
            """,
            "'S' cannot be read from a tensor of size S + 2*T: make 'S' an axis of an input, or name this axis by a symbol of its own.");
        await Diagnostics.Verify(
            """
            [Model, Input("2*T + 1", 3), Linear(4)]
            public partial class Net;
            """);
    }

    [Fact]
    public Task BadDims() => Diagnostics.Verify(
        """"
        [Model, Input("B", "2{|MG0010:*|}", "4*D {|MG0010:+|}", @"4{|MG0010:**|}D", "a{|MG0010:.|}b", "{|MG0010:"|}, "{|MG0010: |}", "D{|MG0010:!|}", {|MG0010:"\tD!"|}, {|MG0010:"""D!"""|}, {|MG0010:"D" + "!"|}, {|MG0010:C|}, {|MG0010:$"{C}"|}, "{|MG0010:1.5|}", "{|MG0010:1_000|}!", "{|MG0010:min(2)|}", "{|MG0010:(|}2", "2{|MG0010:)|}", {|MG0010:"-3"|}, {|MG0010:"D - D"|}, {|MG0010:"99999999999999999999"|}, "3 {|MG0010:4|}", "D {|MG0010:/|}", "D/{|MG0010:0|}", "new", {|MG0010:@"a""b"|})]
        [Linear(3)]
        public partial class Net { const string C = "D!"; }
        """",
        "\"2*\" is not a dimension: expected a dimension after '*'.",
        "\"4*D +\" is not a dimension: expected a dimension after '+'.",
        "\"4**D\" is not a dimension: a power is written as a product: D*D.",
        "\"a.b\" is not a dimension: '.' has no meaning in a dimension: "
            + "sizes are integers, and '...' is allowed only at the front of a shape.",
        "\"\" is not a dimension: expected a dimension: a name, an integer or an expression such as 2*D.",
        "\"\" is not a dimension: expected a dimension: a name, an integer or an expression such as 2*D.",
        "\"D!\" is not a dimension: '!' has no meaning in a dimension: use names, integers, + - * / % ( ), min and max.",
        "\"D!\" is not a dimension: '!' has no meaning in a dimension: use names, integers, + - * / % ( ), min and max.",
        "\"D!\" is not a dimension: '!' has no meaning in a dimension: use names, integers, + - * / % ( ), min and max.",
        "\"D!\" is not a dimension: '!' has no meaning in a dimension: use names, integers, + - * / % ( ), min and max.",
        "\"D!\" is not a dimension: '!' has no meaning in a dimension: use names, integers, + - * / % ( ), min and max.",
        "\"D!\" is not a dimension: '!' has no meaning in a dimension: use names, integers, + - * / % ( ), min and max.",
        "\"1.5\" is not a dimension: '1.5' is not an integer.",
        "\"1_000!\" is not a dimension: '1_000' is not an integer: write decimal digits only.",
        "\"min(2)\" is not a dimension: min needs at least two dimensions.",
        "\"(2\" is not a dimension: this parenthesis is not closed: expected ')'.",
        "\"2)\" is not a dimension: this parenthesis closes nothing: remove it or add '('.",
        "Axis 18 must be at least 1, but \"-3\" is -3.",
        "Axis 19 must be at least 1, but \"D - D\" is 0.",
        "\"99999999999999999999\" is 99999999999999999999, more than a tensor can have.",
        "\"3 4\" is not a dimension: expected an operator: a product needs '*'.",
        "\"D /\" is not a dimension: expected a dimension after '/'.",
        "\"D/0\" is not a dimension: division by zero.",
        "\"a\\\"b\" is not a dimension: '\"' has no meaning in a dimension: use names, integers, + - * / % ( ), min and max.");

    [Fact]
    public Task SizeTrue() => Diagnostics.Verify(
        """
        [Model, Input("B", 3), Linear({|MG0010:true|})]
        public partial class Net;
        """,
        "Linear's features must be an integer or an expression in a string, such as 512 or \"4*D\", not true.");

    [Fact]
    public Task SizeReal() => Diagnostics.Verify(
        """
        [Model, Input("B", 3), Linear({|MG0010:2.5|})]
        public partial class Net;
        """,
        "Linear's features must be an integer or an expression in a string, such as 512 or \"4*D\", not 2.5.");

    [Fact]
    public Task SizeType() => Diagnostics.Verify(
        """
        [Model, Input("B", 3), Linear({|MG0010:typeof(int)|})]
        public partial class Net;
        """,
        "Linear's features must be an integer or an expression in a string, such as 512 or \"4*D\", not typeof(int).");

    [Fact]
    public Task SizeNull() => Diagnostics.Verify(
        """
        [Model, Input("B", 3), Linear({|MG0010:null!|})]
        public partial class Net;
        """,
        "Linear's features must be an integer or an expression in a string, such as 512 or \"4*D\", not null.");

    [Fact]
    public Task SizeArray() => Diagnostics.Verify(
        """
        [Model, Input("B", 3), Linear({|MG0010:new[] { 1, 2 }|})]
        public partial class Net;
        """,
        "Linear's features must be an integer or an expression in a string, such as 512 or \"4*D\", not [1, 2].");

    [Fact]
    public Task SizeUlong() => Diagnostics.Verify(
        """
        [Model, Input("B", 3), Linear({|MG0010:ulong.MaxValue|})]
        public partial class Net;
        """,
        "Linear's features must be an integer or an expression in a string, such as 512 or \"4*D\", not 18446744073709551615.");

    [Fact]
    public Task SizeChar() => Diagnostics.Verify(
        """
        [Model, Input("B", 3), Linear({|MG0010:'x'|})]
        public partial class Net;
        """,
        "Linear's features must be an integer or an expression in a string, such as 512 or \"4*D\", not 'x'.");

    [Fact]
    public Task SizeNegative() => Diagnostics.Verify(
        """
        [Model, Input("B", 3), Linear({|MG0010:-4|})]
        public partial class Net;
        """,
        "Linear's features must be at least 1, not -4.");

    [Fact]
    public Task SizeZero() => Diagnostics.Verify(
        """
        [Model, Input("B", 3), Linear({|MG0010:0|})]
        public partial class Net;
        """,
        "Linear's features must be at least 1, not 0.");

    [Fact]
    public Task SizeEnum() => Diagnostics.Verify(
        """
        [Model, Input("B", 3), Linear({|MG0010:Init.Zeros|})]
        public partial class Net;
        """,
        "Linear's features must be an integer or an expression in a string, such as 512 or \"4*D\", not Zeros.");

    [Fact]
    public Task SizeFloat() => Diagnostics.Verify(
        """
        [Model, Input("B", 3), Linear({|MG0010:3f|})]
        public partial class Net;
        """,
        "Linear's features must be an integer or an expression in a string, such as 512 or \"4*D\", not 3.0.");

    [Fact]
    public Task SizeMin() => Diagnostics.Verify(
        """
        [Model, Input("B", 3), Linear({|MG0010:long.MinValue|})]
        public partial class Net;
        """,
        "Linear's features must be at least 1, not -9223372036854775808.");

    [Fact]
    public async Task WithNoValue()
    {
        await Diagnostics.Verify(
            """
            [Model, Input("B", "D"), Linear("hidden"), Linear("D")]
            public partial class Inner;
            [Model, Input("B", 4), Block<Inner>(With = "{|MG0010:hidden|}")]
            public partial class Net;
            """,
            "\"hidden\" sets no parameter: write \"name = value\", separated by commas.");
        await Diagnostics.Verify(
            """
            [Model, Input("B", "D"), Linear("hidden"), Linear("D")]
            public partial class Inner;
            [Model, Input("B", 4), Block<Inner>(With = "hidden = 5")]
            public partial class Net;
            """);
    }

    [Fact]
    public Task WithEmpty() => Diagnostics.Verify(
        """
        [Model, Input("B", "D"), Linear("hidden"), Linear("D")]
        public partial class Inner;
        [Model, Input("B", 4), Block<Inner>(With = {|MG0010:""|})]
        public partial class Net;
        """,
        "\"\" sets no parameter: write \"name = value\", separated by commas.");

    [Fact]
    public async Task WithBad()
    {
        await Diagnostics.Verify(
            """
            [Model, Input("B", "D"), Linear("hidden"), Linear("D")]
            public partial class Inner;
            [Model, Input("B", 4), Block<Inner>(With = "hidden = 4 {|MG0010:+|}")]
            public partial class Net;
            """,
            "\"4 +\" is not a dimension: expected a dimension after '+'.");
        await Diagnostics.Verify(
            """
            [Model, Input("B", "D"), Linear("hidden"), Linear("D")]
            public partial class Inner;
            [Model, Input("B", 4), Block<Inner>(With = "hidden = 4 + 1")]
            public partial class Net;
            """);
    }

    [Fact]
    public async Task WithZeroV()
    {
        await Diagnostics.Verify(
            """
            [Model, Input("B", "D"), Linear("hidden"), Linear("D")]
            public partial class Inner;
            [Model, Input("B", 4), Block<Inner>(With = {|MG0010:"hidden = 0"|})]
            public partial class Net;
            """,
            "'hidden' must be at least 1, not 0.");
        await Diagnostics.Verify(
            """
            [Model, Input("B", "D"), Linear("hidden"), Linear("D")]
            public partial class Inner;
            [Model, Input("B", 4), Block<Inner>(With = "hidden = 1")]
            public partial class Net;
            """);
    }

    [Fact]
    public Task WithListBad() => Diagnostics.Verify(
        """
        [Model, Input("B", "D"), Linear("hidden"), Linear("D")]
        public partial class Inner;
        [Model, Input("B", 4), Block<Inner>(With = "hidden = [1, 2{|MG0010:*|}]")]
        public partial class Net;
        """,
        "\"2*\" is not a dimension: expected a dimension after '*'.");

    [Fact]
    public async Task CountZero()
    {
        await Diagnostics.Verify(
            """
            [Model, Input("B", "D"), Linear("D")]
            public partial class Inner;
            [Model, Input("B", 4), Block<Inner>({|MG0010:0|})]
            public partial class Net;
            """,
            "Block's count must be at least 1, not 0.");
        await Diagnostics.Verify(
            """
            [Model, Input("B", "D"), Linear("D")]
            public partial class Inner;
            [Model, Input("B", 4), Block<Inner>(1)]
            public partial class Net;
            """);
    }

    [Fact]
    public Task CountReal() => Diagnostics.Verify(
        """
        [Model, Input("B", "D"), Linear("D")]
        public partial class Inner;
        [Model, Input("B", 4), Block<Inner>({|MG0010:1.5|})]
        public partial class Net;
        """,
        "Block's count must be an integer or an expression in a string, such as 512 or \"4*D\", not 1.5.");

    [Fact]
    public async Task DimMin()
    {
        await Diagnostics.Verify(
            """
            [Model, Input("B", "D"), Dim("D", Min = {|MG0011:-3|}), Linear(4)]
            public partial class Net;
            """,
            "'D' is a size, so Min must be at least 0, not -3.");
        await Diagnostics.Verify(
            """
            [Model, Input("B", "D"), Dim("D", Min = 3), Linear(4)]
            public partial class Net;
            """);
    }

    [Fact]
    public async Task DimMax()
    {
        await Diagnostics.Verify(
            """
            [Model, Input("B", "D"), Dim("D", Min = 3, Max = {|MG0011:2|}), Linear(4)]
            public partial class Net;
            """,
            "'D' would have no value: Max = 2 is less than Min = 3.");
        await Diagnostics.Verify(
            """
            [Model, Input("B", "D"), Dim("D", Min = 3, Max = 4), Linear(4)]
            public partial class Net;
            """);
    }

    [Fact]
    public Task DimDefaults() => Diagnostics.Verify(
        """
        [Model, Input("B", "D", "E", "F"), Dim("D", Default = {|MG0011:4|}, Min = 8), Dim("E", Default = {|MG0011:8|}, Max = 7), Dim("F", Default = {|MG0011:10|}, MultipleOf = 4), Linear("D"), Linear("E"), Linear("F")]
        public partial class Net;
        """,
        "The default of 'D' is 4, which is less than Min = 8.",
        "The default of 'E' is 8, which is more than Max = 7.",
        "The default of 'F' is 10, which is not a multiple of 4.");

    [Fact]
    public async Task DimZeroDefault()
    {
        await Diagnostics.Verify(
            """
            [Model, Input("B", "D"), Dim("D", Default = {|MG0011:0|}), Linear(4)]
            public partial class Net;
            """,
            "The default of 'D' is 0, which is less than Min = 1.");
        await Diagnostics.Verify(
            """
            [Model, Input("B", "D"), Dim("D", Default = 1), Linear(4)]
            public partial class Net;
            """);
    }

    [Fact]
    public async Task BadSmoothing()
    {
        await Diagnostics.Verify(
            """
            [Model, Input("B", 3), Linear(3), CrossEntropyLoss(LabelSmoothing = {|MG0011:1.5|})]
            public partial class Net;
            """,
            "CrossEntropyLoss's LabelSmoothing must be from 0 to 1, not 1.5.");
        await Diagnostics.Verify(
            """
            [Model, Input("B", 3), Linear(3), CrossEntropyLoss(LabelSmoothing = 0.1)]
            public partial class Net;
            """);
    }

    [Fact]
    public async Task BadNumLayers()
    {
        await Diagnostics.Verify(
            """
            [Model, Input("B", "T", 3), Gru(3, NumLayers = {|MG0011:0|})]
            public partial class Net;
            """,
            "Gru's NumLayers must be at least 1, not 0.");
        await Diagnostics.Verify(
            """
            [Model, Input("B", "T", 3), Gru(3, NumLayers = 2)]
            public partial class Net;
            """);
    }

    [Fact]
    public async Task BadPadding()
    {
        await Diagnostics.Verify(
            """
            [Model, Input("B", "T", Type = DType.Int64), Embedding(10, 3, PaddingIndex = {|MG0011:10|})]
            public partial class Net;
            """,
            "Embedding(10, 3, PaddingIndex = 10) has ids 0 to 9, so 10 cannot be its PaddingIndex: choose an id below 10.");
        await Diagnostics.Verify(
            """
            [Model, Input("B", "T", Type = DType.Int64), Embedding(10, 3, PaddingIndex = 9)]
            public partial class Net;
            """);
    }

    [Fact]
    public Task BadEnum() => Diagnostics.Verify(
        """
        [Model, Input("B", 3, Type = {|MG0011:(DType)7|}), Linear(3, Init = {|MG0011:(Init)99|}), FeedForward(3, Activation = {|MG0011:(Activation)(-1)|}), CrossEntropyLoss(Reduction = {|MG0011:(LossReduction)5|})]
        public partial class Net;
        """,
        "Input's Type has no value 7: write one of its names.",
        "Linear's Init has no value 99: write one of its names.",
        "FeedForward's Activation has no value -1: write one of its names.",
        "CrossEntropyLoss's Reduction has no value 5: write one of its names.");

    [Fact]
    public Task BadRnnEnum() => Diagnostics.Verify(
        """
        [Model, Input("B", "T", 3), Rnn(3, Nonlinearity = {|MG0011:(Nonlinearity)5|})]
        public partial class Net;
        """,
        "Rnn's Nonlinearity has no value 5: write one of its names.");

    [Fact]
    public Task Cultures() => Diagnostics.Verify(
        """
        [Model, Input("B", 3), Dropout({|MG0011:1.5|})]
        public partial class Net;
        """,
        "Dropout's probability must be from 0 to 1, not 1.5.");

    [Fact]
    public Task RealInitStdNan() => Diagnostics.Verify(
        """
        [Model, Input("B", 3), Linear(3, Init = Init.Normal, InitStd = {|MG0011:double.NaN|})]
        public partial class Net;
        """,
        "Linear's InitStd must be above 0, not NaN.");

    [Fact]
    public Task RealInitStdNeg() => Diagnostics.Verify(
        """
        [Model, Input("B", 3), Linear(3, Init = Init.Normal, InitStd = {|MG0011:-1|})]
        public partial class Net;
        """,
        "Linear's InitStd must be above 0, not -1.");

    [Fact]
    public async Task RealDropoutNan()
    {
        await Diagnostics.Verify(
            """
            [Model, Input("B", 3), Dropout({|MG0011:double.NaN|})]
            public partial class Net;
            """,
            "Dropout's probability must be from 0 to 1, not NaN.");
        await Diagnostics.Verify(
            """
            [Model, Input("B", 3), Dropout(0.5)]
            public partial class Net;
            """);
    }

    [Fact]
    public Task RealDropoutNeg() => Diagnostics.Verify(
        """
        [Model, Input("B", 3), Dropout({|MG0011:-0.5|})]
        public partial class Net;
        """,
        "Dropout's probability must be from 0 to 1, not -0.5.");

    [Fact]
    public async Task RealEps0()
    {
        await Diagnostics.Verify(
            """
            [Model, Input("B", 3), LayerNorm(Eps = {|MG0011:0|})]
            public partial class Net;
            """,
            "LayerNorm's Eps must be above 0, not 0.");
        await Diagnostics.Verify(
            """
            [Model, Input("B", 3), LayerNorm(Eps = 1e-3)]
            public partial class Net;
            """);
    }

    [Fact]
    public Task RealEpsInf() => Diagnostics.Verify(
        """
        [Model, Input("B", 3), LayerNorm(Eps = {|MG0011:double.PositiveInfinity|})]
        public partial class Net;
        """,
        "LayerNorm's Eps must be above 0, not Infinity.");

    [Fact]
    public Task RealFfDropout() => Diagnostics.Verify(
        """
        [Model, Input("B", 3), FeedForward(3, Dropout = {|MG0011:2|})]
        public partial class Net;
        """,
        "FeedForward's Dropout must be from 0 to 1, not 2.");

    [Fact]
    public async Task WithList()
    {
        await Diagnostics.Verify(
            """
            [Model, Input("B", "D"), Linear("hidden"), Linear("D")]
            public partial class Inner;
            [Model, Input("B", 4), Block<Inner>(With = {|MG0011:"hidden = [1, 2]"|})]
            public partial class Net;
            """,
            "With lists values for 2 copies, but there is one copy: write Block<Inner>(2, …).");
        await Diagnostics.Verify(
            """
            [Model, Input("B", "D"), Linear("hidden"), Linear("D")]
            public partial class Inner;
            [Model, Input("B", 4), Block<Inner>(2, With = "hidden = [1, 2]")]
            public partial class Net;
            """);
    }
}
