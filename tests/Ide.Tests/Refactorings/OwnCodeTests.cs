using System.Threading.Tasks;
using ModelGen.CodeFixes.Refactorings;
using Xunit;

namespace ModelGen.Ide.Tests.Refactorings;

/// <summary>What no layer of the vocabulary says: methods of the declaration's own, and other modules of the solution.</summary>
public sealed class OwnCodeTests
{
    [Fact]
    public Task A_computation_of_each_element_becomes_a_method() => Verify(
        """
        public class $$$Hswish : Module<Tensor, Tensor>
        {
            private readonly bool _inplace;

            public Hswish(bool inplace = true) : base("Hswish")
            {
                _inplace = inplace;
                RegisterComponents();
            }

            public override Tensor forward(Tensor input)
            {
                return input * functional.relu6(input + 3, inplace: _inplace) / 6;
            }
        }
        """,
        """
        [Model]
        [Input("...")]
        [Apply(nameof(Compute))]
        public partial class Hswish
        {
            [return: Shape("...")]
            private static Tensor Compute([Shape("...")] Tensor input)
            {
                return input * functional.relu6(input + 3, inplace: false) / 6;
            }
        }
        """);

    [Fact]
    public Task Between_layers_only_the_expression_becomes_one() => Verify(
        Class(
            "private readonly Linear fc1 = Linear(8, 8), fc2 = Linear(8, 2);\n    private readonly double slope = 0.5;",
            "var y = fc1.call(x) * 0.2;\n        return fc2.call(y * sigmoid(1.702 * y) - slope);"),
        """
        [Model]
        [Input("...", 8)]
        [Linear(8, Name = "fc1"), Apply(nameof(Scale)), Apply(nameof(Shift))]
        [Linear(2, Name = "fc2")]
        public partial class Net
        {
            [return: Shape("...")]
            private static Tensor Scale([Shape("...")] Tensor x) => x * 0.2;

            [return: Shape("...")]
            private static Tensor Shift([Shape("...")] Tensor y) => y * sigmoid(1.702 * y) - 0.5;
        }
        """);

    [Fact]
    public Task Channels_are_scaled_by_broadcasting() => Verify(
        Class(
            "private readonly AdaptiveAvgPool2d pool = AdaptiveAvgPool2d(1);\n    private readonly Conv2d conv = Conv2d(8, 8, 1);\n    "
                + "private readonly Module<Tensor, Tensor> gate = Hardsigmoid();",
            "return x * gate.call(conv.call(pool.call(x)));"),
        """
        [Model]
        [Input("B", 8, "H", "W")]
        [AdaptiveAvgPool(1)]
        [Conv(8, Kernel = 1), Apply(nameof(Hardsigmoid)), Multiply("input", Broadcast = true)]
        public partial class Net
        {
            [return: Shape("...")]
            private static Tensor Hardsigmoid([Shape("...")] Tensor x) => TorchSharp.torch.nn.functional.hardsigmoid(x);
        }
        """);

    [Fact]
    public Task A_declared_module_is_a_block() => Verify(
        "[Model, Input(\"...\", \"D\"), Linear(\"hidden\"), Relu, Dropout(\"rate\"), Linear(\"D\"), "
            + "Setting(\"rate\")]\npublic partial class FeedForward;\n\n"
            + Class(
                "private readonly FeedForward ff = new FeedForward(8, 4 * 8, 0.1);\n    private readonly LayerNorm norm = LayerNorm(8);",
                "return x + ff.call(norm.call(x));"),
        """
        [Model, Input("...", "D"), Linear("hidden"), Relu, Dropout("rate"), Linear("D"), Setting("rate")]
        public partial class FeedForward;

        [Model]
        [Input("...", 8)]
        [LayerNorm(Name = "norm")]
        [Block<FeedForward>(With = "D = 8, hidden = 32, rate = 0.1", Name = "ff"), Residual]
        public partial class Net;
        """);

    [Fact]
    public Task The_module_a_class_holds_is_declared_with_it() => Verify(
        """
        public class FeedForward : Module<Tensor, Tensor>
        {
            private readonly Linear up, down;

            public FeedForward(int width, float ratio) : base("FeedForward")
            {
                up = Linear(width, (int)(width * ratio));
                down = Linear((int)(width * ratio), width);
                RegisterComponents();
            }

            public override Tensor forward(Tensor x) => down.call(up.call(x).relu());
        }

        public class $$$Net : Module<Tensor, Tensor>
        {
            private readonly FeedForward ff;

            public Net(int features) : base("Net")
            {
                ff = new FeedForward(features, 1.5f);
                RegisterComponents();
            }

            public override Tensor forward(Tensor x) => x + ff.call(x);
        }
        """,
        """
        [Model]
        [Input("...", "width")]
        [Linear("widthTimesRatio", Name = "up"), Relu]
        [Linear("width", Name = "down")]
        public partial class FeedForward
        {
            public FeedForward(int width, float ratio) : this(width: (long)width, outputSize: (int)(width * ratio))
            {
            }
        }

        [Model]
        [Input("...", "features")]
        [Block<FeedForward>(With = "width = features, outputSize = outputSize", Name = "ff"), Residual]
        public partial class Net
        {
            public Net(int features) : this(features: (long)features, outputSize: (int)(features * 1.5f))
            {
            }
        }
        """.Replace("widthTimesRatio", "outputSize"),
        DeclareModuleRefactoring.Title + ", with FeedForward");

    [Fact]
    public Task The_reason_of_a_held_module_is_told() => Explained(
        """
        public class Part : Module<Tensor, Tensor>
        {
            public Part() : base("Part") { }

            public override Tensor forward(Tensor x) => x.cumsum(1);
        }

        """ + "\n" + Class("private readonly Part part = new Part();", "return part.call(x);"),
        "of its module Part: no layer computes this, 'x.cumsum(1)' on line 10");

    [Theory]
    [InlineData("return x;", "forward does not return what its last layer gives")]
    [InlineData("var y = x; return y;", "forward does not return what its last layer gives")]
    [InlineData("return x.exp_() * 2;", "no layer computes this, 'x.exp_()' on line 14")]
    [InlineData("return functional.relu(x, inplace: true) * 2;", "Relu overwrites a tensor that something else reads or may see")]
    [InlineData("return x * x.sum();", "dim is not given to Sum")]
    [InlineData("return x / x.cumsum(1);", "no layer computes this, 'x / x.cumsum(1)' on line 14")]
    public Task A_method_would_do_something_else(string body, string reason) => Explained(Class(string.Empty, body), reason);

    [Theory]
    [InlineData("var parts = new System.Collections.Generic.List<(string, Module<Tensor, Tensor>)>(); parts.Add((\"first\", Linear(8, 4))); parts.Add((\"act\", ReLU())); layers = Sequential(parts);", "[Linear(4, Name = \"first\"), Relu]\n    Stage layers;")]
    [InlineData("var first = Linear(8, 4); layers = Sequential((\"first\", first), (\"act\", ReLU()));", "[Linear(4, Name = \"first\"), Relu]\n    Stage layers;")]
    public Task Sequentials_from_lists(string statements, string expected) => Verify(
        Filled(statements),
        $$"""
        [Model]
        [Input("...", 8)]
        public partial class Net
        {
            {{expected}}
        }
        """);

    [Theory]
    [InlineData("layers = Sequential(); layers.append(Linear(8, 4)); layers.append(ReLU());")]
    [InlineData("var parts = new System.Collections.Generic.List<Module<Tensor, Tensor>> { Linear(8, 4) }; parts.Add(ReLU()); layers = Sequential(parts.ToArray());")]
    public Task Sequentials_that_are_filled(string statements) => Verify(
        Filled(statements),
        """
        [Model]
        [Input("...", 8)]
        [Linear(4), Relu]
        public partial class Net;
        """,
        DeclareModuleRefactoring.TitleWithOtherKeys);

    [Theory]
    [InlineData("return fc.call(x.transpose(1, 2));", "\"B\", 8, \"T\"", "Permute(0, 2, 1)]\n[Linear(4, Name = \"fc\")")]
    [InlineData("return fc.call(x.squeeze(2).transpose(1, 2));", "\"B\", 8, 1, \"T\"", "Squeeze(2), Permute(0, 2, 1)]\n[Linear(4, Name = \"fc\")")]
    public Task Axes_that_later_layers_need(string body, string input, string layers) => Verify(
        Class("private readonly Linear fc = Linear(8, 4);", body),
        $"[Model]\n[Input({input})]\n[{layers}]\npublic partial class Net;");

    [Fact]
    public async Task A_class_that_registers_nothing_is_warned_of()
    {
        var source = Class("private readonly Linear fc = Linear(8, 2);", "return fc.call(x);").Replace("=> RegisterComponents();", "{ }");
        Assert.Equal(
            "The class never calls RegisterComponents, so that its own state_dict and parameters() are empty: "
                + "the declaration registers its layers.",
            Assert.Single(await Refactor.Warnings(new DeclareModuleRefactoring(), Refactor.Usings + source.Replace("$$$", "$$"))));
    }

    private static string Filled(string statements) => $$"""
        public class Net : Module<Tensor, Tensor>
        {
            private readonly Sequential layers;

            public Net() : base("Net")
            {
                {{statements}}
                RegisterComponents();
            }

            public override Tensor forward(Tensor x) => layers.call(x);
        }
        """.Replace("class Net", "class $$$Net");

    private static string Class(string fields, string body) => $$"""
        public class Net : Module<Tensor, Tensor>
        {
            {{fields}}

            public Net() : base("Net") => RegisterComponents();

            public override Tensor forward(Tensor x)
            {
                {{body}}
            }
        }
        """.Replace("class Net", "class $$$Net");

    private static async Task Explained(string source, string reason) =>
        Assert.Equal(DeclareModuleRefactoring.Refusal + reason,
            await Refactor.Explained(new DeclareModuleRefactoring(), Refactor.Usings + source.Replace("$$$", "$$")));

    private static async Task Verify(string marked, string expected, string title = DeclareModuleRefactoring.Title) =>
        Assert.Equal(title, await Refactor.Verify(
            new DeclareModuleRefactoring(), Refactor.Usings + marked.Replace("$$$", "$$"), Refactor.Usings + expected));
}
