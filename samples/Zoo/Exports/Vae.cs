using System.Collections.Generic;
using ModelGen.Onnx;
using ModelGen.PyTorch;

namespace Zoo;

/// <summary>The method that samples the latent code, in ONNX and in Python.</summary>
public partial class Vae : IOnnxMethods, IPyTorchMethods
{
    OnnxTensor? IOnnxMethods.Export(string method, OnnxGraph graph, IReadOnlyList<OnnxTensor?> inputs)
    {
        var deviation = graph.Node("Exp", graph.Node("Mul", inputs[1], graph.Number(0.5)));
        return graph.Node("Add", inputs[0], graph.Node("Mul", graph.Node("RandomNormalLike", inputs[0]), deviation));
    }

    string? IPyTorchMethods.Write(string method) => "return mean + torch.exp(0.5 * logVariance) * torch.randn_like(mean)";
}
