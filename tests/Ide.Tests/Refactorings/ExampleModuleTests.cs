using System.Linq;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis.CodeActions;
using ModelGen.CodeFixes.Refactorings;
using Xunit;

namespace ModelGen.Ide.Tests.Refactorings;

/// <summary>
/// Modules in the style of TorchSharp's own examples: a name and a device for the constructor, views that flatten, operations in place.
/// </summary>
public sealed class ExampleModuleTests
{
    [Fact]
    public Task Mnist() => Verify(
        """
        internal class $$Net : Module<Tensor, Tensor>
        {
            private Module<Tensor, Tensor> conv1 = Conv2d(1, 32, 3);
            private Module<Tensor, Tensor> conv2 = Conv2d(32, 64, 3);
            private Module<Tensor, Tensor> fc1 = Linear(9216, 128);
            private Module<Tensor, Tensor> fc2 = Linear(128, 10);
            private Module<Tensor, Tensor> pool1 = MaxPool2d(kernel_size: new long[] { 2, 2 });
            private Module<Tensor, Tensor> relu1 = ReLU();
            private Module<Tensor, Tensor> relu2 = ReLU();
            private Module<Tensor, Tensor> relu3 = ReLU();
            private Module<Tensor, Tensor> dropout1 = Dropout(0.25);
            private Module<Tensor, Tensor> dropout2 = Dropout(0.5);
            private Module<Tensor, Tensor> flatten = Flatten();
            private Module<Tensor, Tensor> logsm = LogSoftmax(1);

            public Net(string name, Device? device = null) : base(name)
            {
                RegisterComponents();

                if (device is not null && device.type != DeviceType.CPU)
                    this.to(device);
            }

            public override Tensor forward(Tensor input)
            {
                var l11 = conv1.forward(input);
                var l12 = relu1.forward(l11);

                var l21 = conv2.forward(l12);
                var l22 = relu2.forward(l21);
                var l23 = pool1.forward(l22);
                var l24 = dropout1.forward(l23);

                var x = flatten.forward(l24);

                var l31 = fc1.forward(x);
                var l32 = relu3.forward(l31);
                var l33 = dropout2.forward(l32);

                var l41 = fc2.forward(l33);

                return logsm.forward(l41);
            }

            protected override void Dispose(bool disposing)
            {
                if (disposing)
                {
                    conv1.Dispose();
                    ClearModules();
                }

                base.Dispose(disposing);
            }
        }
        """,
        """
        [Model]
        [Input("B", 1, 28, 28)]
        [Conv(32, Kernel = 3, Name = "conv1"), Relu]
        [Conv(64, Kernel = 3, Name = "conv2"), Relu, MaxPool(2), Dropout(0.25), Flatten]
        [Linear(128, Name = "fc1"), Relu, Dropout]
        [Linear(10, Name = "fc2"), LogSoftmax(Axis = 1)]
        internal partial class Net;
        """);

    [Fact]
    public Task AlexNet() => Verify(
        """
        public class $$Net : Module<Tensor, Tensor>
        {
            private readonly Module<Tensor, Tensor> features;
            private readonly Module<Tensor, Tensor> avgPool;
            private readonly Module<Tensor, Tensor> classifier;

            public Net(string name, int numClasses, Device? device = null) : base(name)
            {
                features = Sequential(
                    ("c1", Conv2d(3, 64, kernel_size: 3, stride: 2, padding: 1)),
                    ("r1", ReLU(inplace: true)),
                    ("mp1", MaxPool2d(kernel_size: new long[] { 2, 2 })),
                    ("c2", Conv2d(64, 256, kernel_size: 3, padding: 1)),
                    ("r2", ReLU(inplace: true)));
                avgPool = AdaptiveAvgPool2d(new long[] { 2, 2 });
                classifier = Sequential(
                    ("d1", Dropout()),
                    ("l1", Linear(256 * 2 * 2, 4096)),
                    ("r1", ReLU(inplace: true)),
                    ("l3", Linear(4096, numClasses)));
                RegisterComponents();
                if (device is not null && device.type != DeviceType.CPU)
                    this.to(device);
            }

            public override Tensor forward(Tensor input)
            {
                var f = features.call(input);
                var avg = avgPool.call(f);

                var x = avg.view(new long[] { avg.shape[0], 256 * 2 * 2 });

                return classifier.call(x);
            }
        }
        """,
        """
        [Model]
        [Input("B", 3, "H", "W")]
        public partial class Net
        {
            [Conv(64, Kernel = 3, Stride = 2, Padding = 1, Name = "c1"), Relu, MaxPool(2), Conv(256, Kernel = 3, Padding = 1, Name = "c2"), Relu]
            Stage features;

            [AdaptiveAvgPool(2), Flatten]
            Stage avg;

            [Dropout, Linear(4096, Name = "l1"), Relu, Linear("numClasses", Name = "l3")]
            Stage classifier;
        }
        """);

    [Theory]
    [InlineData("x.view(x.shape[0], -1)")]
    [InlineData("x.view(x.size(0), -1)")]
    [InlineData("x.view(-1, 864)")]
    [InlineData("x.reshape(x.shape[0], 864)")]
    [InlineData("x.reshape(new long[] { -1, 6 * 12 * 12 })")]
    [InlineData("torch.flatten(x, 1)")]
    public Task ViewsThatFlatten(string view) => Verify(
        $$"""
        public class $$$Net : Module<Tensor, Tensor>
        {
            private readonly Conv2d conv = Conv2d(1, 6, 5);
            private readonly Linear fc = Linear(6 * 12 * 12, 10);

            public Net() : base("Net") => RegisterComponents();

            public override Tensor forward(Tensor x)
            {
                x = functional.max_pool2d(functional.relu(conv.call(x)), 2);
                x = {{view}};
                return fc.call(x);
            }
        }
        """.Replace("$$$", "$$"),
        """
        [Model]
        [Input("B", 1, 28, 28)]
        [Conv(6, Kernel = 5), Relu, MaxPool(2), Flatten]
        [Linear(10, Name = "fc")]
        public partial class Net;
        """);

    [Fact]
    public Task TheBlockOfResNet() => Verify(
        """
        public class $$Net : Module<Tensor, Tensor>
        {
            private readonly Conv2d conv1, conv2;
            private readonly BatchNorm2d bn1, bn2;

            public Net(int planes) : base("Net")
            {
                conv1 = Conv2d(planes, planes, 3, padding: 1, bias: false);
                bn1 = BatchNorm2d(planes);
                conv2 = Conv2d(planes, planes, 3, padding: 1, bias: false);
                bn2 = BatchNorm2d(planes);
                RegisterComponents();
            }

            public override Tensor forward(Tensor input)
            {
                var x = bn1.call(conv1.call(input)).relu_();
                x = bn2.call(conv2.call(x));
                x += input;
                x.relu_();
                return x;
            }
        }
        """,
        """
        [Model]
        [Input("B", "planes", "H", "W")]
        [Conv("planes", Kernel = 3, Padding = 1, Bias = false, Name = "conv1")]
        [BatchNorm(Name = "bn1"), Relu]
        [Conv("planes", Kernel = 3, Padding = 1, Bias = false, Name = "conv2")]
        [BatchNorm(Name = "bn2"), Residual, Relu]
        public partial class Net;
        """);

    [Fact]
    public Task AShortcutIsAddedInPlace() => Verify(
        """
        public class $$Net : Module<Tensor, Tensor>
        {
            private readonly Sequential path = Sequential(("conv", Conv2d(64, 128, 3, stride: 2, padding: 1, bias: false)), ("norm", BatchNorm2d(128)));
            private readonly Sequential shortcut = Sequential(("conv", Conv2d(64, 128, 1, stride: 2, bias: false)), ("norm", BatchNorm2d(128)));

            public Net() : base("Net") => RegisterComponents();

            public override Tensor forward(Tensor input)
            {
                var x = path.call(input);
                return x.add_(shortcut.call(input)).relu_();
            }
        }
        """,
        """
        [Model]
        public partial class Net
        {
            [Input("B", 64, "H", "W")] Stage input;

            [Conv(128, Kernel = 3, Stride = 2, Padding = 1, Bias = false), BatchNorm(Name = "norm")]
            Stage path;

            [From(nameof(input)), Conv(128, Kernel = 1, Stride = 2, Bias = false), BatchNorm(Name = "norm")]
            Stage shortcut;

            [Add(nameof(path)), Relu]
            Stage relu;
        }
        """);

    /// <summary>The name that a declaration's constructor does not take goes from the callers, in every file.</summary>
    [Fact]
    public async Task CallersNoLongerNameTheModule()
    {
        var cancellation = TestContext.Current.CancellationToken;
        var (source, caret) = IdeProject.Caret(Refactor.Usings + """
            public class $$Net : Module<Tensor, Tensor>
            {
                private readonly Linear fc;

                public Net(string name, int width, Device? device = null) : base(name)
                {
                    fc = Linear(width, 2);
                    RegisterComponents();
                    this.to(device!);
                }

                public override Tensor forward(Tensor x) => fc.call(x);
            }

            public static class Here
            {
                public static Net Create() => new Net("here", 4);
            }
            """);
        var document = IdeProject.Open(source, """
            public static class There
            {
                public static Net Create(string id, TorchSharp.torch.Device device) => new($"net {id}", 8, device);
                public static Net CreateByName() => new Net(width: 8, name: "there");
            }
            """);
        var action = Assert.Single(await Refactor.Offered(new DeclareModuleRefactoring(), document, caret));
        var changed = (await action.GetOperationsAsync(cancellation))
            .OfType<ApplyChangesOperation>().Single().ChangedSolution.GetProject(document.Project.Id)!;
        var texts = await Task.WhenAll(changed.Documents.Select(async one => (await one.GetTextAsync(cancellation)).ToString()));
        Assert.Contains(texts, text => text.Contains("new Net(4)") && text.Contains("[Linear(2, Name = \"fc\")]"));
        Assert.Contains(texts, text => text.Contains("new(8, device)") && text.Contains("new Net(width: 8)"));
        Assert.DoesNotContain(await IdeProject.Diagnostics(changed.GetDocument(document.Id)!),
            diagnostic => diagnostic.Severity == Microsoft.CodeAnalysis.DiagnosticSeverity.Error);
    }

    private static async Task Verify(string marked, string expected) =>
        await Refactor.Verify(new DeclareModuleRefactoring(), Refactor.Usings + marked, Refactor.Usings + expected);
}
