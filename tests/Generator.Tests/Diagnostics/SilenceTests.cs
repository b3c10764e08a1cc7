using System.Threading.Tasks;
using Xunit;

namespace ModelGen.Generator.Tests;

/// <summary>Declarations that need no word from us: unusual but correct ones, and those that the compiler objects to itself.</summary>
public sealed class SilenceTests
{
    [Fact]
    public Task SplitModelOnly() => Diagnostics.Verify(
        """
        [Model]
        public partial class Head;
        [Input("B", 3), Linear(4)]
        public partial class Head;
        """);

    [Fact]
    public Task Interface() => Diagnostics.Verify(
        """
        [{|CS0592:Model|}, {|CS0592:Input|}("B", 3), {|CS0592:Linear|}(4)]
        public partial interface Head;
        """);

    [Fact]
    public Task InterfaceOk() => Diagnostics.Verify(
        """
        public interface IThing;
        [Model, Input("B", 3), Linear(4)]
        public partial class Head : IThing;
        """);

    [Fact]
    public Task DerivedMissing() => Diagnostics.Verify(
        """
        [Model, Input("B", 3), Linear(4)]
        public partial class Head : {|CS0246:Missing|};
        """);

    [Fact]
    public Task InterfaceMissing() => Diagnostics.Verify(
        """
        [Model, Input("B", 3), Linear(4)]
        public partial class Head : {|CS0246:IMissing|};
        """);

    [Fact]
    public Task OwnConstructor() => Diagnostics.Verify(
        """
        [Model, Input("B", 3), Linear(4)]
        public partial class Head { public Head(int x) : this() { } }
        """);

    [Fact]
    public Task Generic() => Diagnostics.Verify(
        """
        [Model, Input("B", "D"), Linear(4)]
        public partial class Head<T>;
        public partial class Outer<T> { [Model, Input("B", 3), Linear(4)] public partial class Head2; }
        """);

    [Fact]
    public Task Abstract() => Diagnostics.Verify(
        """
        [Model, Input("B", 3), Linear(4)]
        public abstract partial class Head;
        """);

    [Fact]
    public Task UlongConst() => Diagnostics.Verify(
        """
        [Model, Input("B", 3), Linear("N")]
        public partial class Net { const ulong N = 5; }
        """);

    [Fact]
    public Task BlockMissing() => Diagnostics.Verify(
        """
        [Model, Input("B", 3), Block<{|CS0246:Missing|}>]
        public partial class Net;
        """);

    [Fact]
    public Task BlockTypeParameter() => Diagnostics.Verify(
        """
        [Model, Input("B", 3), {|CS8968:Block<T>|}]
        public partial class Net<T>;
        """);

    [Fact]
    public Task KeywordInput() => Diagnostics.Verify(
        """
        [Model, Input("B", "int", Name = "class"), Linear("string")]
        public partial class Net;
        """);

    [Fact]
    public Task DeviceRuntime() => Diagnostics.Verify(
        """
        [Model, Input("device", 3), Linear(3)]
        public partial class Net;
        """);

    [Fact]
    public Task CtorSymbols() => Diagnostics.Verify(
        """
        [Model, Input("B", "Initialize", "register_module", "training", "Net", "_D", "D", "_deviceType", "nameof", "Loss"), Linear("Loss*_D + D")]
        public partial class Net;
        """);

    [Fact]
    public Task SymbolAndStage() => Diagnostics.Verify(
        """
        [Model]
        public partial class Net { [Input("B", 3)] Stage x; [Linear("hidden")] Stage hidden; [Linear("B")] Stage y; }
        """);

    [Fact]
    public Task InputNames() => Diagnostics.Verify(
        """
        [Model, Input("B", 3, Name = "training"), Input("B", 3, Name = "call"), Input("B", 3, Name = "forward"), Input("B", 3, Name = "Net"), Input("B", 3, Name = "_linear"), Input("B", 3, Name = "device"), Linear(3), Add("call", "forward", "Net", "_linear", "device"), Dropout, CrossEntropyLoss]
        public partial class Net;
        """);

    [Fact]
    public Task InputNamesOutput() => Diagnostics.Verify(
        """
        [Model, Input("B", 3, Name = "output"), Input("B", 3, Name = "target"), Input("T", 3, Name = "T"), Linear(3), {|MG0215:Add("target", "T")|}, Dropout, CrossEntropyLoss]
        public partial class Net;
        """);

    [Fact]
    public Task ResidualFirst() => Diagnostics.Verify(
        """
        [Model, Input("B", "T", 128), Residual]
        public partial class Net;
        """);

    [Fact]
    public Task CsErrors() => Diagnostics.Verify(
        """
        [Model, Input("B", {|CS0103:undefined|}), Linear(4)]
        public partial class Net;
        """);

    [Fact]
    public Task CsErrors2() => Diagnostics.Verify(
        """
        [Model, Input("B", 4), {|CS0246:{|CS0246:Lineer|}|}(4), Linear(3, In = 4)]
        public partial class Net;
        """);

    [Fact]
    public Task CsErrors3() => Diagnostics.Verify(
        """
        [Model, Input("B", 4), {|CS7036:Squeeze|}, Linear(3, In = 4)]
        public partial class Net;
        """);

    [Fact]
    public Task CsErrors5() => Diagnostics.Verify(
        """
        [Model]
        public partial class Net { [Input("B", 4)] Stage x; [From(nameof({|CS0103:y|})), Linear(3)] Stage z; }
        """);

    [Fact]
    public Task CsErrors6() => Diagnostics.Verify(
        """
        [Model, Input("B", 4), Linear({|CS0103:undefined|}, {|CS0246:Foo|} = 4), {|CS1729:Squeeze("a", "b")|}, Linear(3, In = 7)]
        public partial class Net;
        """);

    [Fact]
    public Task CaseCollision() => Diagnostics.Verify(
        """
        [Model, Input("B", 4), Linear(3)]
        public partial class Net;
        [Model, Input("B", 4), Linear(3)]
        public partial class NET;
        [Model, Input("B", 4), Linear(3)]
        public partial class M<T>;
        [Model, Input("B", 4), Linear(3)]
        public partial class M_1;
        """);

    [Fact]
    public Task WhenAndDuplicates() => Diagnostics.Verify(
        """
        [Model, Input("B", 4), Linear(3, When = false), Linear(4)]
        public partial class Net;
        """);

    [Fact]
    public Task ManyInputs() => Diagnostics.Verify(
        """
        [Model]
        public partial class Net { [Input("B", 4)] Stage a; [Input("B", 4)] Stage b; [Input("B", 4)] Stage c; [Input("B", 4)] Stage d; [Input("B", 4)] Stage e; [Input("B", 4)] Stage f; [Input("B", 4)] Stage g; [From("a","b","c","d","e","f","g"), Add] Stage s; }
        """);

    [Fact]
    public Task Unicode() => Diagnostics.Verify(
        """
        [Model, Input("Größe", "é", Name = "入力"), Linear("α*2", Name = "層"), Linear("é")]
        public partial class Netz;
        """);

    [Fact]
    public Task Struct() => Diagnostics.Verify(
        """
        [{|CS0592:Model|}, {|CS0592:Input|}("B", 3), {|CS0592:Linear|}(4)]
        public partial struct Head;
        """);

    [Fact]
    public Task BlockWithGood() => Diagnostics.Verify(
        """
        [Model, Input("B", "D"), Linear("hidden"), Linear("D")]
        public partial class Inner;
        [Model, Input("B", 4)]
        [Block<Inner>(With = "hidden = min(8, 4)"), Block<Inner>(With = "hidden = 8,\n D = 4")]
        public partial class Net;
        """);

    [Fact]
    public Task OptionalBlockConst() => Diagnostics.Verify(
        """
        [Model, Input("B", "D"), Linear("hidden"), Linear("D")]
        public partial class Inner;
        [Model, Input("B", 4), Block<Inner>, Linear("hidden")]
        public partial class Net { const int hidden = 7; }
        """);

    [Fact]
    public Task MemberOk() => Diagnostics.Verify(
        """
        [Model, Input("B", 3), Linear(3)]
        public partial class Net { public int forward(int x) => x; partial void Initialize() { } public void Loss() { } public string Summary(int width) => ""; }
        """);

    [Fact]
    public Task ResidualSame() => Diagnostics.Verify(
        """
        [Model, Input("B", "T", "D"), Linear("E"), Residual]
        public partial class Net;
        """);

    [Fact]
    public Task SizeSmallUlong() => Diagnostics.Verify(
        """
        [Model, Input("B", 3), Linear(5UL)]
        public partial class Net;
        """);

    [Fact]
    public Task RealPadNeg() => Diagnostics.Verify(
        """
        [Model, Input("B", 3), LayerNorm(Eps = 1e-12)]
        public partial class Net;
        """);

    [Fact]
    public Task CountOpen() => Diagnostics.Verify(
        """
        [Model, Input("B", "D"), Linear("D")]
        public partial class Inner;
        [Model, Input("B", 4), Block<Inner>("N")]
        public partial class Net;
        """);
}
