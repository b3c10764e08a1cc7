using System.Threading.Tasks;
using Xunit;

namespace ModelGen.Generator.Tests;

/// <summary>
/// Mistakes inside the patterns of <c>Rearrange</c> and the equations of <c>Einsum</c>: what is underlined is a part of the string.
/// </summary>
public sealed class PatternFaults
{
    [Theory]
    [InlineData("{|MG0131:b t d|}", "\"b t d\" is not a pattern: it has no \"->\" between the axes before and after.")]
    [InlineData("b t d -> b d t {|MG0131:->|} b", "\"b t d -> b d t -> b\" is not a pattern: it has a second \"->\".")]
    [InlineData("b t {|MG0131:(|}h d -> b h t d", "\"b t (h d -> b h t d\" is not a pattern: this parenthesis is never closed.")]
    [InlineData("b t h d{|MG0131:)|} -> b h t d", "\"b t h d) -> b h t d\" is not a pattern: this parenthesis was never opened.")]
    [InlineData("b t (h {|MG0131:(|}d)) -> b h t d", "\"b t (h (d)) -> b h t d\" is not a pattern: parentheses cannot be nested.")]
    [InlineData("b t ({|MG0131:4|} d) -> b t 4 d", "\"b t (4 d) -> b t 4 d\" is not a pattern: a size other than 1 needs a name: write h for 4, and With = \"h = 4\".")]
    [InlineData("b t {|MG0131:+|} -> b t", "\"b t + -> b t\" is not a pattern: '+' is not an axis: an axis is a name, 1, \"...\", or names in parentheses.")]
    [InlineData("b t {|MG0131:b|} -> b t", "\"b t b -> b t\" is not a pattern: 'b' occurs twice on one side.")]
    [InlineData("b {|MG0131:t|} d -> b d", "\"b t d -> b d\" is not a pattern: 't' is on the left only: keep it on the right, or remove the axis with Mean, Max or Select.")]
    [InlineData("b t d -> b {|MG0131:n|} t d", "\"b t d -> b n t d\" is not a pattern: 'n' is on the right only: write it on the left, or add the axis with Repeat or Expand.")]
    [InlineData("{|MG0131:...|} t d -> t d", "\"... t d -> t d\" is not a pattern: \"...\" is on the left only.")]
    [InlineData("... ({|MG0131:...|} t) d -> t d", "\"... (... t) d -> t d\" is not a pattern: \"...\" cannot be in parentheses on the left.")]
    [InlineData("... t {|MG0131:...|} -> t ...", "\"... t ... -> t ...\" is not a pattern: \"...\" occurs twice on one side.")]
    [InlineData("{|MG0101:b t|} -> t b", "Rearrange(\"b t -> t b\") takes 2 axes, but input 'input' on line 1 is (B, T, 16): name its 3 axes.")]
    [InlineData("{|MG0101:... a b c e|} -> ... e b c a", "Rearrange(\"... a b c e -> ... e b c a\") takes at least 4 axes, but input 'input' on line 1 is (B, T, 16): name its 3 axes.")]
    [InlineData("b t (h {|MG0131:d|}) -> b h t d", "How Rearrange(\"b t (h d) -> b h t d\") splits 16 into 'h' and 'd' is not known: give one of them a size, such as With = \"h = 8\".")]
    [InlineData("b t {|MG0131:1|} -> b t", "Rearrange(\"b t 1 -> b t\") takes 1 along axis 2, but input 'input' on line 1 is (B, T, 16), with 16 there: name the axis.")]
    public Task OfRearrange(string pattern, string message) => Diagnostics.Verify(
        $"""
        [Model, Input("B", "T", 16)]
        [Rearrange("{pattern}")]
        public partial class Net;
        """,
        message);

    [Theory]
    [InlineData("b t {|MG0131:(h d)|} -> b h t d", "h = 3", "Rearrange(\"b t (h d) -> b h t d\", With = \"h = 3\") splits axis 2 into h*d with 3 known, but input 'input' on line 1 is (B, T, 16), and 3 does not divide 16: choose a divisor of 16.")]
    [InlineData("b t {|MG0131:(h d)|} -> b h t d", "h = 3, d = 4", "Rearrange(\"b t (h d) -> b h t d\", With = \"h = 3, d = 4\") takes h*d = 12 along axis 2, but input 'input' on line 1 is (B, T, 16), with 16 there: give the names sizes whose product is 16.")]
    [InlineData("b t (h d) -> b h t d", "h = 4, {|MG0008:heads|} = 4", "The pattern has no 'heads': choose 'b', 't', 'h' or 'd'.")]
    [InlineData("b t (h d) -> b h t d", "h = 4, {|MG0009:h|} = 4", "With gives 'h' twice: keep one.")]
    [InlineData("b t (h d) -> b h t d", "{|MG0010:h|}", "\"h\" sets no name: write \"name = size\", separated by commas.")]
    [InlineData("b t (h d) -> b h t d", "h = 4 {|MG0010:$|} 2", "\"4 $ 2\" is not a dimension: '$' has no meaning in a dimension: use names, integers, + - * / % ( ), min and max.")]
    public Task OfItsSizes(string pattern, string with, string message) => Diagnostics.Verify(
        $"""
        [Model, Input("B", "T", 16)]
        [Rearrange("{pattern}", With = "{with}")]
        public partial class Net;
        """,
        message);

    [Theory]
    [InlineData("b t (h d) -> b h t d")]
    [InlineData(" b  t (d h)->b h t d ")]
    [InlineData("... (h d) -> ... d h")]
    [InlineData("b ... d h_ -> d h_ ... b")]
    public Task NoneIsFound(string pattern) => Diagnostics.Verify($"""
        [Model, Input("B", "T", 16), Dim("T", MultipleOf = 2)]
        [Rearrange("{pattern}"{(pattern.Contains('(') ? ", With = \"h = 4\"" : string.Empty)})]
        public partial class Net;
        """);

    [Theory]
    [InlineData("b ... -> b (...)")]
    [InlineData("... d -> (...) d")]
    [InlineData("b ... -> (b ...)")]
    public Task AxesThatAreNotNamedAreMerged(string pattern) => Diagnostics.Verify($"""
        [Model, Input("B", "T", 16)]
        [Rearrange("{pattern}")]
        public partial class Net;
        """);

    [Fact]
    public Task AxesOfUnknownNumberAreNotMerged() => Diagnostics.Verify(
        """
        [Model, Input("...", "T", 16)]
        [Rearrange("{|MG0131:... d|} -> (...) d")]
        public partial class Net;
        """,
        "Rearrange(\"... d -> (...) d\") takes 1 axes, but input 'input' on line 1 is (..., T, 16), with any number of leading ones: "
            + "let \"...\" come first on both sides.");

    [Fact]
    public Task LeadingAxesAreNotNamed() => Diagnostics.Verify(
        """
        [Model, Input("...", "T", 16)]
        [Rearrange("{|MG0131:t d|} -> d t")]
        public partial class Net;
        """,
        "Rearrange(\"t d -> d t\") takes 2 axes, but input 'input' on line 1 is (..., T, 16), with any number of leading ones: "
            + "let \"...\" come first on both sides.");

    [Fact]
    public Task NothingIsRearranged() => Diagnostics.Verify(
        """
        [Model, Input("B", "T", 16)]
        [{|MG0201:Rearrange("b t d -> b t d")|}, Linear(2)]
        public partial class Net;
        """,
        "Rearrange(\"b t d -> b t d\") has no effect, since both sides are alike: remove it.");

    [Theory]
    [InlineData("bqd,bkd->bq{|MG0131:x|}", "\"bqd,bkd->bqx\" is not an equation: 'x' of the result is an axis of no operand.")]
    [InlineData("bqd,bkd->bq{|MG0131:q|}", "\"bqd,bkd->bqq\" is not an equation: 'q' occurs twice in the result.")]
    [InlineData("bqd,bk{|MG0131:1|}->bq", "\"bqd,bk1->bq\" is not an equation: '1' is not an axis: an axis is one letter, a to z or A to Z.")]
    [InlineData("bqd,bkd->bq{|MG0131:,|}b", "\"bqd,bkd->bq,b\" is not an equation: the result is one tensor.")]
    [InlineData("bqd,{|MG0101:bd|}->bq", "Einsum(\"bqd,bd->bq\") names 2 axes here, but input 'k' on line 5 is (B, 5, 8): name its 3 axes.")]
    [InlineData("{|MG0101:...abcd|},bkd->...a", "Einsum(\"...abcd,bkd->...a\") names at least 4 axes here, but input 'q' on line 4 is (B, 4, 8): name its 3 axes.")]
    [InlineData("...qd,...{|MG0131:q|}d->...q", "'q' of Einsum(\"...qd,...qd->...q\") is 4 in input 'q' (B, 4, 8), but input 'k' on line 5 is (B, 5, 8), with 5 there: give the axes two letters, or one size.")]
    [InlineData("...d,{|MG0131:...|}d->...", "\"...\" of Einsum(\"...d,...d->...\") is (B, 4) in input 'q' (B, 4, 8), but (B, 5) here, where input 'k' on line 5 is (B, 5, 8): make them equal.")]
    [InlineData("...d,b{|MG0131:...|}d->...", "\"...\" of Einsum(\"...d,b...d->...\") is (B, 4) in input 'q' (B, 4, 8), but (5) here, where input 'k' on line 5 is (B, 5, 8): make them equal.")]
    [InlineData("bqd,bk{|MG0131:q|}->bqk", "'q' of Einsum(\"bqd,bkq->bqk\") is 4 in input 'q' (B, 4, 8), but input 'k' on line 5 is (B, 5, 8), with 8 there: give the axes two letters, or one size.")]
    [InlineData("...q{|MG0131:...|},bkd->bq", "\"...q...,bkd->bq\" is not an equation: \"...\" occurs twice in one operand.")]
    public Task OfEinsum(string equation, string message) => Diagnostics.Verify(
        $$"""
        [Model]
        public partial class Net
        {
            [Input("B", 4, 8)] Stage q;
            [Input("B", 5, 8)] Stage k;
            [From(nameof(q), nameof(k)), Einsum("{{equation}}")] Stage scores;
        }
        """,
        message);

    [Fact]
    public Task AxesAreStretchedWhereItIsSaid() => Diagnostics.Verify(
        """
        [Model]
        public partial class Net
        {
            [Input("B", 1, 8)] Stage q;
            [Input("T", 8)] Stage k;
            [From(nameof(q), nameof(k)), Einsum("...d,...d->...", Broadcast = true), Output("B", "T")] Stage scores;
            [From(nameof(q), nameof(k)), Einsum("...d,{|MG0131:...|}d->..."), Output] Stage silent;
        }
        """,
        "\"...\" of Einsum(\"...d,...d->...\") is (B, 1) in input 'q' (B, 1, 8), but (T) here, where input 'k' on line 5 is (T, 8): "
            + "make them equal, or say with Broadcast = true that one is meant to be stretched.");

    [Fact]
    public Task OperandsAreMissing() => Diagnostics.Verify(
        """
        [Model, Input("B", 4, 8)]
        [{|MG0018:Einsum("bqd,bkd->bqk")|}]
        public partial class Net;
        """,
        "Einsum(\"bqd,bkd->bqk\") joins 2 operands, but it is given 1: name as many, in [From] or after the equation.");

    [Theory]
    [InlineData("bqd,bkd->bqk")]
    [InlineData("bqd , bkd")]
    [InlineData("bqd,bkd->")]
    [InlineData("...d,...d->...", "4")]
    [InlineData("...qd,bkd->bq")]
    [InlineData("...d,bkd->")]
    public Task NoneIsFoundInEinsum(string equation, string size = "5") => Diagnostics.Verify(
        $$"""
        [Model]
        public partial class Net
        {
            [Input("B", 4, 8)] Stage q;
            [Input("B", {{size}}, 8)] Stage k;
            [From(nameof(q), nameof(k)), Einsum("{{equation}}")] Stage scores;
        }
        """);
}
