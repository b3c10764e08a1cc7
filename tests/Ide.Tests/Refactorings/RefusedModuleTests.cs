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
    [InlineData("Linear fc = Linear(8, 8);", "return fc.call(x).cumsum(1) * 2;", "no layer computes this, 'fc.call(x).cumsum(1)' on line 17")]
    [InlineData("Linear fc = Linear(8, 8);", "return fc.call(x).cumsum(1);", "no layer computes this, 'fc.call(x).cumsum(1)' on line 17")]
    [InlineData("Linear fc = Linear(8, 8);", "return fc.call(x).view(-1, 2, 4);", "no layer computes this, 'fc.call(x).view(-1, 2, 4)' on line 17")]
    [InlineData("Linear fc = Linear(8, 8);", "return functional.dropout(fc.call(x));", "whether it trains is the module's own training, 'functional.dropout(fc.call(x))' on line 17")] // also in evaluation
    [InlineData("Linear fc = Linear(8, 8);", "return x.relu();", "forward never calls 'fc'")] // weights that are in every checkpoint
    [InlineData("Linear fc = Linear(8, 8);", "return functional.relu(x, inplace: true) + fc.call(x);", "Relu overwrites a tensor that something else reads or may see")]
    [InlineData("Linear fc = Linear(8, 8);", "var y = fc.call(x); var z = functional.relu(y, inplace: true); return y + z;", "Relu overwrites a tensor that something else reads or may see")]
    [InlineData("Linear fc = Linear(8, 8);", "var y = fc.call(x); var z = y; y.relu_(); return y + z;", "Relu overwrites a tensor that something else reads or may see")]
    [InlineData("Linear fc = Linear(8, 8);", "var y = fc.call(x); return y.add_(y.tanh());", "Add overwrites a tensor that something else reads or may see")]
    [InlineData("Linear fc = Linear(8, System.Linq.Enumerable.Count(\"8\"));", "return fc.call(x);", "a size is made of integers, constants of the class and parameters of its constructor, 'System.Linq.Enumerable.Count(\"8\")' on line 8")]
    [InlineData("Linear fc = Linear(8, 8);\n    Linear other = Linear(9, 8);", "return other.call(fc.call(x));", "Linear is created for 9 features, but (B, 8) arrives")] // fails at run time
    [InlineData("Conv2d conv = Conv2d(3, 8, 3);\n    Linear fc = Linear(321, 8);", "return fc.call(conv.call(x).flatten(1));", "no size of the spatial axes up to 512 fits every layer: Linear is created for 321 features, but (B, 8*H*W - 16*H - 16*W + 32) arrives")]
    [InlineData("Linear fc = Linear(8, 8);", "return fc.call(x).view(-1, 4);", "the view states 4 features, but (B, 8) is what remains")] // two rows for each
    [InlineData("Module<Tensor, Tensor> bilinear = Upsample(scale_factor: new[] { 2.0 });", "return bilinear.call(x);", "there is no layer for Upsample, 'Upsample(scale_factor: new[] { 2.0 })' on line 8")]
    [InlineData("Embedding embedding = Embedding(8, 8, max_norm: 1);", "return embedding.call(x);", "Embedding has no argument for 'max_norm', 'max_norm: 1' on line 8")]
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
    [InlineData("int a, Device device", "Linear(8, a), Linear(a, 8, device: device)", "only some layers are created on the device, '(int a, Device device)' on line 10")]
    [InlineData("bool bias", "Linear(8, 2, hasBias: bias)", "the value is computed, 'bias' on line 12")]
    [InlineData("int[] sizes", "Linear(8, sizes.Length > 0 ? sizes[0] : System.Linq.Enumerable.Sum(sizes))", "a size is made of integers, constants of the class and parameters of its constructor, 'sizes.Length > 0 ? sizes[0] : System.Linq.Enumera…' on line 12")]
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

    [Fact]
    public Task A_move_before_the_layers_are_registered_is_refused() => Verify("""
        public class Net : Module<Tensor, Tensor>
        {
            private readonly Linear fc = Linear(8, 2);

            public Net(Device device) : base("Net")
            {
                this.to(device);
                RegisterComponents();
            }

            public override Tensor forward(Tensor x) => fc.call(x);
        }
        """, "the module moves to the device before its layers are registered, 'this.to(device);' on line 12");

    [Theory]
    [InlineData("Base", "it derives from 'Base', which may have layers of its own, and not from torch.nn.Module itself, ': Base' on line 6")]
    [InlineData("Plain", "it derives from 'Plain', which may have layers of its own, and not from torch.nn.Module itself, ': Plain' on line 6")]
    public Task A_class_with_an_indirect_base_is_refused_with_the_reason(string parent, string reason) => Verify($$"""
        public class Net : {{parent}}
        {
            public override Tensor forward(Tensor x) => x.relu();
        }

        public class Base : Module<Tensor, Tensor>
        {
            public Base() : base("Base")
            {
            }

            public override Tensor forward(Tensor x) => x;
        }

        public class Plain : Base;
        """, reason);

    [Theory]
    [InlineData("public class Net : Module { public Net() : base(\"Net\") { } }", "its base does not say what forward takes and returns, as Module<Tensor, Tensor> does, ': Module' on line 6")]
    [InlineData("public abstract class Net : Module<Tensor, Tensor> { protected Net() : base(\"Net\") { } }", "the class is abstract")]
    [InlineData("public class Net<T> : Module<Tensor, Tensor> { public Net() : base(\"Net\") { } public override Tensor forward(Tensor x) => x.relu(); }", "the class or one that contains it has type parameters")]
    [InlineData(
        "public class Net : Module<Tensor, Tensor>\n{\n#if DEBUG\n    int a;\n#endif\n    public Net() : "
            + "base(\"Net\") { }\n    public override Tensor forward(Tensor x) => x.relu();\n}",
        "the class has conditional code, '#if DEBUG' on line 8")]
    public Task The_head_of_the_class(string source, string reason) => Verify(source, reason);

    /// <summary>TorchSharp registers what such a field holds if it is a module.</summary>
    [Fact]
    public Task A_field_that_may_hold_a_module() => Verify("""
        public interface IBackbone;

        public class Net : Module<Tensor, Tensor>
        {
            private readonly IBackbone backbone;
            private readonly Linear fc = Linear(8, 2);

            public Net(IBackbone given) : base("Net")
            {
                backbone = given;
                RegisterComponents();
            }

            public override Tensor forward(Tensor x) => fc.call(x);
        }
        """, "the constructor does more than create modules in fields and register them, 'backbone = given;' on line 15");

    /// <summary>
    /// As TorchSharp's examples have it: VGG, the block of ResNet, the classifier of texts, the
    /// sequence-to-sequence model, the autoencoder.
    /// </summary>
    [Theory]
    [InlineData(
        "string name, int classes",
        "var parts = new System.Collections.Generic.List<(string, Module<Tensor, Tensor>)>(); "
            + "for (var i = 0; i < 2; i++) { parts.Add(($\"fc{i}\", Linear(8, 8))); } layers = Sequential(parts);",
        "the constructor does more than create modules in fields and register them, "
            + "'for (var i = 0; i < 2; i++) { parts.Add(($\"fc{i}\"…' on line 12")]
    [InlineData(
        "string name, int planes, int stride",
        "if (stride != 1) layers = Sequential(Conv2d(planes, planes, 1, stride: stride)); else layers = Sequential();",
        "the constructor does more than create modules in fields and register them, "
            + "'if (stride != 1) layers = Sequential(Conv2d(plane…' on line 12")]
    [InlineData("long vocabulary", "layers = Sequential(Linear(vocabulary, 4)); Initialize();", "the constructor does more than create modules in fields and register them, 'Initialize();' on line 12")]
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
