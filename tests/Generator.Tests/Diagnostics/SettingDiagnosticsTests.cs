using System.Threading.Tasks;
using Xunit;

namespace ModelGen.Generator.Tests;

public sealed class SettingDiagnosticsTests
{
    [Fact]
    public Task Undeclared() => Diagnostics.Verify("""
        [Model, Input("B", 3), LayerNorm(Eps = "{|MG0008:eps|}")]
        public partial class Net;
        """,
        "Eps of LayerNorm is the string \"eps\", which names no setting: declare it with [Setting(\"eps\")], or give a number.");

    [Fact]
    public Task ANumberInAString() => Diagnostics.Verify("""
        [Model, Input("B", 3), Dropout("{|MG0008:0.1|}")]
        public partial class Net;
        """,
        "probability of Dropout is the string \"0.1\", which names no setting: give a number.");

    [Fact]
    public Task Misspelt() => Diagnostics.Verify("""
        [Model, Input("B", 3), Setting("epsilon"), RmsNorm(Eps = "epsilon"), RmsNorm(Eps = "{|MG0008:epsilom|}")]
        public partial class Net;
        """,
        "Eps of RmsNorm is the string \"epsilom\", which names no setting: did you mean 'epsilon'?");

    [Fact]
    public Task OfTwoTypes() => Diagnostics.Verify("""
        [Model, Input("B", 3), Setting("x"), RmsNorm(Eps = "x"), FeedForward(4, Activation = {|MG0011:"x"|})]
        public partial class Net;
        """,
        "Activation of FeedForward is an Activation, but the setting 'x' is used as a number before: declare a setting of its own for it.");

    [Theory]
    [InlineData("Setting(\"x\", Default = {|MG0011:0|}), RmsNorm(Eps = \"x\")", "The default of 'x' must be above 0, not 0.")]
    [InlineData("Setting(\"x\", Default = {|MG0011:2|}), Dropout(\"x\")", "The default of 'x' must be from 0 to 1, not 2.")]
    [InlineData("Setting(\"x\", Default = {|MG0011:true|}), Dropout(\"x\")", "The default of 'x' must be a number, not true.")]
    [InlineData("Setting(\"x\", Default = {|MG0011:1|}), FeedForward(4, Activation = \"x\")", "The default of 'x' must be an Activation, not 1.")]
    [InlineData("{|MG0201:Setting(\"x\")|}, Relu", "Nothing uses the setting 'x', so it is not a parameter of the constructor: name it in an argument, or remove it.")]
    [InlineData("Setting({|MG0016:\"a b\"|}), Relu", "\"a b\" cannot name a parameter of the constructor: use a C# identifier.")]
    [InlineData("Setting({|MG0016:\"dtype\"|}), Relu", "'dtype' cannot be a parameter of the constructor, which already uses this name: call the setting something else, such as 'dtypeSetting'.")]
    [InlineData("Setting(\"x\"), Setting({|MG0009:\"x\"|}), Dropout(\"x\")", "[Setting(\"x\")] is declared twice: keep one.")]
    [InlineData("Setting({|MG0009:\"B\"|}), Dropout(\"B\")", "'B' is a size in this model, so it cannot be a setting as well: give the setting another name.")]
    [InlineData("RmsNorm(Eps = {|MG0011:true|})", "RmsNorm's Eps must be a number above 0, or the name of a setting, not true.")]
    [InlineData("FeedForward(4, Activation = {|MG0011:1|})", "FeedForward's Activation must be an Activation such as Activation.Gelu, or the name of a setting, not 1.")]
    public Task Wrong(string attributes, string message) => Diagnostics.Verify($$"""
        [Model, Input("B", 3), {{attributes}}]
        public partial class Net;
        """,
        message);

    [Theory]
    [InlineData("Setting(\"x\"), MultiHeadAttention(2, Rotary = \"x\", RotaryBase = {|MG0011:5|})", "RotaryBase of MultiHeadAttention(2, Rotary = \"x\", RotaryBase = 5) is a part of the setting 'x': remove it, or set Rotary = true.")]
    [InlineData("Setting(\"x\", Default = {|MG0011:1|}), MultiHeadAttention(2, Rotary = \"x\")", "The default of 'x' cannot be written as a constant: leave it out, and give RotaryOptions to the constructor.")]
    [InlineData("MultiHeadAttention(2, Rotary = {|MG0011:1|})", "Rotary of MultiHeadAttention(2, Rotary = 1) must be true, or the name of a setting, not 1.")]
    public Task Rotary(string attributes, string message) => Diagnostics.Verify($$"""
        [Model, Input("B", "T", 8), {{attributes}}]
        public partial class Net;
        """,
        message);

    [Fact]
    public Task OfABlockThatNobodyGives() => Diagnostics.Verify("""
        [Model, Input("B", "D"), Setting("eps"), LayerNorm(Eps = "eps"), Linear("D")]
        public partial class Layer;

        [Model, Input("B", 8), {|MG0008:Block<Layer>(2)|}]
        public partial class Net;

        [Model, Input("B", 8), Block<Layer>(2, With = "{|MG0011:eps = 0|}")]
        public partial class Other;
        """,
        "'eps' of Layer has no value: declare [Setting(\"eps\")] on this class, or give it in With.",
        "'eps' of Layer must be above 0, not 0.");
}
