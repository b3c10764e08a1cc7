using System.Threading.Tasks;
using Xunit;

namespace ModelGen.Generator.Tests;

/// <summary>What prevents the class that runs an exported model.</summary>
public sealed class ExportDiagnosticsTests
{
    private const string _interfaces = """

        namespace ModelGen.Onnx
        {
            public interface IOnnxMethods;
            public interface IOnnxModule;
        }
        """;

    private const string _module = """

        public sealed class Own() : TorchSharp.torch.nn.Module<TorchSharp.torch.Tensor, TorchSharp.torch.Tensor>("own")
        {
            public override TorchSharp.torch.Tensor forward(TorchSharp.torch.Tensor x) => x * 2;
        }
        """;

    private static CompileOptions Options => new() { References = References.Inference };

    [Fact]
    public Task MissingPackage() => Diagnostics.Verify(
        """
        [Model(Inference = {|MG0601:true|}), Input("B", 8), Linear(4)]
        public partial class Net;
        """,
        "'NetInference' derives from a class of the package ModelGen.Inference, which the project does not reference: add "
            + "<PackageReference Include=\"ModelGen.Inference\" />, or remove Inference.");

    [Fact]
    public Task MethodWithoutOperators() => Diagnostics.Verify(
        """
        using TorchSharp;

        [Model(Inference = true), Input("B", 8), {|MG0602:Apply(nameof(Double))|}]
        public partial class Net
        {
            [return: Shape("B", "D")]
            private static torch.Tensor Double([Shape("B", "D")] torch.Tensor x) => x * 2;
        }
        """,
        Options,
        "Apply(\"Double\") calls the method 'Double', whose code an exported file cannot contain, but Model(Inference = true) on line 3 "
            + "requires an export: implement IOnnxMethods in 'Net', which states the operators, or use layers of the vocabulary.");

    [Fact]
    public Task ModuleWithoutOperators() => Diagnostics.Verify(
        """
        [Model(Inference = true), Input("B", 8), {|MG0602:Module<Own>("B", 8)|}]
        public partial class Net;
        """ + _module,
        Options,
        "Module<Own>(\"B\", 8) calls the module 'Own', whose code an exported file cannot contain, but Model(Inference = true) on "
            + "line 1 requires an export: implement IOnnxModule in 'Own', which states the operators, or use layers of the vocabulary.");

    [Fact]
    public Task BlockWithoutOperators() => Diagnostics.Verify(
        """
        [Model, Input("B", 8), Module<Own>("B", 8)]
        public partial class Inner;

        [Model, Input("B", 8), Linear(8), Block<Inner>]
        public partial class Middle;

        [Model(Inference = true), Input("B", 8), {|MG0602:Block<Middle>(2)|}]
        public partial class Net;
        """ + _module,
        Options,
        "Module<Own>(\"B\", 8) in Block<Middle>(2) calls the module 'Own', whose code an exported file cannot contain, but "
            + "Model(Inference = true) on line 7 requires an export: implement IOnnxModule in 'Own', which states the operators, or use "
            + "layers of the vocabulary.");

    [Fact]
    public Task CodeWithOperatorsFits() => Diagnostics.Verify(
        [
            """
            using TorchSharp;

            public sealed class Own() : torch.nn.Module<torch.Tensor, torch.Tensor>("own"), ModelGen.Onnx.IOnnxModule
            {
                public override torch.Tensor forward(torch.Tensor x) => x * 2;
            }

            [Model(Inference = true), Input("B", 8), Module<Own>("B", 8), Apply(nameof(Double))]
            public partial class Net : ModelGen.Onnx.IOnnxMethods
            {
                [return: Shape("B", "D")]
                private static torch.Tensor Double([Shape("B", "D")] torch.Tensor x) => x * 2;
            }
            """,
            _interfaces,
        ],
        options: Options);

    [Fact]
    public Task LayersThatAreLeftOutFit() => Diagnostics.Verify(
        """
        [Model(Inference = true), Input("B", 8), Linear(8), Module<Own>("B", 8, When = false)]
        public partial class Net;
        """ + _module,
        Options);

    [Fact]
    public Task AModelThatIsNotExportedFits() => Diagnostics.Verify(
        """
        [Model(Inference = false), Input("B", 8), Module<Own>("B", 8)]
        public partial class Net;
        """ + _module);
}
