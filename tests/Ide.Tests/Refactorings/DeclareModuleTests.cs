using System.Threading.Tasks;
using ModelGen.CodeFixes.Refactorings;
using Xunit;

namespace ModelGen.Ide.Tests.Refactorings;

/// <summary>What a hand-written module is as a declaration.</summary>
public sealed class DeclareModuleTests
{
    [Fact]
    public Task FieldsBecomeAChainThatKeepsTheirNames() => Verify(
        """
        /// <summary>Digits.</summary>
        public sealed class $$Mlp : Module<Tensor, Tensor>
        {
            private readonly Linear fc1;
            private readonly Module<Tensor, Tensor> drop = Dropout(0.1);
            private readonly Linear fc2 = Linear(128, 10, hasBias: false);

            public Mlp() : base(nameof(Mlp))
            {
                fc1 = Linear(784, 128);
                RegisterComponents();
            }

            public override Tensor forward(Tensor x)
            {
                x = functional.relu(fc1.call(x));
                x = drop.forward(x);
                return fc2.call(x);
            }
        }
        """,
        """
        /// <summary>Digits.</summary>
        [Model]
        [Input("...", 784)]
        [Linear(128, Name = "fc1"), Relu, Dropout(0.1)]
        [Linear(10, Bias = false, Name = "fc2")]
        public sealed partial class Mlp;
        """);

    [Fact]
    public Task ASequentialWithNamesIsAStage() => Verify(
        Class("Module<Tensor, Tensor> net = Sequential((\"first\", Linear(8, 16)), (\"act\", GELU()), (\"second\", Linear(16, 2)));",
            "return net.call(x);"),
        """
        [Model]
        [Input("...", 8)]
        public partial class Net
        {
            [Linear(16, Name = "first"), Gelu, Linear(2, Name = "second")]
            Stage net;
        }
        """);

    [Fact]
    public Task ASequentialWithoutNamesChangesKeys() => Verify(
        Class("Sequential layers = Sequential(Linear(8, 16), Tanh(), Linear(16, 2), Softmax(1));", "return layers.call(x);"),
        """
        [Model]
        [Input("B", 8)]
        [Linear(16), Tanh]
        [Linear(2), Softmax(Axis = 1)]
        public partial class Net;
        """,
        DeclareModuleRefactoring.TitleWithOtherKeys);

    [Fact]
    public Task NestedSequentialsAreLaidOut() => Verify(
        Class("Sequential layers = Sequential(Sequential(Linear(8, 16), Tanh()), Identity(), Linear(16, 2));", "return layers.call(x);"),
        """
        [Model]
        [Input("...", 8)]
        [Linear(16), Tanh]
        [Linear(2)]
        public partial class Net;
        """,
        DeclareModuleRefactoring.TitleWithOtherKeys);

    [Fact]
    public Task Convolutions() => Verify(
        Class(
            """
            private readonly Module<Tensor, Tensor> conv1 = Conv2d(3, 16, 3, padding: 1, bias: false);
                private readonly Module<Tensor, Tensor> bn1 = BatchNorm2d(16, eps: 1e-3);
                private readonly Module<Tensor, Tensor> conv2 = Conv2d(16, 32, (3L, 5L), stride: (2L, 2L), padding: (0L, 1L), padding_mode: PaddingModes.Reflect);
                private readonly Module<Tensor, Tensor> pool = MaxPool2d(2, 2);
                private readonly Module<Tensor, Tensor> mean = AdaptiveAvgPool2d(1);
                private readonly Module<Tensor, Tensor> fc = Linear(32, 10);
            """,
            """
            using var a = functional.relu(bn1.call(conv1.call(x)));
                    using var b = pool.call(conv2.call(a).relu());
                    return fc.call(mean.call(b).flatten(1));
            """),
        """
        [Model]
        [Input("B", 3, "H", "W")]
        [Conv(16, Kernel = 3, Padding = 1, Bias = false, Name = "conv1")]
        [BatchNorm(Eps = 0.001, Name = "bn1"), Relu]
        [Conv(32, Kernel = new[] { 3, 5 }, Stride = 2, Padding = new[] { 0, 1 }, PaddingMode = PaddingMode.Reflect, Name = "conv2"), Relu, MaxPool(2), AdaptiveAvgPool(1), Flatten]
        [Linear(10, Name = "fc")]
        public partial class Net;
        """);

    [Fact]
    public Task TheLayerAfterFlattenFixesTheMap() => Verify(
        Class(
            """
            private readonly Module<Tensor, Tensor> conv1 = Conv2d(1, 10, 5);
                private readonly Module<Tensor, Tensor> conv2 = Conv2d(10, 20, 5);
                private readonly Module<Tensor, Tensor> fc1 = Linear(320, 50);
                private readonly Module<Tensor, Tensor> fc2 = Linear(50, 10);
            """,
            """
            x = functional.relu(functional.max_pool2d(conv1.call(x), 2));
                    x = functional.relu(functional.max_pool2d(conv2.call(x), 2));
                    x = fc1.call(x.flatten(1)).relu();
                    x = functional.dropout(x, training: this.training);
                    return functional.log_softmax(fc2.call(x), 1);
            """),
        """
        [Model]
        [Input("B", 1, 28, 28)]
        [Conv(10, Kernel = 5, Name = "conv1"), MaxPool(2), Relu]
        [Conv(20, Kernel = 5, Name = "conv2"), MaxPool(2), Relu, Flatten]
        [Linear(50, Name = "fc1"), Relu, Dropout]
        [Linear(10, Name = "fc2"), LogSoftmax(Axis = 1)]
        public partial class Net;
        """);

    [Fact]
    public Task ConstructorParametersAreSymbols() => Verify(
        """
        public class $$Net : Module<Tensor, Tensor>
        {
            private const int Factor = 4;
            private readonly Linear up, down;

            public Net(int features, long hidden = 64) : base("Net")
            {
                this.up = Linear(features, Factor * (hidden + 1));
                this.down = Linear(4 * (hidden + 1), features);
                RegisterComponents();
            }

            public override Tensor forward(Tensor input) => input + down.call(up.call(input).silu());
        }
        """,
        """
        [Model]
        [Input("...", "features")]
        [Dim("hidden", Default = 64)]
        [Linear("Factor*(hidden + 1)", Name = "up"), Silu]
        [Linear("features", Name = "down"), Residual]
        public partial class Net
        {
            private const int Factor = 4;
        }
        """);

    [Fact]
    public Task Recurrent() => Verify(
        Class(
            "Embedding embedding = Embedding(1000, 32);\n    LSTM rnn = "
                + "LSTM(32, 64, numLayers: 2, batchFirst: true);\n    Linear head = Linear(64, 5);",
            "var (y, _, _) = rnn.call(embedding.call(x));\n        return head.call(y[.., -1, ..]);"),
        """
        [Model]
        [Input("B", "T", Type = DType.Int64)]
        [Embedding(1000, 32)]
        [Lstm(64, NumLayers = 2, Name = "rnn"), Select(Axis = 1, Index = -1)]
        [Linear(5, Name = "head")]
        public partial class Net;
        """);

    [Fact]
    public Task FinalStatesAreStages() => Verify(
        Class("GRU gru = GRU(8, 16, batchFirst: true);\n    Linear head = Linear(16, 5);",
            "var (_, h) = gru.call(x);\n        return head.call(h.squeeze(0));"),
        """
        [Model]
        [Input("B", "T", 8)]
        public partial class Net
        {
            [Gru(16)]
            Stage gru;

            [From(nameof(gru) + ".gru.h"), Squeeze(0), Linear(5)]
            Stage head;
        }
        """,
        DeclareModuleRefactoring.TitleWithOtherKeys);

    [Fact]
    public Task BranchesAreStages() => Verify(
        Class(
            "Linear left = Linear(8, 16);\n    Linear right = Linear(8, 16);\n    Linear head = Linear(32, 2);",
            "var a = left.call(x).relu();\n        var b = right.call(x).tanh();\n        return head.call(torch.cat(new[] { a, b }, 1));"),
        """
        [Model]
        public partial class Net
        {
            [Input("B", 8)] Stage x;

            [Linear(16), Relu]
            Stage left;

            [From(nameof(x)), Linear(16), Tanh]
            Stage right;

            [From(nameof(left), nameof(right)), Concat(Axis = 1), Linear(2)]
            Stage head;
        }
        """,
        DeclareModuleRefactoring.TitleWithOtherKeys);

    [Fact]
    public Task ALayerAboveIsNamedInAChain() => Verify(
        Class(
            "Linear first = Linear(8, 16);\n    Linear second = Linear(16, 16);",
            "var a = first.call(x).relu();\n        var b = second.call(a);\n        return (b + a).relu();"),
        """
        [Model]
        [Input("...", 8)]
        [Linear(16, Name = "first"), Relu]
        [Linear(16, Name = "second"), Add("relu"), Relu]
        public partial class Net;
        """);

    [Fact]
    public Task SeveralInputs() => Verify(
        """
        public class $$Net : Module<Tensor, Tensor, Tensor>
        {
            private readonly Module<Tensor, Tensor> query = Linear(8, 16);
            private readonly Module<Tensor, Tensor> key = Linear(4, 16);

            public Net() : base("Net") => RegisterComponents();

            public override Tensor forward(Tensor a, Tensor b)
            {
                return query.call(a) * key.call(b);
            }
        }
        """,
        """
        [Model]
        public partial class Net
        {
            [Input("...", 8)] Stage a;
            [Input("...", 4)] Stage b;

            [Linear(16)]
            Stage query;

            [From(nameof(b)), Linear(16), Multiply(nameof(query))]
            Stage key;
        }
        """,
        DeclareModuleRefactoring.TitleWithOtherKeys);

    [Fact]
    public Task DisposeScopesGo() => Verify(
        Class("Linear fc = Linear(8, 2);", "using var scope = NewDisposeScope();\n        return fc.call(x).MoveToOuterDisposeScope();"),
        """
        [Model]
        [Input("...", 8)]
        [Linear(2, Name = "fc")]
        public partial class Net;
        """);

    [Fact]
    public Task RegisteredNamesAreKept() => Verify(
        """
        public class $$Net : Module<Tensor, Tensor>
        {
            private readonly Linear _fc;

            public Net() : base("Net")
            {
                _fc = Linear(8, 2);
                register_module("output_layer", _fc);
            }

            public override Tensor forward(Tensor x) => _fc.call(x);
        }
        """,
        """
        [Model]
        [Input("...", 8)]
        [Linear(2, Name = "output_layer")]
        public partial class Net;
        """);

    [Fact]
    public Task WhatIsNotAModuleStays() => Verify(
        """
        public class $$Net : Module<Tensor, Tensor>
        {
            private readonly Linear fc = Linear(8, 2);

            public Net() : base("Net") => RegisterComponents();

            /// <summary>The classes.</summary>
            public static int Classes => 2;

            public override Tensor forward(Tensor x) => fc.call(x);

            protected override void Dispose(bool disposing)
            {
                if (disposing)
                {
                    fc.Dispose();
                }

                base.Dispose(disposing);
            }
        }
        """,
        """
        [Model]
        [Input("...", 8)]
        [Linear(2, Name = "fc")]
        public partial class Net
        {
            /// <summary>The classes.</summary>
            public static int Classes => 2;
        }
        """);

    [Theory]
    [InlineData("Conv1d(4, 8, 3, Padding.Same)", "\"B\", 4, \"L\"", "Conv(8, Kernel = 3, Padding = \"same\"")]
    [InlineData("Conv3d(4, 8, 3, dilation: 2, groups: 2)", "\"B\", 4, \"D\", \"H\", \"W\"", "Conv(8, Kernel = 3, Dilation = 2, Groups = 2")]
    [InlineData("ConvTranspose2d(4, 8, 2, stride: 2, output_padding: 1)", "\"B\", 4, \"H\", \"W\"", "ConvTranspose(8, Kernel = 2, Stride = 2, OutputPadding = 1")]
    [InlineData("LayerNorm(16, eps: 1e-6)", "\"...\", 16", "LayerNorm(Eps = 1E-06")]
    [InlineData("LayerNorm(new long[] { 16 })", "\"...\", 16", "LayerNorm(")]
    [InlineData("GroupNorm(2, 8)", "\"B\", 8", "GroupNorm(2")]
    [InlineData("BatchNorm1d(8, momentum: 0.2)", "\"B\", 8", "BatchNorm(Momentum = 0.2")]
    [InlineData("PReLU(1)", "\"...\"", "PRelu(")]
    [InlineData("Embedding(10, 4, padding_idx: 0)", "\"...\", Type = DType.Int64", "Embedding(10, 4, PaddingIndex = 0")]
    public Task ArgumentsWithWeights(string module, string input, string layer) => Verify(
        Class($"Module<Tensor, Tensor> layer = {module};", "return layer.call(x);"),
        "[Model]\n[Input("
            + input + ")]\n[" + (layer.EndsWith('(') ? layer : layer + ", ") + "Name = \"layer\")]\npublic partial class Net;");

    [Theory]
    [InlineData("AvgPool2d(3, stride: 2, padding: 1, ceil_mode: true)", "\"B\", \"C\", \"H\", \"W\"", "AvgPool(3, Stride = 2, Padding = 1, CeilMode = true)")]
    [InlineData("MaxPool1d(2)", "\"B\", \"C\", \"L\"", "MaxPool(2)")]
    [InlineData("Dropout2d(0.3)", "\"B\", \"C\", \"H\", \"W\"", "Dropout2d(0.3)")]
    [InlineData("LeakyReLU(0.2)", "\"...\"", "LeakyRelu(NegativeSlope = 0.2)")]
    [InlineData("ELU(0.5)", "\"...\"", "Elu(Alpha = 0.5)")]
    [InlineData("Softplus(2, 10)", "\"...\"", "Softplus(Beta = 2, Threshold = 10)")]
    [InlineData("GELU(TorchSharp.Modules.GELU.Approximate.tanh)", "\"...\"", "Gelu(Tanh = true)")]
    [InlineData("LogSoftmax(-1)", "\"B\", \"D\"", "LogSoftmax")]
    public Task Arguments(string module, string input, string layer) => Verify(
        Class($"Module<Tensor, Tensor> layer = {module};", "return layer.call(x);"),
        $"[Model]\n[Input({input})]\n[{layer}]\npublic partial class Net;");

    [Theory]
    [InlineData("", "Linear(784, 10)", null)]
    [InlineData("", "Flatten(), Linear(784, 10)", "The input is flattened first, so [Input] says it is flat: write the axes that callers pass, such as (\"B\", 1, 28, 28).")]
    [InlineData("// Digits to classes.", "Linear(784, 10)", "Comments inside the class are left behind: copy those that still hold.")]
    public async Task WhatIsToBeReadAgainIsSaid(string comment, string layers, string? warning)
    {
        var warnings = await Refactor.Warnings(new DeclareModuleRefactoring(), Refactor.Usings + $$"""
            public class $Net : Module<Tensor, Tensor>
            {
                private readonly Sequential layers;

                public Net() : base("Net")
                {
                    {{comment}}
                    layers = Sequential({{layers}});
                    RegisterComponents();
                }

                public override Tensor forward(Tensor x) => layers.call(x);
            }
            """.Replace("class $Net", "class $$Net"));
        const string Keys = "Some layers have other names in a state_dict: rename the keys of checkpoints that were saved before.";
        Assert.Equal(warning is null ? Keys : $"{Keys} {warning}", Assert.Single(warnings));
    }

    private static async Task Verify(string marked, string expected, string title = DeclareModuleRefactoring.Title) =>
        Assert.Equal(title, await Refactor.Verify(new DeclareModuleRefactoring(), Refactor.Usings + marked, Refactor.Usings + expected));

    private static string Class(string fields, string body) => $$"""
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
        """.Replace("class Net", "class $$Net");
}
