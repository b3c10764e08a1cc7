using ModelGen;
using ModelGen.PyTorch;
using TorchSharp;

namespace ModelGen.PyTorch.Tests.Documented;

[Model, Input("B", "T", Type = DType.Int64), Dim("words")]
[Embedding("words", 64), Lstm(128, Port = "last"), Linear(10), CrossEntropyLoss]
public partial class Classifier;

[Model, Input("B", 64), Linear(64), Apply(nameof(Scaled))]
public partial class Head : IPyTorchMethods
{
    [return: Shape("B", 64)]
    private static torch.Tensor Scaled([Shape("B", 64)] torch.Tensor x) => x * 2;

    string? IPyTorchMethods.Write(string method) => "return 2 * x";
}

internal static class Exporting
{
    public static void Export()
    {
        using var model = new Classifier(words: 5_000);
        model.ExportPyTorch("classifier");
    }
}
