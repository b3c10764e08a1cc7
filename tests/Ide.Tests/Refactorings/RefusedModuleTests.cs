using System.Threading.Tasks;
using ModelGen.CodeFixes.Refactorings;
using Xunit;

namespace ModelGen.Ide.Tests.Refactorings;

/// <summary>Hand-written modules that no declaration says: they stay as they are, and the editor says why.</summary>
public sealed class RefusedModuleTests
{
    [Theory]
    [InlineData("Linear fc = Linear(8, 8);", "for (var i = 0; i < 2; i++) { x = x.relu(); } return fc.call(x);", "forward is more than a straight line of layers, 'for (var i = 0; i < 2; i++) { x = x.relu(); }' on line 17")]
    [InlineData("Linear fc = Linear(8, 8);", "if (x.size(0) > 1) { x = x.relu(); } return fc.call(x);", "forward is more than a straight line of layers, 'if (x.size(0) > 1) { x = x.relu(); }' on line 17")]
    [InlineData("Linear fc = Linear(8, 8);", "return fc.call(fc.call(x));", "'fc' is called twice with one set of weights")]
    [InlineData("Linear fc = Linear(8, 8);", "return fc.call(x) + fc.call(x).mean();", "'fc' is called twice with one set of weights")]
    [InlineData("Linear fc = Linear(8, 8);", "return fc.call(x) * 2;", "no layer computes this, 'fc.call(x) * 2' on line 17")]
    [InlineData("Linear fc = Linear(8, 8);", "return fc.call(x).cumsum(1);", "no layer computes this, 'fc.call(x).cumsum(1)' on line 17")]
    [InlineData("Linear fc = Linear(8, 8);", "return fc.call(x).view(-1, 2, 4);", "no layer computes this, 'fc.call(x).view(-1, 2, 4)' on line 17")]
    [InlineData("Linear fc = Linear(8, 8);", "return functional.dropout(fc.call(x));", "whether it trains is the module's own training, 'functional.dropout(fc.call(x))' on line 17")] // also in evaluation
    [InlineData("Linear fc = Linear(8, 8);", "return x.relu();", "forward never calls 'fc'")] // weights that are in every checkpoint
    [InlineData("Linear fc = Linear(8, 8);", "return functional.relu(x, inplace: true) + fc.call(x);", "Relu overwrites a tensor that something else reads or may see")]
    [InlineData("Linear fc = Linear(8, 8);", "var y = fc.call(x); var z = functional.relu(y, inplace: true); return y + z;", "Relu overwrites a tensor that something else reads or may see")]
    [InlineData("Linear fc = Linear(8, 8);", "var y = fc.call(x); var z = y; y.relu_(); return y + z;", "Relu overwrites a tensor that something else reads or may see")]
    [InlineData("Linear fc = Linear(8, 8);", "var y = fc.call(x); return y.add_(y.tanh());", "Add overwrites a tensor that something else reads or may see")]
    [InlineData("Linear fc = Linear(8, int.Parse(\"8\"));", "return fc.call(x);", "a size is made of integers, constants of the class and parameters of its constructor, 'int.Parse(\"8\")' on line 8")]
    [InlineData("Linear fc = Linear(8, 8);\n    Linear other = Linear(9, 8);", "return other.call(fc.call(x));", "no shape of its inputs gives every layer the size, and the constructor the parameters, that the class states")] // fails at run time
    [InlineData("Conv2d conv = Conv2d(3, 8, 3);\n    Linear fc = Linear(321, 8);", "return fc.call(conv.call(x).flatten(1));", "no shape of its inputs gives every layer the size, and the constructor the parameters, that the class states")]
    [InlineData("Linear fc = Linear(8, 8);", "return fc.call(x).view(-1, 4);", "no shape of its inputs gives every layer the size, and the constructor the parameters, that the class states")] // two rows for each
    [InlineData("Module<Tensor, Tensor> bilinear = Upsample(scale_factor: new[] { 2.0 });", "return bilinear.call(x);", "there is no layer for Upsample, 'Upsample(scale_factor: new[] { 2.0 })' on line 8")]
    [InlineData("Embedding embedding = Embedding(8, 8, max_norm: 1);", "return embedding.call(x);", "Embedding has no word for 'max_norm', 'max_norm: 1' on line 8")]
    [InlineData("Module<Tensor, Tensor> norm = LayerNorm(new long[] { 4, 8 });", "return norm.call(x);", "one number is expected, 'new long[] { 4, 8 }' on line 8")]
    [InlineData("LSTM lstm = LSTM(8, 8);", "var (y, _, _) = lstm.call(x); return y;", "Lstm needs batchFirst: true, as a declaration has it, 'LSTM(8, 8)' on line 8")]
    [InlineData("LSTM lstm = LSTM(8, 8, batchFirst: false);", "var (y, _, _) = lstm.call(x); return y;", "Lstm needs batchFirst: true, as a declaration has it, 'batchFirst: false' on line 8")]
    [InlineData("LSTM lstm = LSTM(8, 8, batchFirst: true);", "var (y, _, _) = lstm.call(x, (x, x)); return y;", "'lstm' is called with more than its input")]
    [InlineData("Module<Tensor, Tensor> a = Linear(8, 8);\n    Tensor scale = torch.ones(8);", "return a.call(x);", "state of its own has no place in a declaration, 'Tensor scale = torch.ones(8);' on line 9")]
    public Task ForwardAndFields(string fields, string body, string reason) => Verify($$"""
        public class Net : Module<Tensor, Tensor>
        {
            {{fields}}

            public Net() : base("Net")
            {
                RegisterComponents();
            }

            public override Tensor forward(Tensor x)
            {
                {{body}}
            }
        }
        """, reason);

    [Fact]
    public Task SomebodyNamesALayer() => Verify("""
        public class Net : Module<Tensor, Tensor>
        {
            public readonly Linear fc = Linear(8, 2);

            public Net() : base("Net") => RegisterComponents();

            public override Tensor forward(Tensor x) => fc.call(x);
        }

        public static class User
        {
            public static Tensor Weight(Net net) => net.fc.weight;
        }
        """, "another class uses 'fc'");

    [Theory]
    [InlineData("double p", "Dropout(p), Linear(8, 2)", "a constructor's parameter is a size, the module's name or a device, 'double p' on line 10")]
    [InlineData("Device device, int a", "Linear(8, a)", "the device stands before other parameters, and a declaration's constructor has it last, '(Device device, int a)' on line 10")]
    [InlineData("int unused", "Linear(8, 2)", "no shape of its inputs gives every layer the size, and the constructor the parameters, that the class states")]
    [InlineData("int b, int a", "Linear(a, b)", "no shape of its inputs gives every layer the size, and the constructor the parameters, that the class states")] // the generated constructor would swap them
    public Task Constructors(string parameters, string layers, string reason) => Verify($$"""
        public class Net : Module<Tensor, Tensor>
        {
            private readonly Sequential layers;

            public Net({{parameters}}) : base("Net")
            {
                layers = Sequential({{layers}});
                RegisterComponents();
            }

            public override Tensor forward(Tensor x) => layers.call(x);
        }
        """, reason);

    /// <summary>As TorchSharp's examples have it: VGG, the block of ResNet, the classifier of texts, the sequence-to-sequence model, the autoencoder.</summary>
    [Theory]
    [InlineData(
        "string name, int classes",
        "var parts = new System.Collections.Generic.List<(string, Module<Tensor, Tensor>)>(); for (var i = 0; i < 2; i++) { parts.Add(($\"fc{i}\", Linear(8, 8))); } layers = Sequential(parts);",
        "the constructor does more than to create modules in fields and to register them, 'var parts = new System.Collections.Generic.List<(…' on line 12")]
    [InlineData(
        "string name, int planes, int stride",
        "if (stride != 1) layers = Sequential(Conv2d(planes, planes, 1, stride: stride)); else layers = Sequential();",
        "the constructor does more than to create modules in fields and to register them, 'if (stride != 1) layers = Sequential(Conv2d(plane…' on line 12")]
    [InlineData("long vocabulary", "layers = Sequential(Linear(vocabulary, 4)); Initialize();", "the constructor does more than to create modules in fields and to register them, 'Initialize();' on line 12")]
    public Task ConstructorsThatDoMore(string parameters, string statements, string reason) => Verify($$"""
        public class Net : Module<Tensor, Tensor>
        {
            private readonly Module<Tensor, Tensor> layers;

            public Net({{parameters}}) : base("Net")
            {
                {{statements}}
                RegisterComponents();
            }

            private void Initialize()
            {
            }

            public override Tensor forward(Tensor x) => layers.call(x);
        }
        """, reason);

    [Fact]
    public Task SeveralResults() => Verify("""
        public class Net : Module<Tensor, (Tensor, Tensor)>
        {
            private readonly Linear mean = Linear(8, 2), variance = Linear(8, 2);

            public Net() : base("Net") => RegisterComponents();

            public override (Tensor, Tensor) forward(Tensor x) => (mean.call(x), variance.call(x));
        }
        """, "forward takes or returns something else than tensors, one to return, ': Module<Tensor, (Tensor, Tensor)>' on line 6");

    private static async Task Verify(string source, string reason) => Assert.Equal(
        DeclareModuleRefactoring.Refusal + reason,
        await Refactor.Explained(new DeclareModuleRefactoring(), Refactor.Usings + source.Replace("class Net", "class $$Net")));
}
