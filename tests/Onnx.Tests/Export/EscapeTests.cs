using ModelGen.Runtime.Tests;
using TorchSharp;
using Xunit;

namespace ModelGen.Onnx.Tests;

/// <summary>Layers with code of the user that cannot be exported name what to implement.</summary>
public sealed class EscapeTests
{
    [Fact]
    public void A_method_without_operators_names_the_interface()
    {
        using var model = new WithoutOperators();
        Assert.Equal(
            "Apply(\"Twice\") ('apply') cannot be exported: it calls the method 'Twice', whose code a file cannot contain. "
                + "Implement IOnnxMethods in WithoutOperators, which states the operators of 'Twice'.",
            MessageOf(model));
    }

    [Fact]
    public void A_module_without_operators_names_the_interface()
    {
        using var model = new WithNarrow();
        Assert.Equal(
            "Module<Narrow>(\"B\", 3) ('module') cannot be exported: it calls the module Narrow, whose code a file cannot contain. "
                + "Implement IOnnxModule in Narrow, or derive a class from it that does.",
            MessageOf(model));
    }

    [Fact]
    public void An_unknown_weight_lists_the_weights()
    {
        using var model = new WithUnknownWeight(4);
        Assert.Equal(
            "Apply(\"Own\") ('apply') has no weight 'scale', only 'linear.weight', 'linear.bias': register it, or use Constant.",
            MessageOf(model));
    }

    private static string MessageOf(torch.nn.Module model) => Assert.Throws<OnnxExportException>(() => model.ToOnnx()).Message;
}
