using System.Threading.Tasks;
using ModelGen.CodeFixes.Refactorings;
using Xunit;

namespace ModelGen.Ide.Tests.Refactorings;

/// <summary>Constructors that take something else than sizes: the declaration keeps them, and they call the generated one.</summary>
public sealed class OwnConstructorTests
{
    [Fact]
    public Task Sizes_of_a_configuration_and_computed_ones_are_passed_on() => Verify(
        """
        public sealed record Options(int Width, float Rate);

        public class $$$Net : Module<Tensor, Tensor>
        {
            private readonly Linear up, down;
            private readonly Dropout drop;

            public Net(Options options, float ratio = 2.5f) : base("Net")
            {
                var hidden = (int)(options.Width * ratio);
                up = Linear(options.Width, hidden);
                drop = Dropout(options.Rate);
                down = Linear(hidden, options.Width);
                RegisterComponents();
            }

            public override Tensor forward(Tensor x) => down.call(drop.call(up.call(x)));
        }
        """,
        """
        public sealed record Options(int Width, float Rate);

        [Model]
        [Input("...", "width")]
        [Setting("rate")]
        [Linear("hidden", Name = "up"), Dropout("rate")]
        [Linear("width", Name = "down")]
        public partial class Net
        {
            public Net(Options options, float ratio = 2.5f) : this(width: options.Width, hidden: (int)(options.Width * ratio), rate: options.Rate)
            {
            }
        }
        """);

    [Fact]
    public Task Kernels_of_a_tuple_and_a_padding_that_may_be_0() => Verify(
        """
        public class $$$Net : Module<Tensor, Tensor>
        {
            private readonly Conv2d conv;

            public Net(long channels, (long, long) kernel, long padding = 0) : base("Net")
            {
                conv = Conv2d(channels, 8, kernel, padding: (padding, padding));
                RegisterComponents();
            }

            public override Tensor forward(Tensor x) => conv.call(x);
        }
        """,
        """
        [Model]
        [Input("B", "channels", "H", "W")]
        [Dim("padding", Min = 0)]
        [Conv(8, Kernel = new object[] { "kernel1", "kernel2" }, Padding = "padding")]
        public partial class Net
        {
            public Net(long channels, (long, long) kernel, long padding = 0) : this(channels: channels, padding: padding, kernel1: kernel.Item1, kernel2: kernel.Item2)
            {
            }
        }
        """);

    [Fact]
    public Task Checks_and_moves_of_the_whole_module_stay() => Verify(
        """
        public class $$$Net : Module<Tensor, Tensor>
        {
            private readonly Linear fc;

            public Net(DeviceType config, int width) : base("Net")
            {
                if (width % 2 != 0)
                {
                    throw new System.ArgumentException("width");
                }

                fc = Linear(8, width);
                RegisterComponents();
                if (config == DeviceType.CUDA)
                    this.to(DeviceType.CUDA);
            }

            public override Tensor forward(Tensor x) => fc.call(x);
        }
        """,
        """
        [Model]
        [Input("...", 8)]
        [Linear("width", Name = "fc")]
        public partial class Net
        {
            public Net(DeviceType config, int width) : this(width: (long)width)
            {
                if (width % 2 != 0)
                {
                    throw new System.ArgumentException("width");
                }
                if (config == DeviceType.CUDA)
                    this.to(DeviceType.CUDA);
            }
        }
        """);

    [Fact]
    public Task A_move_without_parameters_stays() => Verify(
        """
        public class $$$Net : Module<Tensor, Tensor>
        {
            private readonly Linear fc = Linear(8, 2);

            public Net() : base("Net")
            {
                RegisterComponents();
                this.to(CUDA);
            }

            public override Tensor forward(Tensor x) => fc.call(x);
        }
        """,
        """
        [Model]
        [Input("...", 8)]
        [Linear(2, Name = "fc")]
        public partial class Net
        {
            public Net() : this(device: null)
            {
                this.to(CUDA);
            }
        }
        """);

    [Theory]
    [InlineData("double p, int a", "Linear(8, a), Dropout(p)", "this(p: p, a: (long)a)", "[Setting(\"p\")]\n[Linear(\"a\"), Dropout(\"p\")]")]
    [InlineData("Device device, int a", "Linear(8, a, device: device)", "this(device: device, a: (long)a)", "[Linear(\"a\")]")]
    public Task Parameters_in_another_order(string parameters, string layers, string call, string declared) => Verify(
        Sequence(parameters, layers),
        $$"""
        [Model]
        [Input("...", 8)]
        {{declared}}
        public partial class Net
        {
            public Net({{parameters}}) : {{call}}
            {
            }
        }
        """,
        DeclareModuleRefactoring.TitleWithOtherKeys);

    /// <summary>The layers would name b first.</summary>
    [Fact]
    public Task Sizes_in_another_order_are_all_stated() => Verify(
        Sequence("int b, int a", "Linear(a, b)"),
        """
        [Model]
        [Input("...", "a")]
        [Dim("b")]
        [Dim("a")]
        [Linear("b")]
        public partial class Net;
        """,
        DeclareModuleRefactoring.TitleWithOtherKeys);

    private static string Sequence(string parameters, string layers) => $$"""
        public class $$$Net : Module<Tensor, Tensor>
        {
            private readonly Sequential layers;

            public Net({{parameters}}) : base("Net")
            {
                layers = Sequential({{layers}});
                RegisterComponents();
            }

            public override Tensor forward(Tensor x) => layers.call(x);
        }
        """.Replace("class $Net", "class $$$Net");

    private static async Task Verify(string marked, string expected, string title = DeclareModuleRefactoring.Title) =>
        Assert.Equal(title, await Refactor.Verify(
            new DeclareModuleRefactoring(), Refactor.Usings + marked.Replace("$$$", "$$"), Refactor.Usings + expected));
}
